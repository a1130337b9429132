#include "engine/gaussian.h"

#include <math.h>

#define NODES 20            /* Gauss-Legendre nodes of one panel */
#define PANELS 16           /* of one half-line */
#define FAR 10.0            /* t beyond this weighs less than 1e-22 */

typedef struct {
  double t[NODES * PANELS]; /* on (0, FAR) */
  double width[NODES * PANELS];
  double weight[NODES * PANELS];   /* width times the normal density */
} Rule;

/* Legendre polynomial of degree NODES and its derivative at x. */
static double
legendre (double x, double *derivative)
{
  double previous = 1.0, current = x;

  for (int k = 2; k <= NODES; k++)
    {
      double next = ((2 * k - 1) * x * current - (k - 1) * previous) / k;
      previous = current;
      current = next;
    }
  *derivative = NODES * (x * current - previous) / (x * x - 1.0);
  return current;
}

static void
legendre_node (int i, double *node, double *weight)
{
  double x = cos (G_PI * (i + 0.75) / (NODES + 0.5)), derivative;

  for (int newton = 0; newton < 50; newton++)
    {
      double step = legendre (x, &derivative) / derivative;
      x -= step;
      if (fabs (step) < 1e-16)
        break;
    }
  *node = x;
  *weight = 2.0 / ((1.0 - x * x) * derivative * derivative);
}

static double
density (double t)
{
  return exp (-t * t / 2.0) / sqrt (2.0 * G_PI);
}

static const Rule *
rule_get (void)
{
  static Rule rule;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      const double half = FAR / PANELS / 2.0;

      for (int i = 0; i < NODES; i++)
        {
          double node, weight;

          legendre_node (i, &node, &weight);
          for (int panel = 0; panel < PANELS; panel++)
            {
              double t = (2 * panel + 1 + node) * half;
              rule.t[panel * NODES + i] = t;
              rule.width[panel * NODES + i] = weight * half;
              rule.weight[panel * NODES + i] = weight * half * density (t);
            }
        }
      g_once_init_leave (&ready, 1);
    }
  return &rule;
}

static void
add (const BfActivation *activation, double parameter, double z, double weight,
     BfGaussianMoments *sum)
{
  double value = activation->value (z, parameter);
  double slope = activation->derivative (z, parameter);

  sum->mean += weight * value;
  sum->square += weight * value * value;
  sum->slope_square += weight * slope * slope;
  sum->slope_fourth += weight * slope * slope * slope * slope;
}

void
bf_gaussian_moments (const BfActivation *activation, double parameter, double q,
                     BfGaussianMoments *moments)
{
  const Rule *rule = rule_get ();
  BfGaussianMoments sum = { 0 };
  double deviation = sqrt (q);

  for (int i = 0; i < NODES * PANELS; i++)
    for (int side = -1; side <= 1; side += 2)
      add (activation, parameter, side * deviation * rule->t[i], rule->weight[i], &sum);
  *moments = sum;
}

void
bf_gaussian_moments_at (const BfActivation *activation, double parameter, double mean,
                        double variance, BfGaussianMoments *moments)
{
  const Rule *rule = rule_get ();
  BfGaussianMoments sum = { 0 };
  double deviation = sqrt (variance);
  /* Where phi may have its kink; beyond the tails it does not matter. */
  double kink = deviation > 0.0 ? CLAMP (-mean / deviation, -FAR, FAR) : 0.0;

  for (int i = 0; i < NODES * PANELS; i++)
    for (int side = -1; side <= 1; side += 2)
      {
        double stretch = (FAR - side * kink) / FAR;
        double t = kink + side * stretch * rule->t[i];

        add (activation, parameter, mean + deviation * t, stretch * rule->width[i] * density (t),
             &sum);
      }
  *moments = sum;
}

double
bf_gaussian_variance (const BfGaussianMoments *moments)
{
  return fmax (moments->square - moments->mean * moments->mean, 0.0);
}
