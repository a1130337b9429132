#include "fixture.h"

#include <math.h>
#include <sys/stat.h>

#define FORMAT BF_DATASET_ERROR_FORMAT

/* Settings for table.csv in @folder, which gets the text. */
static BfTaskSettings
table (const Folder *folder, const char *text)
{
  BfTaskSettings settings = settings_of ("csv");

  folder_write (folder, "table.csv", text, strlen (text));
  settings.path = g_strdup ("table.csv");
  settings.folder = g_strdup (folder->path);
  return settings;
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *target;
    guint problem, timesteps;
    const char *message;    /* after the file's name */
  } rows[] = {
    /* Not enough of it. */
    { "", NULL, 0, 0, "a header and at least two rows of data are needed" },
    { "\n\n", NULL, 0, 0, "a header and at least two rows of data are needed" },
    { "a,b\n", NULL, 0, 0, "a header and at least two rows of data are needed" },
    { "a,b\n1,2\n", NULL, 0, 0, "a header and at least two rows of data are needed" },
    { "a\n1\n2\n", NULL, 0, 0, "line 1: there is only one column: a target and something to "
                               "predict it from are needed" },
    { "a,b\n1,x\n2,x\n", NULL, 0, 0, "every row is of the same class" },
    /* Fields that are no numbers. */
    { "a,b\n1,x\n2;,y\n", NULL, 0, 0, "line 3, column 1: “2;” is not a number" },
    { "a,b\n1,x\n,y\n", NULL, 0, 0, "line 3, column 1: the field is empty" },
    { "a,b\n1,x\n1,\n", NULL, 0, 0, "line 3, column 2: the field is empty" },
    { "a,b\n1,x\n1,2\n", NULL, 1, 0, "line 2, column 2: “x” is not a number" },
    { "a,b\näöüß567890123456789012345678901234567890123,x\n", NULL, 0, 0,
      "line 2, column 1: “äöüß567890123456789012345678901234567890…” is not a number" },
    { "a,b\nnan,x\n", NULL, 0, 0, "line 2, column 1: “nan” is not a number" },
    { "a,b\ninf,x\n", NULL, 0, 0, "line 2, column 1: “inf” is not a number" },
    { "a,b\n0x10,x\n", NULL, 0, 0, "line 2, column 1: “0x10” is not a number" },
    { "a,b\n1e,x\n", NULL, 0, 0, "line 2, column 1: “1e” is not a number" },
    { "a,b\n1e39,x\n", NULL, 0, 0, "line 2, column 1: “1e39” is not a number" },
    { "a,b\n\"1,5\",x\n", NULL, 0, 0, "line 2, column 1: “1,5” is not a number" },
    /* Rows of another width; empty lines do count as lines. */
    { "a,b\n1,x\n\n\n2\n", NULL, 0, 0, "line 5: 1 column instead of the 2 of the first row" },
    { "a,b\r\n1,x\r\n2,y,3\r\n", NULL, 0, 0, "line 3: 3 columns instead of the 2 of "
                                                   "the first row" },
    /* Columns. */
    { "a,b\n1,x\n", "c", 0, 0, "line 1: no column is named “c”" },
    { "a,b,a\n1,x,2\n", "a", 0, 0, "line 1, column 3: a second column is named “a”" },
    { "a,b,c,d\n1,2,3,4\n", NULL, 0, 2, "line 1: 3 columns besides the target cannot be divided "
                                        "into 2 timesteps" },
    /* Quotation marks; a field of several lines. */
    { "a,b\n1\"2,x\n", NULL, 0, 0, "line 2, column 1: a quotation mark in the wrong place" },
    { "a,b\n1,x\n2,\"y\n3,z\n", NULL, 0, 0, "line 3, column 2: a quotation mark is never closed" },
    { "\"a\nb\",c\n1,x\nz,y\n", NULL, 0, 0, "line 4, column 1: “z” is not a number" },
    /* No text. */
    { "a,b\n1,\xff\n", NULL, 0, 0, "line 2, column 2: not UTF-8 text" },
  };
  g_auto (Folder) folder = folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BfTaskSettings) settings = table (&folder, rows[i].text);
      g_autofree char *message = g_strconcat ("table.csv: ", rows[i].message, NULL);

      settings.target = g_strdup (rows[i].target);
      settings.problem = rows[i].problem;
      settings.timesteps = rows[i].timesteps;
      assert_refused (&settings, TRUE, FORMAT, message);
    }
}

static void
refuse_bytes (const char *data, gsize size, const char *message)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, "");

  folder_write (&folder, "table.csv", data, size);
  assert_refused (&settings, TRUE, FORMAT, message);
}

