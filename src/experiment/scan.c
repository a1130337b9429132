/* Objects, arrays and the document; see guard.h for what is lifted out. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/file.h"
#include "experiment/scan.h"

#include <math.h>
#include <string.h>

typedef enum { FOUND_OTHER, FOUND_NUMBER, FOUND_TENSOR } FoundKind;

/* What a value turned out to be. */
typedef struct {
  FoundKind kind;
  guint n_dimensions;
  gsize sizes[BF_TENSOR_MAX_DIMENSIONS];
} Found;

static gboolean scan_value (BfScan *scan, Found *found);

static void
skip_space (BfScan *scan)
{
  while (scan->at < scan->end && memchr (" \t\n\r", *scan->at, 4) != NULL)
    scan->at++;
}

/* Whether the next token is @c, and past it then. */
static gboolean
take (BfScan *scan, char c)
{
  skip_space (scan);
  if (scan->at >= scan->end || *scan->at != c)
    return FALSE;
  scan->at++;
  return TRUE;
}

static gboolean
check_count (BfScan *scan)
{
  return scan->n_values <= BF_GUARD_MAX_VALUES
         || bf_scan_refuse (scan, BF_FILE_ERROR_TOO_LARGE, _("too many values"));
}

static gboolean
scan_member (BfScan *scan, GHashTable *keys)
{
  BfScanFrame frame = { .outer = scan->frame };
  Found found;

  skip_space (scan);
  if (!bf_scan_string (scan))
    return FALSE;
  if (scan->decoded->len > BF_GUARD_MAX_KEY)
    return bf_scan_refuse (scan, BF_FILE_ERROR_TOO_LARGE, _("a key longer than any that is known"));
  bf_scan_append_string (scan, scan->decoded->str);
  frame.key = g_strdup (scan->decoded->str);
  scan->frame = &frame;
  if (!g_hash_table_add (keys, (gpointer) frame.key))
    return bf_scan_refuse_field (scan, _("given twice"));
  if (!take (scan, ':'))
    return bf_scan_unexpected (scan);
  g_string_append_c (scan->text, ':');
  if (!scan_value (scan, &found) || !check_count (scan))
    return FALSE;
  scan->frame = frame.outer;
  return TRUE;
}

static gboolean
scan_object (BfScan *scan)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_string_append_c (scan->text, '{');
  if (!take (scan, '}'))
    {
      do
        {
          if (g_hash_table_size (keys) == BF_GUARD_MAX_MEMBERS)
            return bf_scan_refuse (scan, BF_FILE_ERROR_TOO_LARGE, _("too many keys in one object"));
          if (g_hash_table_size (keys) > 0)
            g_string_append_c (scan->text, ',');
          if (!scan_member (scan, keys))
            return FALSE;
        }
      while (take (scan, ','));
      if (!take (scan, '}'))
        return bf_scan_unexpected (scan);
    }
  g_string_append_c (scan->text, '}');
  return TRUE;
}

static gboolean
same_shape (const Found *a, const Found *b)
{
  return a->kind == b->kind && a->n_dimensions == b->n_dimensions
         && memcmp (a->sizes, b->sizes, a->n_dimensions * sizeof a->sizes[0]) == 0;
}

/* Elements up to the closing bracket. @element: what all of them are, or other. */
static gboolean
scan_elements (BfScan *scan, gsize *n, Found *element)
{
  BfScanFrame frame = { .outer = scan->frame };
  Found found;

  scan->frame = &frame;
  *element = (Found) { FOUND_OTHER };
  if (take (scan, ']'))
    return TRUE;
  do
    {
      if (frame.index > 0)
        g_string_append_c (scan->text, ',');
      if (!scan_value (scan, &found))
        return FALSE;
      if (frame.index == 0)
        *element = found;
      else if (element->kind == FOUND_TENSOR && found.kind == FOUND_TENSOR
               && !same_shape (element, &found))
        return bf_scan_refuse_field (scan, _("rows of different lengths"));
      else if (!same_shape (element, &found))
        element->kind = FOUND_OTHER;
      if (element->kind == FOUND_OTHER && !check_count (scan))
        return FALSE;
      frame.index++;
    }
  while (take (scan, ','));
  *n = frame.index;
  scan->frame = frame.outer;
  return take (scan, ']') || bf_scan_unexpected (scan);
}

