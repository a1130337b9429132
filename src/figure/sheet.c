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

static void
append_number (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    g_string_append (csv, "NaN");
  else if (isinf (value))
    g_string_append (csv, value > 0 ? "Infinity" : "-Infinity");
  else
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.17g", value));
}

GString *
bf_sheet_to_csv (const BfSheet *sheet)
{
  GString *csv = g_string_new (NULL);

  for (guint column = 0; column < sheet->n_columns; column++)
    {
      g_string_append (csv, column > 0 ? "," : "");
      append_quoted (csv, sheet->titles[column]);
    }
  g_string_append_c (csv, '\n');
  for (gsize row = 0; row < sheet->n_rows; row++)
    {
      for (guint column = 0; column < sheet->n_columns; column++)
        {
          double value;

          g_string_append (csv, column > 0 ? "," : "");
          if (bf_sheet_get (sheet, row, column, &value))
            append_number (csv, value);
        }
      g_string_append_c (csv, '\n');
    }
  return csv;
}
