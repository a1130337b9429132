/* Two classes of points in the plane, so near the unit scale that they are used as they are.
 *
 * Point i belongs to class i mod 2, so that the classes are balanced. What is common to all: each
 * coordinate gets normal noise of the settings' standard deviation, after the class was decided.
 * moons and circles are scikit-learn's make_moons and make_circles; spirals, xor and gaussians are
 * TensorFlow Playground's (dataset.ts) on a plane of half its size. Spirals have 1.25 turns instead
 * of 1.75, so that a network with a healthy gradient takes 500 steps to learn them and not 4000.
 */
#include <math.h>

#include "dataset/tasks.h"
#include "engine/random.h"

#define SPIRAL_RADIUS 2.5
#define SPIRAL_TURNS 1.25
#define XOR_HALF_SIDE 2.5
#define XOR_GAP 0.15           /* between the squares and the axes */
#define CIRCLES_FACTOR 0.5     /* inner radius; the outer is 1 */

typedef struct { double x, y; } Point;

/* Point @i of the class, of @n; without noise. */
typedef Point (*PlaceFunc) (guint class_, guint i, guint n, BfRandom *random);

gboolean
bf_plane_shape (const BfTaskSettings *settings, BfShape *shape, GError **error)
{
  shape->inputs = 2;
  shape->timesteps = 0;
  shape->outputs = 2;
  return TRUE;
}

static BfDataset *
build (PlaceFunc place, const BfTaskSettings *settings, guint64 seed, GError **error)
{
  BfShape shape = { .loss = settings->task->loss (settings) };
  g_autofree guint32 *order = NULL;
  BfRandom random, noise;
  BfDataset *dataset;

  if (!bf_plane_shape (settings, &shape, error))
    return NULL;
  dataset = bf_dataset_new_rows (&shape, settings->samples, seed, &order);
  bf_random_init (&random, seed, BF_PURPOSE_DATA, 0);
  bf_random_init (&noise, seed, BF_PURPOSE_NOISE, 0);
  for (guint row = 0; row < settings->samples; row++)
    {
      guint class_ = order[row] % 2;
      guint n = (settings->samples + 1 - class_) / 2;
      Point point = place (class_, order[row] / 2, n, &random);

      dataset->inputs[2 * row] = point.x + settings->noise * bf_random_normal (&noise);
      dataset->inputs[2 * row + 1] = point.y + settings->noise * bf_random_normal (&noise);
      dataset->classes[row] = class_;
    }
  return dataset;
}

/* Half circles of radius 1 about (0, 0) and (1, 1/2), the first open downwards, the second upwards;
 * moved by (-1/2, -1/4) to lie about the origin. */
static Point
place_moons (guint class_, guint i, guint n, BfRandom *random)
{
  double angle = G_PI * i / (n - 1);
  Point upper = { cos (angle) - 0.5, sin (angle) - 0.25 };
  Point lower = { 0.5 - cos (angle), 0.25 - sin (angle) };

  return class_ == 0 ? upper : lower;
}

/* Class 0 on the circle of radius 1, class 1 on that of radius 1/2. */
static Point
place_circles (guint class_, guint i, guint n, BfRandom *random)
{
  double angle = 2 * G_PI * i / n;
  double radius = class_ == 0 ? 1.0 : CIRCLES_FACTOR;

  return (Point) { radius * cos (angle), radius * sin (angle) };
}

/* Two arms, half a turn apart: radius grows evenly with the angle, to 2.5 after 1.25 turns. */
static Point
place_spirals (guint class_, guint i, guint n, BfRandom *random)
{
  double part = (double) i / n;
  double radius = SPIRAL_RADIUS * part;
  double angle = 2 * G_PI * SPIRAL_TURNS * part + G_PI * class_;

  return (Point) { radius * sin (angle), radius * cos (angle) };
}

/* Evenly over four squares about the origin; class 0 where x and y have the same sign. */
static Point
place_xor (guint class_, guint i, guint n, BfRandom *random)
{
  double x = XOR_GAP + (XOR_HALF_SIDE - XOR_GAP) * bf_random_uniform (random);
  double y = XOR_GAP + (XOR_HALF_SIDE - XOR_GAP) * bf_random_uniform (random);
  double sign_x = i % 2 ? -1 : 1;
  double sign_y = class_ == 0 ? sign_x : -sign_x;

  return (Point) { sign_x * x, sign_y * y };
}

/* The noise alone about (1, 1) and (-1, -1). */
static Point
place_gaussians (guint class_, guint i, guint n, BfRandom *random)
{
  double centre = class_ == 0 ? 1 : -1;

  return (Point) { centre, centre };
}

BfDataset *
bf_moons_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (place_moons, settings, seed, error);
}

BfDataset *
bf_circles_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (place_circles, settings, seed, error);
}

BfDataset *
bf_spirals_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (place_spirals, settings, seed, error);
}

BfDataset *
bf_xor_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (place_xor, settings, seed, error);
}

BfDataset *
bf_gaussians_build (const BfTaskSettings *settings, guint64 seed, GError **error)
{
  return build (place_gaussians, settings, seed, error);
}
