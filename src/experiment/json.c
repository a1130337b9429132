#include "experiment/json.h"
#include "experiment/field.h"

#include <math.h>

void
bf_json_init (BfJson *json)
{
  *json = (BfJson) { .text = g_string_new (NULL), .empty = TRUE };
}

char *
bf_json_finish (BfJson *json, gsize *length)
{
  g_assert (json->depth == 0);
  g_string_append_c (json->text, '\n');
  if (length != NULL)
    *length = json->text->len;
  return g_string_free (g_steal_pointer (&json->text), FALSE);
}

static void
new_line (BfJson *json)
{
  g_string_append_c (json->text, '\n');
  for (guint i = 0; i < json->depth; i++)
    g_string_append (json->text, "  ");
}

static void
append_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *at = valid; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (text, "\\%c", *at);
    else if (*at == '\n')
      g_string_append (text, "\\n");
    else if ((guchar) *at < 0x20)
      g_string_append_printf (text, "\\u%04x", *at);
    else
      g_string_append_c (text, *at);
  g_string_append_c (text, '"');
}

/* What comes before a value: comma, line, key. */
static void
begin_value (BfJson *json, const char *key)
{
  if (json->depth > 0)
    {
      if (!json->empty)
        g_string_append_c (json->text, ',');
      new_line (json);
    }
  if (key != NULL)
    g_string_append_printf (json->text, "\"%s\": ", key);
  json->empty = FALSE;
}

static void
begin_group (BfJson *json, const char *key, char bracket)
{
  begin_value (json, key);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->empty = TRUE;
}

static void
end_group (BfJson *json, char bracket)
{
  g_assert (json->depth > 0);
  json->depth--;
  if (!json->empty)
    new_line (json);
  g_string_append_c (json->text, bracket);
  json->empty = FALSE;
}

void
bf_json_begin_object (BfJson *json, const char *key)
{
  begin_group (json, key, '{');
}

void
bf_json_end_object (BfJson *json)
{
  end_group (json, '}');
}

void
bf_json_begin_array (BfJson *json, const char *key)
{
  begin_group (json, key, '[');
}

void
bf_json_end_array (BfJson *json)
{
  end_group (json, ']');
}

void
bf_json_string (BfJson *json, const char *key, const char *value)
{
  begin_value (json, key);
  append_string (json->text, value);
}

static const char *
non_finite (double value)
{
  if (isnan (value))
    return "\"NaN\"";
  return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}

void
bf_json_number (BfJson *json, const char *key, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  begin_value (json, key);
  g_string_append (json->text, isfinite (value) ? bf_number_to_text (value, buffer, sizeof buffer)
                                                : non_finite (value));
}

void
bf_json_null (BfJson *json, const char *key)
{
  begin_value (json, key);
  g_string_append (json->text, "null");
}

void
bf_json_numbers (BfJson *json, const char *key, const double *values, gsize n)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  begin_value (json, key);
  g_string_append_c (json->text, '[');
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (json->text, ',');
      g_string_append (json->text, isfinite (values[i])
                                     ? g_ascii_formatd (buffer, sizeof buffer, "%.17g", values[i])
                                     : non_finite (values[i]));
    }
  g_string_append_c (json->text, ']');
}
