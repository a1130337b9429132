#include "config.h"

#include "dataset/input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUFFER_SIZE 65536

struct _BfInput {
  char *name;                 /* owned */
  GInputStream *stream;       /* owned */
  GConverter *gunzip;         /* owned; NULL for plain data */
  gboolean member_done;       /* between two members of a gzip file */
  gboolean stream_done;
  gsize start, end;           /* what of buffer is not yet used */
  guint8 buffer[BUFFER_SIZE];
};

gboolean
bf_input_refuse (const BfInput *input, BfDatasetError code, GError **error, const char *format,
                 ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, BF_DATASET_ERROR, code, "%s: %s", input->name, reason);
  return FALSE;
}

/* Moves what is left to the front and reads on behind it. */
static gboolean
refill (BfInput *input, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gsize n = 0;

  memmove (input->buffer, input->buffer + input->start, input->end - input->start);
  input->end -= input->start;
  input->start = 0;
  if (!g_input_stream_read_all (input->stream, input->buffer + input->end,
                                BUFFER_SIZE - input->end, &n, NULL, &reason))
    return bf_input_refuse (input, BF_DATASET_ERROR_FILE, error, "%s", reason->message);
  input->end += n;
  input->stream_done = input->end < BUFFER_SIZE;
  return TRUE;
}

static gboolean
at_gzip_magic (const BfInput *input)
{
  return input->end - input->start >= 2 && input->buffer[input->start] == 0x1f
         && input->buffer[input->start + 1] == 0x8b;
}

BfInput *
bf_input_new (GInputStream *stream, const char *name, GError **error)
{
  g_autoptr (BfInput) input = g_new0 (BfInput, 1);

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream) && name != NULL, NULL);

  input->name = g_filename_display_name (name);
  input->stream = stream;
  if (!refill (input, error))
    return NULL;
  if (at_gzip_magic (input))
    input->gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return g_steal_pointer (&input);
}

BfInput *
bf_input_open (const BfTaskSettings *settings, const char *path, GError **error)
{
  const char *folder = settings->folder && *settings->folder ? settings->folder : NULL;
  g_autofree char *full = g_canonicalize_filename (path, folder);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GFile) file = g_file_new_for_path (full);
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL);
  g_autoptr (GError) reason = NULL;
  GFileInputStream *stream;

  if (type != G_FILE_TYPE_REGULAR && type != G_FILE_TYPE_UNKNOWN)
    {
      g_set_error (error, BF_DATASET_ERROR, BF_DATASET_ERROR_FILE, _("%s: not a regular file"),
                   shown);
      return NULL;
    }
  stream = g_file_read (file, NULL, &reason);
  if (stream == NULL)
    {
      /* GIO's message holds the whole name already. */
      g_set_error_literal (error, BF_DATASET_ERROR, BF_DATASET_ERROR_FILE, reason->message);
      return NULL;
    }
  return bf_input_new (G_INPUT_STREAM (stream), path, error);
}

void
bf_input_free (BfInput *input)
{
  g_clear_object (&input->stream);
  g_clear_object (&input->gunzip);
  g_free (input->name);
  g_free (input);
}

const char *
bf_input_name (const BfInput *input)
{
  return input->name;
}

/* Takes up to @size bytes as they are. */
static gsize
copy_plain (BfInput *input, guint8 *out, gsize size)
{
  gsize n = MIN (size, input->end - input->start);

  memcpy (out, input->buffer + input->start, n);
  input->start += n;
  return n;
}

/* Begins the next member of a gzip file, which may have several. */
static gboolean
next_member (BfInput *input, GError **error)
{
  if (!at_gzip_magic (input))
    return bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error,
                            _("something follows the compressed data"));
  g_converter_reset (input->gunzip);
  input->member_done = FALSE;
  return TRUE;
}

/* Decompresses up to @size bytes into @out. */
static gboolean
gunzip (BfInput *input, guint8 *out, gsize size, gsize *written, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gsize n_used = 0;
  GConverterResult result;

  *written = 0;
  if (input->member_done && !next_member (input, error))
    return FALSE;
  result = g_converter_convert (input->gunzip, input->buffer + input->start,
                                input->end - input->start, out, size,
                                input->stream_done ? G_CONVERTER_INPUT_AT_END : 0,
                                &n_used, written, &reason);
  input->start += n_used;
  input->member_done = result == G_CONVERTER_FINISHED;
  if (result != G_CONVERTER_ERROR)
    return TRUE;
  if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error,
                            _("the compressed data are damaged"));
  return !input->stream_done
         || bf_input_refuse (input, BF_DATASET_ERROR_FORMAT, error,
                             _("the compressed data are cut short"));
}

gboolean
bf_input_read (BfInput *input, gpointer buffer, gsize size, gsize *n_read, GError **error)
{
  guint8 *out = buffer;

  g_return_val_if_fail (input != NULL && n_read != NULL, FALSE);

  *n_read = 0;
  while (*n_read < size)
    {
      gsize n = 0;

      if (input->end - input->start < BUFFER_SIZE / 2 && !input->stream_done
          && !refill (input, error))
        return FALSE;
      if (input->start == input->end && (input->gunzip == NULL || input->member_done))
        break;
      if (input->gunzip == NULL)
        n = copy_plain (input, out + *n_read, size - *n_read);
      else if (!gunzip (input, out + *n_read, size - *n_read, &n, error))
        return FALSE;
      *n_read += n;
    }
  return TRUE;
}
