#include "cli/safetensors.h"

#include <string.h>

#define ALIGNMENT 8

static const struct {
  const char *name;
  gsize size;
} types[] = {
  [BF_SAFETENSORS_F32] = { "F32", 4 },
  [BF_SAFETENSORS_F64] = { "F64", 8 },
  [BF_SAFETENSORS_I64] = { "I64", 8 },
};

struct _BfSafetensors {
  GString *header;       /* begun, without the closing brace */
  GByteArray *data;
};

BfSafetensors *
bf_safetensors_new (void)
{
  BfSafetensors *file = g_new (BfSafetensors, 1);

  file->header = g_string_new ("{");
  file->data = g_byte_array_new ();
  return file;
}

void
bf_safetensors_free (BfSafetensors *file)
{
  g_string_free (file->header, TRUE);
  g_byte_array_unref (file->data);
  g_free (file);
}

static void
append_values (GByteArray *data, const guint8 *values, guint64 n_values, gsize size)
{
  guint start = data->len;

  g_assert (n_values <= (G_MAXUINT - start) / size);
  g_byte_array_append (data, values, n_values * size);
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return;
  for (guint64 i = 0; i < n_values; i++)
    for (gsize j = 0; j < size; j++)
      data->data[start + i * size + j] = values[i * size + size - 1 - j];
}

static gboolean
is_plain (const char *name)
{
  return name[strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-")] == '\0';
}

void
bf_safetensors_add (BfSafetensors *file, const char *name, BfSafetensorsType type,
                    const guint64 *shape, guint n_dimensions, gconstpointer values)
{
  guint start = file->data->len;
  guint64 n_values = 1;

  g_return_if_fail (is_plain (name));

  g_string_append_printf (file->header, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[",
                          file->header->len > 1 ? "," : "", name, types[type].name);
  for (guint i = 0; i < n_dimensions; i++)
    {
      g_string_append_printf (file->header, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", shape[i]);
      n_values *= shape[i];
    }
  append_values (file->data, values, n_values, types[type].size);
  g_string_append_printf (file->header, "],\"data_offsets\":[%u,%u]}", start, file->data->len);
}

GBytes *
bf_safetensors_to_bytes (BfSafetensors *file)
{
  g_autoptr (GString) header = g_string_new (file->header->str);
  GByteArray *bytes = g_byte_array_new ();
  guint64 length;

  g_string_append_c (header, '}');
  while (header->len % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  length = GUINT64_TO_LE (header->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header->str, header->len);
  g_byte_array_append (bytes, file->data->data, file->data->len);
  return g_byte_array_free_to_bytes (bytes);
}
