/* The losses; see loss.h. Included by loss.c alone, once a precision. */
#include "engine/real-math.h"

/* Index of the largest value, the first of equals. */
static inline guint
X (argmax) (guint n, const real *y)
{
  guint best = 0;

  for (guint j = 1; j < n; j++)
    if (y[j] > y[best])
      best = j;
  return best;
}

/* -log softmax (y)[class], and softmax (y) in p. The largest output is taken out, so that nothing
 * overflows. */
static inline double
X (softmax_loss) (guint n, const real *y, guint class, real largest, real *p)
{
  real sum = 0;

  for (guint j = 0; j < n; j++)
    {
      p[j] = X (exp) (y[j] - largest);
      sum += p[j];
    }
  for (guint j = 0; j < n; j++)
    p[j] /= sum;
  return log (sum) - ((double) y[class] - largest);
}

static BF_CLONES double
X (cross_entropy) (guint rows, guint n, const real *y, const gint32 *classes, const float *targets,
                   real *dy, guint *n_correct)
{
  const real share = (real) 1 / rows;
  double loss = 0;

  *n_correct = 0;
  for (guint i = 0; i < rows; i++, y += n, dy += n)
    {
      const guint class = classes[i], best = X (argmax) (n, y);

      g_assert (class < n);
      loss += X (softmax_loss) (n, y, class, y[best], dy);
      *n_correct += best == class && !isnan (y[best]);
      dy[class] -= 1;
      for (guint j = 0; j < n; j++)
        dy[j] *= share;
    }
  return loss / rows;
}

static BF_CLONES double
X (mean_squared_error) (guint rows, guint n, const real *y, const gint32 *classes,
                        const float *targets, real *dy, guint *n_correct)
{
  const gsize n_values = (gsize) rows * n;
  const real share = (real) 2 / n_values;
  double loss = 0;

  *n_correct = 0;
  for (gsize i = 0; i < n_values; i++)
    {
      const real error = y[i] - (real) targets[i];

      loss += (double) error * error;
      dy[i] = share * error;
    }
  return loss / n_values;
}