/* Replaces the text of an array of @n like @element by the index of its tensor. */
static void
lift (BfScan *scan, gsize n, const Found *element, gsize first, guint n_places, gsize mark,
      Found *found)
{
  BfTensorPlace place = { .n_dimensions = element->n_dimensions + 1, .first = first };

  place.sizes[0] = n;
  memcpy (place.sizes + 1, element->sizes, element->n_dimensions * sizeof place.sizes[0]);
  *found = (Found) { FOUND_TENSOR, place.n_dimensions };
  memcpy (found->sizes, place.sizes, sizeof place.sizes);
  g_array_set_size (scan->places, n_places);
  g_array_append_val (scan->places, place);
  g_string_truncate (scan->text, mark);
  g_string_append_printf (scan->text, "[%u]", n_places);
}

static gboolean
scan_array (BfScan *scan, Found *found)
{
  gsize mark = scan->text->len, n_values = scan->n_values, n = 0;
  guint n_places = scan->places->len;
  gsize first = scan->values->len;
  Found element;

  g_string_append_c (scan->text, '[');
  if (!scan_elements (scan, &n, &element))
    return FALSE;
  g_string_append_c (scan->text, ']');
  if (element.kind == FOUND_OTHER)
    return TRUE;
  if (element.n_dimensions == BF_TENSOR_MAX_DIMENSIONS)
    return bf_scan_refuse_field (scan, _("arrays of numbers nested too deeply"));
  lift (scan, n, &element, first, n_places, mark, found);
  scan->n_values = n_values;
  return TRUE;
}

/* An object or array, one level deeper. */
static gboolean
scan_group (BfScan *scan, Found *found)
{
  gboolean object = *scan->at == '{';

  if (scan->depth == BF_GUARD_MAX_DEPTH)
    return bf_scan_refuse (scan, BF_FILE_ERROR_TOO_LARGE, _("nested too deeply"));
  scan->depth++;
  scan->at++;
  if (!(object ? scan_object (scan) : scan_array (scan, found)))
    return FALSE;
  scan->depth--;
  return TRUE;
}

static void
append_number (BfScan *scan, double value, Found *found)
{
  g_array_append_val (scan->values, value);
  found->kind = FOUND_NUMBER;
}

static gboolean
scan_number_value (BfScan *scan, Found *found)
{
  double value;

  if (!bf_scan_number (scan, &value))
    return FALSE;
  append_number (scan, value, found);
  return TRUE;
}

/* A string; one of the three for non-finite numbers counts as a number, too. */
static gboolean
scan_string_value (BfScan *scan, Found *found)
{
  static const struct { const char *spelling; double value; } numbers[] = {
    { "NaN", NAN }, { "Infinity", INFINITY }, { "-Infinity", -INFINITY },
  };

  if (!bf_scan_string (scan))
    return FALSE;
  bf_scan_append_string (scan, scan->decoded->str);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (scan->decoded->str, numbers[i].spelling) == 0)
      append_number (scan, numbers[i].value, found);
  return TRUE;
}

static gboolean
scan_literal_value (BfScan *scan)
{
  static const char *words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (scan->at < scan->end && *scan->at == words[i][0])
      {
        g_string_append (scan->text, words[i]);
        return bf_scan_literal (scan, words[i]);
      }
  return bf_scan_unexpected (scan);
}

static gboolean
scan_value (BfScan *scan, Found *found)
{
  *found = (Found) { FOUND_OTHER };
  scan->n_values++;
  skip_space (scan);

  char c = scan->at < scan->end ? *scan->at : '\0';
  if (c == '{' || c == '[')
    return scan_group (scan, found);
  if (c == '"')
    return scan_string_value (scan, found);
  if (c == '-' || g_ascii_isdigit (c))
    return scan_number_value (scan, found);
  return scan_literal_value (scan);
}

gboolean
bf_scan_document (BfScan *scan)
{
  Found found;

  if (!scan_value (scan, &found))
    return FALSE;
  skip_space (scan);
  if (scan->at < scan->end)
    return bf_scan_refuse (scan, BF_FILE_ERROR_NOT_JSON, _("text after the end of the document"));
  return TRUE;
}
