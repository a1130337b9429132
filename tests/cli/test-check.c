/* `backflow check`. */
#include <string.h>

#include "program.h"

static void
test_agrees (void)
{
  g_auto (Result) result = backflow ("check small.backflow");
  g_auto (Result) again = backflow ("check small.backflow");
  const char *second;

  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (g_str_has_prefix (result.out, "Sigmoid: initial weights\n"));
  g_assert_nonnull (strstr (result.out, "\n  layers.0.weight "));
  g_assert_nonnull (strstr (result.out, "\n  head.bias "));
  g_assert_nonnull (strstr (result.out, "\n  Backpropagation and central differences agree to "));
  g_assert_null (strstr (result.out, "wrong"));
  second = strstr (result.out, "\nReLU, He: initial weights\n");
  g_assert_nonnull (second);
  g_assert_cmpstr (result.out, ==, again.out);
  /* float64 has no other gradient to compare with */
  g_assert_nonnull (strstr (result.out, "e-07\n"));
  g_assert_null (strstr (second, "e-07\n"));
  g_assert_nonnull (strstr (second, "        -\n"));
}

static void
test_trained (void)
{
  g_auto (Result) result = backflow ("check --steps 3 small.backflow");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (g_str_has_prefix (result.out, "Sigmoid: weights at step 3\n"));
}

/* What cannot be built is told, and the others are checked. */
static void
test_impossible (void)
{
  g_autoptr (GString) text = g_string_new (small_experiment);

  g_string_replace (text, "\"type\": \"moons\", \"samples\": 200, \"noise\": 0.1",
                    "\"type\": \"csv\", \"path\": \"missing.csv\"", 1);
  scratch_write ("missing.backflow", text->str);
  g_auto (Result) result = backflow ("check missing.backflow");

  g_assert_cmpint (result.status, ==, 1);
  g_assert_true (g_str_has_prefix (result.err, "backflow: “Sigmoid” cannot be checked: "));
  g_assert_true (g_str_has_prefix (result.out, "ReLU, He: initial weights\n"));
}

static void
test_usage (void)
{
  static const char *const cases[][2] = {
    { "check", "“check” needs an experiment file" },
    { "check small.backflow other.backflow", "not “other.backflow” as well" },
    { "check nothing.backflow", "nothing.backflow" },
    { "check --steps 0 small.backflow", "--steps takes a whole number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = backflow (cases[i][0]);

      g_assert_cmpint (result.status, ==, 2);
      g_assert_cmpstr (result.out, ==, "");
      g_assert_nonnull (strstr (result.err, cases[i][1]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program_add_test ("/check/agrees", test_agrees);
  program_add_test ("/check/trained", test_trained);
  program_add_test ("/check/impossible", test_impossible);
  program_add_test ("/check/usage", test_usage);
  return g_test_run ();
}