static void
test_zero_byte (void)
{
  refuse_bytes ("a,b\n1\0,x\n", 9, "table.csv: line 2, column 1: not UTF-8 text");
}

/* 4 MiB of one letter in 4 KiB, and so of many columns: given up early. */
static void
test_bombs (void)
{
  static const struct { char filler; const char *message; } rows[] = {
    { 'a', "table.csv: line 1, column 1: too long: is a quotation mark missing?" },
    { ',', "table.csv: line 1, column 100001: more than 100000 columns" },
  };
  gsize size = 4 * 1024 * 1024;
  g_autofree char *text = g_malloc (size);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) packed = NULL;

      memset (text, rows[i].filler, size);
      packed = gzip (text, size);
      refuse_bytes (g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), rows[i].message);
    }
}

static void
test_too_many_classes (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");

  for (guint i = 0; i <= 1000; i++)
    g_string_append_printf (text, "1,%u\n", i);
  refuse_bytes (text->str, text->len, "table.csv: line 1002, column 2: more than 1000 classes; "
                                      "predicting a number is regression");
}

/* Not readable as a file at all. */
static void
test_no_file (void)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, "");
  g_autofree char *pipe_path = g_build_filename (folder.path, "pipe", NULL);
  g_autofree char *missing = g_strdup_printf ("Error opening file %s/none.csv: No such file or "
                                              "directory", folder.path);

  g_free (settings.path);
  settings.path = g_strdup (".");
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_FILE, ".: not a regular file");
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_free (settings.path);
  settings.path = g_strdup ("pipe");
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_FILE, "pipe: not a regular file");
  g_free (settings.path);
  settings.path = g_strdup ("none.csv");
  assert_refused (&settings, TRUE, BF_DATASET_ERROR_FILE, missing);
}

/* Rows 1 .. 10 of value i, i² and a class. */
static char *
numbers (void)
{
  GString *text = g_string_new ("value,square,class\n");

  for (int i = 1; i <= 10; i++)
    g_string_append_printf (text, "%d, %d ,%s\n", i, i * i, i % 2 ? "odd" : "even");
  return g_string_free (text, FALSE);
}

static double
column_mean (const BfSamples *samples, guint width, guint column, int power)
{
  double sum = 0;

  for (guint i = 0; i < samples->n; i++)
    sum += pow (samples->inputs[i * width + column], power);
  return sum / samples->n;
}

/* How many rows of both parts have a smaller value: 0 for value 1, 9 for value 10. */
static guint
rank (BfDataset *dataset, float value)
{
  const BfSamples *parts[] = { bf_dataset_training (dataset), bf_dataset_validation (dataset) };
  guint smaller = 0;

  for (guint p = 0; p < 2; p++)
    for (guint i = 0; i < parts[p]->n; i++)
      smaller += parts[p]->inputs[2 * i] < value;
  return smaller;
}

/* Training has mean 0 and deviation 1 in every column; validation is on the same scale; even is
 * class 0, odd class 1. */
static void
test_classification (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autofree char *text = numbers ();
  g_auto (BfTaskSettings) settings = table (&folder, text);
  g_autoptr (BfDataset) dataset = build (&settings, 1);
  const BfSamples *training = bf_dataset_training (dataset);
  const BfSamples *validation = bf_dataset_validation (dataset);

  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, 2);
  g_assert_cmpuint (bf_dataset_timesteps (dataset), ==, 0);
  g_assert_cmpuint (bf_dataset_outputs (dataset), ==, 2);
  g_assert_cmpuint (training->n, ==, 8);
  g_assert_cmpuint (validation->n, ==, 2);
  for (guint c = 0; c < 2; c++)
    {
      g_assert_cmpfloat_with_epsilon (column_mean (training, 2, c, 1), 0, 1e-6);
      g_assert_cmpfloat_with_epsilon (column_mean (training, 2, c, 2), 1, 1e-6);
    }
  for (guint i = 0; i < training->n; i++)
    g_assert_cmpint (training->classes[i], ==, (rank (dataset, training->inputs[2 * i]) + 1) % 2);
  for (guint i = 0; i < validation->n; i++)
    g_assert_cmpint (validation->classes[i], ==,
                     (rank (dataset, validation->inputs[2 * i]) + 1) % 2);
}

