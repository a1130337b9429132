/* Strings, numbers and literals of JSON, strictly as RFC 8259 has them; and what is said when they
 * are not. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/file.h"
#include "experiment/scan.h"

#include <math.h>
#include <string.h>

#define LONGEST_INTEGER 18   /* characters that always fit into 64 bits */

gboolean
bf_scan_refuse (BfScan *scan, int code, const char *message)
{
  guint line = 1;
  const char *begin = scan->start;

  for (const char *at = scan->start; at < scan->at; at++)
    if (*at == '\n')
      {
        line++;
        begin = at + 1;
      }
  g_set_error (scan->error, BF_FILE_ERROR, code, _("line %u, column %u: %s"), line,
               (guint) g_utf8_strlen (begin, scan->at - begin) + 1, message);
  return FALSE;
}

gboolean
bf_scan_unexpected (BfScan *scan)
{
  if (scan->at >= scan->end)
    return bf_scan_refuse (scan, BF_FILE_ERROR_NOT_JSON, _("the file ends too early"));

  gunichar c = g_utf8_get_char (scan->at);
  char text[8] = "";

  text[g_unichar_to_utf8 (c, text)] = '\0';
  g_autofree char *message = g_unichar_isprint (c)
                               ? g_strdup_printf (_("unexpected “%s”"), text)
                               : g_strdup_printf (_("unexpected character U+%04X"), c);
  return bf_scan_refuse (scan, BF_FILE_ERROR_NOT_JSON, message);
}

static void
append_path (GString *path, const BfScanFrame *frame)
{
  if (frame == NULL)
    return;
  append_path (path, frame->outer);
  if (frame->key == NULL)
    g_string_append_printf (path, "[%" G_GSIZE_FORMAT "]", frame->index);
  else
    g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", frame->key);
}

gboolean
bf_scan_refuse_field (BfScan *scan, const char *message)
{
  g_autoptr (GString) path = g_string_new (NULL);

  append_path (path, scan->frame);
  g_set_error (scan->error, BF_FILE_ERROR, BF_FILE_ERROR_FIELD, "%s: %s", path->str, message);
  return FALSE;
}

static char
peek (const BfScan *scan)
{
  return scan->at < scan->end ? *scan->at : '\0';
}

gboolean
bf_scan_literal (BfScan *scan, const char *word)
{
  for (; *word != '\0'; word++, scan->at++)
    if (peek (scan) != *word)
      return bf_scan_unexpected (scan);
  return TRUE;
}

/* One digit or more. */
static gboolean
skip_digits (BfScan *scan)
{
  if (!g_ascii_isdigit (peek (scan)))
    return bf_scan_unexpected (scan);
  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return TRUE;
}

/* Sign, digits, fraction, exponent; @integer: whether there is neither of the last two. */
static gboolean
skip_number (BfScan *scan, gboolean *integer)
{
  *integer = TRUE;
  if (peek (scan) == '-')
    scan->at++;
  if (peek (scan) == '0')
    scan->at++;
  else if (!skip_digits (scan))
    return FALSE;
  if (peek (scan) == '.')
    {
      *integer = FALSE;
      scan->at++;
      if (!skip_digits (scan))
        return FALSE;
    }
  if (peek (scan) != 'e' && peek (scan) != 'E')
    return TRUE;
  *integer = FALSE;
  scan->at++;
  if (peek (scan) == '+' || peek (scan) == '-')
    scan->at++;
  return skip_digits (scan);
}

gboolean
bf_scan_number (BfScan *scan, double *value)
{
  const char *begin = scan->at;
  gsize mark = scan->text->len;
  gboolean integer;

  if (!skip_number (scan, &integer))
    return FALSE;
  g_string_append_len (scan->text, begin, scan->at - begin);
  *value = g_ascii_strtod (scan->text->str + mark, NULL);
  if (!isfinite (*value))
    {
      scan->at = begin;
      return bf_scan_refuse (scan, BF_FILE_ERROR_NOT_JSON, _("a number too large for any use"));
    }
  if (integer && scan->at - begin > LONGEST_INTEGER)
    g_string_append (scan->text, ".0");
  return TRUE;
}

/* Four hexadecimal digits. */
static gboolean
scan_hex (BfScan *scan, gunichar *code)
{
  *code = 0;
  for (guint i = 0; i < 4; i++, scan->at++)
    {
      if (!g_ascii_isxdigit (peek (scan)))
        return bf_scan_unexpected (scan);
      *code = *code * 16 + g_ascii_xdigit_value (*scan->at);
    }
  return TRUE;
}

/* After "\u". Two surrogates make one character; a single one makes none. */
static gboolean
scan_unicode_escape (BfScan *scan)
{
  const char *begin = scan->at - 2;
  gunichar code, low;

  if (!scan_hex (scan, &code))
    return FALSE;
  if (code >= 0xd800 && code < 0xdc00 && scan->end - scan->at >= 2 && scan->at[0] == '\\'
      && scan->at[1] == 'u')
    {
      scan->at += 2;
      if (!scan_hex (scan, &low))
        return FALSE;
      code = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0;
    }
  if (code == 0 || !g_unichar_validate (code))
    {
      scan->at = begin;
      return bf_scan_refuse (scan, BF_FILE_ERROR_NOT_JSON, _("an escape that is no character"));
    }
  g_string_append_unichar (scan->decoded, code);
  return TRUE;
}

/* After the backslash. */
static gboolean
scan_escape (BfScan *scan)
{
  static const char spelled[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *found = peek (scan) != '\0' ? strchr (spelled, *scan->at) : NULL;

  if (found != NULL)
    {
      g_string_append_c (scan->decoded, meant[found - spelled]);
      scan->at++;
      return TRUE;
    }
  if (peek (scan) != 'u')
    return bf_scan_unexpected (scan);
  scan->at++;
  return scan_unicode_escape (scan);
}

gboolean
bf_scan_string (BfScan *scan)
{
  g_string_truncate (scan->decoded, 0);
  if (peek (scan) != '"')
    return bf_scan_unexpected (scan);
  scan->at++;
  while (peek (scan) != '"')
    {
      const char *begin = scan->at;

      while ((guchar) peek (scan) >= 0x20 && *scan->at != '"' && *scan->at != '\\')
        scan->at++;
      g_string_append_len (scan->decoded, begin, scan->at - begin);
      if (peek (scan) == '"')
        break;
      if (peek (scan) != '\\')
        return bf_scan_unexpected (scan);
      scan->at++;
      if (!scan_escape (scan))
        return FALSE;
    }
  scan->at++;
  return TRUE;
}

void
bf_scan_append_string (BfScan *scan, const char *decoded)
{
  g_string_append_c (scan->text, '"');
  for (const char *at = decoded; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (scan->text, "\\%c", *at);
    else if ((guchar) *at < 0x20)
      g_string_append_printf (scan->text, "\\u%04x", *at);
    else
      g_string_append_c (scan->text, *at);
  g_string_append_c (scan->text, '"');
}
