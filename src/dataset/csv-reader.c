#include "config.h"

#include "dataset/csv-reader.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dataset/dataset.h"

#define BLOCK_SIZE 65536

typedef struct {
  const char *name;         /* of the file; borrowed */
  const BfCsvHandler *handler;
  gpointer data;            /* of handler */
  guint line;               /* of the file, from 1; a quoted field may span several */
  guint row_line;           /* where the row began */
  guint row, column;        /* of the next field, from 0 */
  guint n_columns;          /* of the first row */
  GError *error;            /* owned; the first one: libcsv cannot be stopped from a callback */
} Reader;

/* Of the next field; @line is where it began or ended. */
static void
stop_field (Reader *reader, guint line, const char *message)
{
  if (reader->error == NULL)
    reader->error = g_error_new (BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT,
                                 _("%s: line %u, column %u: %s"), reader->name, line,
                                 reader->column + 1, message);
}

static void
stop_row (Reader *reader, const char *message)
{
  if (reader->error == NULL)
    reader->error = g_error_new (BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT, _("%s: line %u: %s"),
                                 reader->name, reader->line, message);
}

/* What is wrong with a field before anybody asks what it means. */
static GError *
check_field (const Reader *reader, const char *text, gsize length)
{
  if (!g_utf8_validate (text, length, NULL))    /* a zero byte is not valid either */
    return g_error_new_literal (BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT, _("not UTF-8 text"));
  if (reader->column >= BF_CSV_MAX_COLUMNS)
    return g_error_new (BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT, _("more than %u columns"),
                        BF_CSV_MAX_COLUMNS);
  return NULL;
}

static void
field_cb (void *text, size_t length, void *data)
{
  Reader *reader = data;
  g_autoptr (GError) reason = NULL;

  if (reader->error)
    return;
  reason = check_field (reader, text, length);
  if (reason == NULL && (reader->row == 0 || reader->column < reader->n_columns))
    reader->handler->field (reader->data, reader->row, reader->column, text, &reason);
  if (reason)
    stop_field (reader, reader->line, reason->message);
  reader->column++;
}

static gboolean
check_row (const Reader *reader, GError **error)
{
  if (reader->column == reader->n_columns)
    return reader->handler->row == NULL
           || reader->handler->row (reader->data, reader->row, error);
  g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_FORMAT,
               g_dngettext (GETTEXT_PACKAGE, "%u column instead of the %u of the first row",
                            "%u columns instead of the %u of the first row", reader->column),
               reader->column, reader->n_columns);
  return FALSE;
}

static void
row_cb (int terminator, void *data)
{
  Reader *reader = data;
  g_autoptr (GError) reason = NULL;

  if (reader->error)
    return;
  if (reader->row == 0)
    reader->n_columns = reader->column;
  if (!check_row (reader, &reason))
    stop_row (reader, reason->message);
  reader->row++;
  reader->row_line = reader->line + 1;
  reader->column = 0;
}

/* Feeds whole lines, so that the line is known in the callbacks. */
static gboolean
parse (Reader *reader, struct csv_parser *parser, const char *text, gsize size)
{
  while (size > 0 && reader->error == NULL)
    {
      const char *newline = memchr (text, '\n', size);
      gsize piece = newline ? (gsize) (newline - text) + 1 : size;

      if (csv_parse (parser, text, piece, field_cb, row_cb, reader) != piece)
        stop_field (reader, reader->line, _("a quotation mark in the wrong place"));
      if (csv_get_buffer_size (parser) > BF_CSV_MAX_FIELD)
        stop_field (reader, reader->row_line, _("too long: is a quotation mark missing?"));
      if (newline)
        reader->line++;
      text += piece;
      size -= piece;
    }
  return reader->error == NULL;
}

static char
guess_delimiter (const char *text, gsize size)
{
  static const char candidates[] = { CSV_COMMA, ';', CSV_TAB };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (gsize i = 0; i < size && (quoted || (text[i] != '\n' && text[i] != '\r')); i++)
    {
      quoted ^= text[i] == CSV_QUOTE;
      for (guint c = 0; c < G_N_ELEMENTS (candidates); c++)
        counts[c] += !quoted && text[i] == candidates[c];
    }
  for (guint c = 1; c < G_N_ELEMENTS (candidates); c++)
    if (counts[c] > counts[best])
      best = c;
  return candidates[best];
}

static void
parser_init (struct csv_parser *parser, const char *text, gsize size)
{
  csv_init (parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
  csv_set_blk_size (parser, 4096);
  csv_set_delim (parser, guess_delimiter (text, size));
}

static gboolean
read_blocks (Reader *reader, struct csv_parser *parser, BfInput *input, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  guint64 total = 0;
  gsize n, skip;

  do
    {
      if (!bf_input_read (input, block, BLOCK_SIZE, &n, error))
        return FALSE;
      skip = total == 0 && n >= 3 && memcmp (block, mark, 3) == 0 ? 3 : 0;
      if (total == 0)
        parser_init (parser, block + skip, n - skip);
      total += n;
      if (total > BF_CSV_MAX_BYTES)
        stop_row (reader, _("the file is too large"));
      else if (!parse (reader, parser, block + skip, n - skip))
        break;
    }
  while (n == BLOCK_SIZE && reader->error == NULL);
  if (reader->error == NULL && csv_fini (parser, field_cb, row_cb, reader) != 0)
    stop_field (reader, reader->row_line, _("a quotation mark is never closed"));
  return TRUE;
}

gboolean
bf_csv_read (BfInput *input, const BfCsvHandler *handler, gpointer data, guint *n_rows,
             guint *n_columns, GError **error)
{
  Reader reader = { .name = bf_input_name (input), .handler = handler, .data = data, .line = 1,
                    .row_line = 1 };
  struct csv_parser parser = { 0 };
  gboolean read;

  read = read_blocks (&reader, &parser, input, error);
  csv_free (&parser);
  if (reader.error)
    g_propagate_error (error, reader.error);
  if (n_rows)
    *n_rows = reader.row;
  if (n_columns)
    *n_columns = reader.n_columns;
  return read && reader.error == NULL;
}
