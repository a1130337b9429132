#include "figure/png.h"

#include <math.h>
#include <string.h>

/* The signature, then the header: its length, name, 13 bytes and checksum. */
#define HEADER_END (8 + 4 + 4 + 13 + 4)

#define METRES_PER_INCH 0.0254

static void
append_number (GByteArray *bytes, guint32 number)
{
  guint32 ordered = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &ordered, sizeof ordered);
}

/* CRC-32 of ISO 3309, as the standard's annex D has it. */
static guint32
checksum (const guint8 *data, gsize length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
  return ~crc;
}

static void
append_chunk (GByteArray *chunks, const char *type, const GByteArray *data)
{
  guint start;

  append_number (chunks, data->len);
  start = chunks->len;
  g_byte_array_append (chunks, (const guint8 *) type, 4);
  g_byte_array_append (chunks, data->data, data->len);
  append_number (chunks, checksum (chunks->data + start, chunks->len - start));
}

void
bf_png_add_text (BfPngChunks *chunks, const char *keyword, const char *text)
{
  /* Not compressed, in no language, the keyword not translated. */
  static const guint8 plain[] = { 0, 0, 0, 0 };
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gboolean is_ascii = g_str_is_ascii (text);

  g_byte_array_append (data, (const guint8 *) keyword, strlen (keyword) + 1);
  if (!is_ascii)
    g_byte_array_append (data, plain, sizeof plain);
  g_byte_array_append (data, (const guint8 *) text, strlen (text));
  append_chunk (chunks, is_ascii ? "tEXt" : "iTXt", data);
}

void
bf_png_add_resolution (BfPngChunks *chunks, double pixels_per_inch)
{
  static const guint8 metre = 1;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint32 pixels = (guint32) lround (pixels_per_inch / METRES_PER_INCH);

  append_number (data, pixels);
  append_number (data, pixels);
  g_byte_array_append (data, &metre, 1);
  append_chunk (chunks, "pHYs", data);
}

void
bf_png_insert (GByteArray *png, const BfPngChunks *chunks)
{
  guint before = png->len;

  g_return_if_fail (before > HEADER_END);

  g_byte_array_set_size (png, before + chunks->len);
  memmove (png->data + HEADER_END + chunks->len, png->data + HEADER_END, before - HEADER_END);
  memcpy (png->data + HEADER_END, chunks->data, chunks->len);
}