static void
test_regression (void)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings =
    table (&folder, "y,x\n10,1\n20,2\n30,3\n40,4\n50,5\n60,6\n70,7\n80,8\n90,9\n100,10\n");
  g_autoptr (BfDataset) dataset = NULL;
  const BfSamples *parts[2];

  settings.target = g_strdup ("y");
  settings.problem = BF_PROBLEM_REGRESSION;
  dataset = build (&settings, 1);
  g_assert_cmpstr (bf_dataset_loss (dataset)->entry.id, ==, "mean-squared-error");
  g_assert_cmpuint (bf_dataset_outputs (dataset), ==, 1);
  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, 1);
  parts[0] = bf_dataset_training (dataset);
  parts[1] = bf_dataset_validation (dataset);
  /* y = 10 x: equal once both are standardised. */
  for (guint p = 0; p < 2; p++)
    for (guint i = 0; i < parts[p]->n; i++)
      g_assert_cmpfloat_with_epsilon (parts[p]->targets[i], parts[p]->inputs[i], 1e-6);
  g_assert_cmpfloat_with_epsilon (column_mean (parts[0], 1, 0, 2), 1, 1e-6);
}

/* Class of the row whose only feature is the largest. */
static int
class_of_largest (const char *text)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, text);
  g_autoptr (BfDataset) dataset = build (&settings, 1);
  const BfSamples *training = bf_dataset_training (dataset);
  guint best = 0;

  for (guint i = 1; i < training->n; i++)
    if (training->inputs[i] > training->inputs[best])
      best = i;
  return training->classes[best];
}

/* Numbers in the order of their values, names in that of their letters, whatever comes first. */
static void
test_class_order (void)
{
  g_assert_cmpint (class_of_largest ("a,b\n1,10\n2,9\n3,-1\n9,9\n"), ==, 1);
  g_assert_cmpint (class_of_largest ("a,b\n1,9\n2,10\n3,-1\n9,10\n"), ==, 2);
  g_assert_cmpint (class_of_largest ("a,b\n1,x9\n2,x10\n3,a\n9,x9\n"), ==, 2);
  g_assert_cmpint (class_of_largest ("a,b\n1,x9\n2,x10\n3,a\n9,a\n"), ==, 0);
}

static void
test_constant_column (void)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, "a,b,c\n5,1,x\n5,2,y\n5,3,x\n5,4,y\n");
  g_autoptr (BfDataset) dataset = build (&settings, 1);
  const BfSamples *training = bf_dataset_training (dataset);

  for (guint i = 0; i < training->n; i++)
    g_assert_cmpfloat (training->inputs[2 * i], ==, 0);
}

/* Columns x1 y1 x2 y2: two timesteps of two values. Each value has one scale over all timesteps. */
static void
test_sequence (void)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings =
    table (&folder, "x1,y1,class,x2,y2\n0,5,a,2,5\n0,7,b,2,7\n0,5,a,2,5\n0,7,b,2,7\n");
  g_autoptr (BfDataset) dataset = NULL;
  const BfSamples *training;

  settings.target = g_strdup ("class");
  settings.timesteps = 2;
  dataset = build (&settings, 1);
  training = bf_dataset_training (dataset);
  g_assert_cmpuint (bf_dataset_inputs (dataset), ==, 2);
  g_assert_cmpuint (bf_dataset_timesteps (dataset), ==, 2);
  g_assert_cmpuint (training->n, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      float y = training->classes[i] == 0 ? -1 : 1;
      const float expected[] = { -1, y, 1, y };

      for (guint k = 0; k < 4; k++)
        g_assert_cmpfloat_with_epsilon (training->inputs[4 * i + k], expected[k], 1e-6);
    }
}

/* The same table in other spellings gives the same bits. */
static void
test_spellings (void)
{
  static const char plain[] = "a,b,c\n1,-2.5,x\n2,1e3,y\n3,4,x\n";
  static const struct { const char *name, *text; } rows[] = {
    { "no last newline", "a,b,c\n1,-2.5,x\n2,1e3,y\n3,4,x" },
    { "carriage returns", "a,b,c\r\n1,-2.5,x\r\n2,1e3,y\r\n3,4,x\r\n" },
    { "byte order mark", "\xef\xbb\xbf" "a,b,c\n1,-2.5,x\n2,1e3,y\n3,4,x\n" },
    { "semicolons", "a;b;c\n1;-2.5;x\n2;1e3;y\n3;4;x\n" },
    { "tabs", "a\tb\tc\n1\t-2.5\tx\n2\t1e3\ty\n3\t4\tx\n" },
    { "quotes", "\"a\",\"b, or; or; or; or;\",c\n\"1\",-2.5,\"x\"\n2,\"1e3\",y\n3,4,x\n" },
    { "spaces", "a , b , c\n 1 , -2.5 ,x\n2,1000.0, y \n+3,4,x\n" },
    { "empty lines", "\n\na,b,c\n\n1,-2.5,x\n2,1e3,y\n\n3,4,x\n\n" },
  };
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) reference = table (&folder, plain);
  g_autoptr (BfDataset) expected = build (&reference, 3);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BfTaskSettings) settings = table (&folder, rows[i].text);
      g_autoptr (BfDataset) dataset = build (&settings, 3);

      g_test_message ("%s", rows[i].name);
      g_assert_cmpuint (bf_dataset_training (dataset)->n, ==, 3);
      assert_same_floats (bf_dataset_training (dataset)->inputs,
                          bf_dataset_training (expected)->inputs, 6);
    }
}

