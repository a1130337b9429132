#include "fixture.h"

#include <math.h>

/* All points of a task, without noise unless given. */
static BfDataset *
points_of (const char *id, guint samples, double noise)
{
  g_auto (BfTaskSettings) settings = settings_of (id);

  settings.samples = samples;
  settings.noise = noise;
  return build (&settings, 1);
}

/* Training and validation are adjacent in memory, so that all points can be walked at once. */
static void
for_each_point (BfDataset *dataset, void (*check) (double x, double y, int class_))
{
  const BfSamples *parts[] = { bf_dataset_training (dataset), bf_dataset_validation (dataset) };

  for (guint p = 0; p < 2; p++)
    for (guint i = 0; i < parts[p]->n; i++)
      check (parts[p]->inputs[2 * i], parts[p]->inputs[2 * i + 1], parts[p]->classes[i]);
}

static void
check_moons (double x, double y, int class_)
{
  double centre_x = class_ == 0 ? -0.5 : 0.5, centre_y = class_ == 0 ? -0.25 : 0.25;
  double above = class_ == 0 ? y - centre_y : centre_y - y;

  g_assert_cmpfloat_with_epsilon (hypot (x - centre_x, y - centre_y), 1, 1e-6);
  g_assert_cmpfloat (above, >=, -1e-6);
}

static void
check_circles (double x, double y, int class_)
{
  g_assert_cmpfloat_with_epsilon (hypot (x, y), class_ == 0 ? 1 : 0.5, 1e-6);
}

static void
check_spirals (double x, double y, int class_)
{
  double radius = hypot (x, y);
  double angle = 2 * G_PI * 1.25 * radius / 2.5 + G_PI * class_;

  g_assert_cmpfloat (radius, <, 2.5);
  g_assert_cmpfloat_with_epsilon (radius * sin (angle), x, 1e-5);
  g_assert_cmpfloat_with_epsilon (radius * cos (angle), y, 1e-5);
}

static void
check_xor (double x, double y, int class_)
{
  g_assert_cmpint (class_, ==, x * y < 0);
  g_assert_cmpfloat (fmin (fabs (x), fabs (y)), >=, 0.15f);
  g_assert_cmpfloat (fmax (fabs (x), fabs (y)), <=, 2.5f);
}

static void
check_gaussians (double x, double y, int class_)
{
  g_assert_cmpfloat (x, ==, class_ == 0 ? 1 : -1);
  g_assert_cmpfloat (y, ==, class_ == 0 ? 1 : -1);
}

static void
test_definitions (void)
{
  static const struct { const char *id; void (*check) (double x, double y, int class_); } rows[] = {
    { "moons", check_moons },
    { "circles", check_circles },
    { "spirals", check_spirals },
    { "xor", check_xor },
    { "gaussians", check_gaussians },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint samples = 10; samples < 1000; samples = samples * 3 + 1)
      {
        g_autoptr (BfDataset) dataset = points_of (rows[i].id, samples, 0);
        for_each_point (dataset, rows[i].check);
      }
}

/* Exactly as many of each class, whatever the split. */
static void
test_balance (void)
{
  static const char *const ids[] = { "moons", "circles", "spirals", "xor", "gaussians" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (BfDataset) dataset = points_of (ids[i], 1001, 0.1);
      const BfSamples *training = bf_dataset_training (dataset);
      const BfSamples *validation = bf_dataset_validation (dataset);
      guint ones = 0;

      for (guint k = 0; k < training->n; k++)
        ones += training->classes[k];
      for (guint k = 0; k < validation->n; k++)
        ones += validation->classes[k];
      g_assert_cmpuint (ones, ==, 500);
    }
}

/* The noise is normal with the deviation asked for, about the noiseless points. */
static void
test_noise (void)
{
  g_autoptr (BfDataset) clean = points_of ("spirals", 20000, 0);
  g_autoptr (BfDataset) noisy = points_of ("spirals", 20000, 0.3);
  const BfSamples *a = bf_dataset_training (clean), *b = bf_dataset_training (noisy);
  double sum = 0, square = 0, fourth = 0;
  guint n = 2 * a->n;

  for (guint i = 0; i < n; i++)
    {
      double noise = (b->inputs[i] - a->inputs[i]) / 0.3;
      sum += noise / n;
      square += noise * noise / n;
      fourth += pow (noise, 4) / n;
    }
  g_assert_cmpfloat_with_epsilon (sum, 0, 0.025);
  g_assert_cmpfloat_with_epsilon (square, 1, 0.035);
  g_assert_cmpfloat_with_epsilon (fourth, 3, 0.25);
}

/* Another seed draws other noise, for every point. */
static void
test_noise_seeds (void)
{
  g_auto (BfTaskSettings) settings = settings_of ("gaussians");
  g_autoptr (BfDataset) one = build (&settings, 1);
  g_autoptr (BfDataset) other = build (&settings, 2);
  const BfSamples *a = bf_dataset_training (one), *b = bf_dataset_training (other);

  for (guint i = 0; i < a->n; i++)
    g_assert_cmpfloat (fabs ((a->inputs[2 * i] + 2 * a->classes[i])
                             - (b->inputs[2 * i] + 2 * b->classes[i])), >, 1e-6);
}

/* Inputs are used as they are, so they must lie near the unit scale. */
static void
test_scale (void)
{
  static const char *const ids[] = { "moons", "circles", "spirals", "xor", "gaussians" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_auto (BfTaskSettings) settings = settings_of (ids[i]);
      g_autoptr (BfDataset) dataset = build (&settings, 1);
      const BfSamples *training = bf_dataset_training (dataset);
      double square = 0;

      for (guint k = 0; k < 2 * training->n; k++)
        square += training->inputs[k] * training->inputs[k] / (2 * training->n);
      g_assert_cmpfloat (sqrt (square), >, 0.5);
      g_assert_cmpfloat (sqrt (square), <, 1.6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane/definitions", test_definitions);
  g_test_add_func ("/plane/balance", test_balance);
  g_test_add_func ("/plane/noise", test_noise);
  g_test_add_func ("/plane/noise-seeds", test_noise_seeds);
  g_test_add_func ("/plane/scale", test_scale);
  return g_test_run ();
}
