#include "figure/sheet.h"

#include <math.h>
#include <string.h>

BfSheet *
bf_sheet_new (const char *const *titles)
{
  BfSheet *sheet = g_new0 (BfSheet, 1);

  sheet->titles = g_strdupv ((char **) titles);
  sheet->n_columns = g_strv_length (sheet->titles);
  sheet->values = g_array_new (FALSE, TRUE, sizeof (double));
  sheet->present = g_byte_array_new ();
  return sheet;
}

void
bf_sheet_free (BfSheet *sheet)
{
  if (sheet == NULL)
    return;
  g_strfreev (sheet->titles);
  g_array_unref (sheet->values);
  g_byte_array_unref (sheet->present);
  g_free (sheet);
}

gsize
bf_sheet_add_row (BfSheet *sheet)
{
  guint end = sheet->present->len;

  g_array_set_size (sheet->values, end + sheet->n_columns);
  g_byte_array_set_size (sheet->present, end + sheet->n_columns);
  for (guint i = 0; i < sheet->n_columns; i++)
    sheet->present->data[end + i] = 0;
  return sheet->n_rows++;
}

void
bf_sheet_set (BfSheet *sheet, gsize row, guint column, double value)
{
  gsize cell = row * sheet->n_columns + column;

  g_return_if_fail (row < sheet->n_rows && column < sheet->n_columns);
  g_array_index (sheet->values, double, cell) = value;
  sheet->present->data[cell] = 1;
}

gboolean
bf_sheet_get (const BfSheet *sheet, gsize row, guint column, double *value)
{
  gsize cell = row * sheet->n_columns + column;

  g_return_val_if_fail (row < sheet->n_rows && column < sheet->n_columns, FALSE);
  *value = g_array_index (sheet->values, double, cell);
  return sheet->present->data[cell] != 0;
}

static void
append_quoted (GString *csv, const char *text)
{
  g_autoptr (GString) doubled = g_string_new (text);

  g_string_replace (doubled, "\"", "\"\"", 0);
  if (g_strcmp0 (doubled->str, text) != 0 || strpbrk (text, ",\r\n") != NULL)
    g_string_append_printf (csv, "\"%s\"", doubled->str);
  else
    g_string_append (csv, text);
}

/* Tabs and line ends are what separates. */
static void
append_blanked (GString *tsv, const char *text)
{
  g_autofree char *blanked = g_strdelimit (g_strdup (text), "\t\r\n", ' ');

  g_string_append (tsv, blanked);
}

/* What has no digits; NULL: has some. */
static const char *
non_finite_name (double value)
{
  if (isnan (value))
    return "NaN";
  if (isinf (value))
    return value > 0 ? "Infinity" : "-Infinity";
  return NULL;
}

static void
append_number (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *name = non_finite_name (value);

  if (name == NULL)
    name = g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
  g_string_append (csv, name);
}

/* Whether @text is @value again, in the precision that it has. */
static gboolean
says_exactly (const char *text, double value)
{
  double read = g_ascii_strtod (text, NULL);

  return read == value || ((float) value == value && (float) read == (float) value);
}

void
bf_sheet_format (const BfSheet *sheet, gsize row, guint column, char *buffer, gsize size)
{
  double value;
  const char *name;

  buffer[0] = '\0';
  if (!bf_sheet_get (sheet, row, column, &value))
    return;
  name = non_finite_name (value);
  if (name != NULL)
    g_strlcpy (buffer, name, size);
  for (int digits = 6; name == NULL && digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, size, format, value);
      if (says_exactly (buffer, value))
        return;
    }
}

static GString *
to_text (const BfSheet *sheet, char separator, void (*append_title) (GString *, const char *))
{
  GString *text = g_string_new (NULL);

  for (guint column = 0; column < sheet->n_columns; column++)
    {
      if (column > 0)
        g_string_append_c (text, separator);
      append_title (text, sheet->titles[column]);
    }
  g_string_append_c (text, '\n');
  for (gsize row = 0; row < sheet->n_rows; row++)
    {
      for (guint column = 0; column < sheet->n_columns; column++)
        {
          double value;

          if (column > 0)
            g_string_append_c (text, separator);
          if (bf_sheet_get (sheet, row, column, &value))
            append_number (text, value);
        }
      g_string_append_c (text, '\n');
    }
  return text;
}

GString *
bf_sheet_to_csv (const BfSheet *sheet)
{
  return to_text (sheet, ',', append_quoted);
}

GString *
bf_sheet_to_tsv (const BfSheet *sheet)
{
  return to_text (sheet, '\t', append_blanked);
}