/* The mark is not part of the first column's name. */
static void
test_byte_order_mark (void)
{
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, "\xef\xbb\xbf" "a,b\nx,1\ny,2\n");
  g_autoptr (BfDataset) dataset = NULL;

  settings.target = g_strdup ("a");
  dataset = build (&settings, 1);
  g_assert_cmpuint (bf_dataset_outputs (dataset), ==, 2);
}

/* Compressed, whatever its name, in one piece or several; damaged in every way. */
static void
test_gzip (void)
{
  g_autofree char *text = numbers ();
  gsize half = strlen (text) / 2;
  g_autoptr (GBytes) whole = gzip (text, strlen (text));
  g_autoptr (GBytes) first = gzip (text, half);
  g_autoptr (GBytes) second = gzip (text + half, strlen (text) - half);
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = table (&folder, text);
  g_autoptr (BfDataset) plain = build (&settings, 1);
  g_autoptr (BfDataset) packed = NULL;
  g_autoptr (BfDataset) pieces = NULL;
  gsize size = g_bytes_get_size (whole);
  const float *expected;

  folder_write (&folder, "table.csv", g_bytes_get_data (whole, NULL), size);
  packed = build (&settings, 1);
  expected = bf_dataset_training (plain)->inputs;
  assert_same_floats (bf_dataset_training (packed)->inputs, expected, 16);

  g_byte_array_append (joined, g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_byte_array_append (joined, g_bytes_get_data (second, NULL), g_bytes_get_size (second));
  folder_write (&folder, "table.csv", joined->data, joined->len);
  pieces = build (&settings, 1);
  assert_same_floats (bf_dataset_training (pieces)->inputs, expected, 16);

  /* Cut anywhere behind the two bytes that tell it is compressed. */
  for (gsize cut = 2; cut < size; cut++)
    {
      folder_write (&folder, "table.csv", g_bytes_get_data (whole, NULL), cut);
      assert_refused (&settings, TRUE, FORMAT, "table.csv: the compressed data are cut short");
    }
  folder_write (&folder, "table.csv", joined->data, joined->len);
  joined->data[g_bytes_get_size (first)] = 'x';
  folder_write (&folder, "table.csv", joined->data, joined->len);
  assert_refused (&settings, TRUE, FORMAT, "table.csv: something follows the compressed data");
  joined->data[12] ^= 0xff;
  folder_write (&folder, "table.csv", joined->data, joined->len);
  assert_refused (&settings, TRUE, FORMAT, "table.csv: the compressed data are damaged");
}

/* More than fits the buffers: every row arrives. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("x,y\n");
  g_auto (Folder) folder = folder_new ();
  g_auto (BfTaskSettings) settings = { 0 };
  g_autoptr (BfDataset) dataset = NULL;
  g_autoptr (GBytes) packed = NULL;
  const BfSamples *training;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "%u,%u\n", i, i * 3);
  settings = table (&folder, text->str);
  packed = gzip (text->str, text->len);
  folder_write (&folder, "table.csv", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  settings.problem = BF_PROBLEM_REGRESSION;
  dataset = build (&settings, 1);
  training = bf_dataset_training (dataset);
  g_assert_cmpuint (training->n, ==, 18000);
  g_assert_cmpuint (bf_dataset_validation (dataset)->n, ==, 2000);
  for (guint i = 0; i < training->n; i++)
    g_assert_cmpfloat_with_epsilon (training->targets[i], training->inputs[i], 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/zero-byte", test_zero_byte);
  g_test_add_func ("/csv/bombs", test_bombs);
  g_test_add_func ("/csv/too-many-classes", test_too_many_classes);
  g_test_add_func ("/csv/no-file", test_no_file);
  g_test_add_func ("/csv/classification", test_classification);
  g_test_add_func ("/csv/regression", test_regression);
  g_test_add_func ("/csv/class-order", test_class_order);
  g_test_add_func ("/csv/constant-column", test_constant_column);
  g_test_add_func ("/csv/sequence", test_sequence);
  g_test_add_func ("/csv/spellings", test_spellings);
  g_test_add_func ("/csv/byte-order-mark", test_byte_order_mark);
  g_test_add_func ("/csv/gzip", test_gzip);
  g_test_add_func ("/csv/large", test_large);
  return g_test_run ();
}
