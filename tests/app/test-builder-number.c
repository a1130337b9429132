/* Numbers as people type, read and step them. */
#include "app/builder-number.h"

#include <float.h>
#include <locale.h>
#include <math.h>

static const BfNumberFormat real = { .minimum = -DBL_MAX, .maximum = DBL_MAX,
                                     .step = BF_STEP_SERIES,
                                     .amount = 1e-6 };
static const BfNumberFormat whole = { .whole = TRUE, .minimum = 0, .maximum = 4294967295.0,
                                      .step = BF_STEP_ADD, .amount = 1 };

static void
test_text (void)
{
  static const struct { double value; const char *text; } cases[] = {
    { 0, "0" }, { 1, "1" }, { 64, "64" }, { -2.5, "-2.5" }, { 0.01, "0.01" }, { 0.001, "0.001" },
    { 1e-4, "1e-4" }, { 2.5e-5, "2.5e-5" }, { 0.1 + 0.2, "0.30000000000000004" },
    { 100000, "100000" }, { 9007199254740992.0, "9007199254740992" }, { 1e16, "1e16" },
    { 1.25e300, "1.25e300" }, { 5e-324, "5e-324" }, { NAN, "NaN" }, { INFINITY, "∞" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = bf_builder_number_text (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_round_trip (void)
{
  double value = 1.0 / 3;

  for (int exponent = -300; exponent <= 300; exponent += 7)
    {
      double number = value * pow (10, exponent), back;
      g_autofree char *text = bf_builder_number_text (number);
      g_autofree char *complaint = NULL;

      g_assert_true (bf_builder_number_parse (text, &real, &back, &complaint));
      g_assert_cmpfloat (back, ==, number);
    }
}

static void
test_parse (void)
{
  static const struct { const char *text; double value; } cases[] = {
    { "0.01", 0.01 }, { " 1e-4 ", 1e-4 }, { "1E-4", 1e-4 }, { ".5", 0.5 }, { "5.", 5 }, { "+3", 3 },
    { "−2", -2 }, { "٣", 3 }, { "1e3", 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint = NULL;
      double value;

      g_assert_true (bf_builder_number_parse (cases[i].text, &real, &value, &complaint));
      g_assert_cmpfloat (value, ==, cases[i].value);
    }
}

static void
test_refuse (void)
{
  static const struct {
    const char *text;
    const BfNumberFormat *format;
    const char *complaint;
  } cases[] = {
    { "", &real, "Enter a number." }, { "  ", &real, "Enter a number." },
    { "x", &real, "Not a number." }, { "1e", &real, "Not a number." },
    { "0x10", &real, "Not a number." }, { "inf", &real, "Not a number." },
    { "nan", &real, "Not a number." }, { "1,000", &real, "Not a number." },
    { "1 2", &real, "Not a number." },
    { "1..2", &real, "Not a number." }, { "e5", &real, "Not a number." },
    { "1e999", &real, "Must be 1.7976931348623157e308 or less." },
    { "1e-999", &real, "Too close to zero to be told from it." },
    { "1.5", &whole, "Must be a whole number." }, { "1.000", &whole, "Must be a whole number." },
    { "1e-2", &whole, "Must be a whole number." }, { "-1", &whole, "Must be 0 or more." },
    { "4294967296", &whole, "Must be 4294967295 or less." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint = NULL;
      double value = 7;

      g_test_message ("“%s”", cases[i].text);
      g_assert_false (bf_builder_number_parse (cases[i].text, cases[i].format, &value, &complaint));
      g_assert_cmpstr (complaint, ==, cases[i].complaint);
      g_assert_cmpfloat (value, ==, 7);
    }
}

static void
test_locale (void)
{
  g_autofree char *text = NULL, *complaint = NULL;
  double value;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("the locale de_DE.UTF-8 is not installed");
      return;
    }
  text = bf_builder_number_text (0.25);
  g_assert_cmpstr (text, ==, "0,25");
  g_assert_true (bf_builder_number_parse ("0,25", &real, &value, &complaint));
  g_assert_cmpfloat (value, ==, 0.25);
  g_assert_true (bf_builder_number_parse ("0.25", &real, &value, &complaint));
  g_assert_cmpfloat (value, ==, 0.25);
  g_assert_false (bf_builder_number_parse ("1.000", &whole, &value, &complaint));
  setlocale (LC_NUMERIC, "C");
}

static void
test_step (void)
{
  static const BfNumberFormat tenths = { .minimum = -DBL_MAX, .maximum = DBL_MAX, .amount = 0.1 };
  static const BfNumberFormat powers = { TRUE, 0, G_MAXUINT, BF_STEP_DOUBLE };
  static const struct {
    const BfNumberFormat *format;
    double value;
    gboolean up, page;
    double next;
  } cases[] = {
    { &whole, 20, TRUE, FALSE, 21 }, { &whole, 20, FALSE, TRUE, 10 },
    { &whole, 0, FALSE, FALSE, 0 },
    { &tenths, 0.2, TRUE, FALSE, 0.3 }, { &tenths, 0.1, FALSE, FALSE, 0 },
    { &tenths, 1, TRUE, TRUE, 2 },
    { &powers, 64, TRUE, FALSE, 128 }, { &powers, 100, TRUE, FALSE, 128 },
    { &powers, 100, FALSE, FALSE, 64 }, { &powers, 64, FALSE, TRUE, 8 },
    { &powers, 1, FALSE, FALSE, 0 }, { &powers, 0, TRUE, FALSE, 1 },
    { &powers, 8, TRUE, TRUE, 64 },
    { &real, 0.1, TRUE, FALSE, 0.2 }, { &real, 0.2, TRUE, FALSE, 0.5 },
    { &real, 0.5, TRUE, FALSE, 1 }, { &real, 0.1, FALSE, FALSE, 0.05 },
    { &real, 1e-4, FALSE, FALSE, 5e-5 }, { &real, 3e-4, TRUE, FALSE, 5e-4 },
    { &real, 3e-4, FALSE, FALSE, 2e-4 }, { &real, 1e-3, TRUE, TRUE, 1e-2 },
    { &real, 1e-3, FALSE, TRUE, 1e-4 }, { &real, 1e-6, FALSE, FALSE, 0 },
    { &real, 0, TRUE, FALSE, 1e-6 }, { &real, -1, TRUE, FALSE, 1e-6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (bf_builder_number_step (cases[i].value, cases[i].format, cases[i].up,
                                               cases[i].page),
                       ==, cases[i].next);
}

/* Seeds are beyond what rounding to 12 digits would keep. */
static void
test_step_seed (void)
{
  static const BfNumberFormat seeds = { .whole = TRUE, .maximum = 9007199254740992.0,
                                        .step = BF_STEP_ADD, .amount = 1 };

  g_assert_cmpfloat (bf_builder_number_step (9007199254740990.0, &seeds, TRUE, FALSE), ==,
                     9007199254740991.0);
  g_assert_cmpfloat (bf_builder_number_step (9007199254740990.0, &seeds, TRUE, TRUE), ==,
                     9007199254740992.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/builder-number/text", test_text);
  g_test_add_func ("/app/builder-number/round-trip", test_round_trip);
  g_test_add_func ("/app/builder-number/parse", test_parse);
  g_test_add_func ("/app/builder-number/refuse", test_refuse);
  g_test_add_func ("/app/builder-number/locale", test_locale);
  g_test_add_func ("/app/builder-number/step", test_step);
  g_test_add_func ("/app/builder-number/step-seed", test_step_seed);
  return g_test_run ();
}
