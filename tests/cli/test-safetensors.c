#include <string.h>

#include "cli/safetensors.h"

/* The file of the format's own example: a header, padded, and values in order. */
static void
test_bytes (void)
{
  static const char header[] =
    "{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
    "\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
  static const guint8 values[] = { 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  const float a[] = { 1.0f, -2.0f };
  const gint64 b = -2;
  g_autoptr (BfSafetensors) file = bf_safetensors_new ();
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize size, length;

  bf_safetensors_add (file, "a.weight", BF_SAFETENSORS_F32, (guint64[]) { 2, 1 }, 2, a);
  bf_safetensors_add (file, "b", BF_SAFETENSORS_I64, (guint64[]) { 1 }, 1, &b);
  bytes = bf_safetensors_to_bytes (file);
  data = g_bytes_get_data (bytes, &size);

  length = data[0] + 256 * data[1];
  for (guint i = 2; i < 8; i++)
    g_assert_cmpuint (data[i], ==, 0);
  g_assert_cmpuint (length % 8, ==, 0);
  g_assert_cmpuint (size, ==, 8 + length + sizeof values);
  g_assert_cmpmem (data + 8, strlen (header), header, strlen (header));
  for (gsize i = strlen (header); i < length; i++)
    g_assert_cmpuint (data[8 + i], ==, ' ');
  g_assert_cmpmem (data + 8 + length, sizeof values, values, sizeof values);
}

static void
test_empty (void)
{
  g_autoptr (BfSafetensors) file = bf_safetensors_new ();
  g_autoptr (GBytes) bytes = bf_safetensors_to_bytes (file);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\010\0\0\0\0\0\0\0{}      ", 16);
}

static void
test_bad_name (void)
{
  g_autoptr (BfSafetensors) file = bf_safetensors_new ();
  const double value = 0.0;

  g_test_expect_message ("backflow", G_LOG_LEVEL_CRITICAL, "*is_plain*");
  bf_safetensors_add (file, "a\"b", BF_SAFETENSORS_F64, (guint64[]) { 1 }, 1, &value);
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors/bytes", test_bytes);
  g_test_add_func ("/safetensors/empty", test_empty);
  g_test_add_func ("/safetensors/bad-name", test_bad_name);

  return g_test_run ();
}
