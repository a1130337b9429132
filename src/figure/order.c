#include "figure/order.h"

#include <math.h>

/* Moves the @k smallest of @values to the front, the largest of these to index @k (Hoare). */
static void
select_smallest (double *values, guint n, guint k)
{
  guint low = 0, high = n - 1;

  while (low < high)
    {
      double pivot = values[k];
      guint i = low, j = high;

      while (i <= j)
        {
          while (values[i] < pivot)
            i++;
          while (values[j] > pivot)
            j--;
          if (i > j)
            break;
          double swap = values[i];
          values[i++] = values[j];
          values[j] = swap;
          if (j-- == 0)
            break;
        }
      if (j < k)
        low = i;
      if (i > k)
        high = j;
    }
}

gboolean
bf_order_statistics (double *values, guint n, double statistics[3])
{
  double smallest = INFINITY, largest = -INFINITY, below = -INFINITY;
  guint n_numbers = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        smallest = MIN (smallest, values[i]);
        largest = MAX (largest, values[i]);
        values[n_numbers++] = values[i];
      }
  statistics[0] = statistics[1] = statistics[2] = NAN;
  if (n_numbers == 0)
    return FALSE;
  select_smallest (values, n_numbers, n_numbers / 2);
  for (guint i = 0; i < n_numbers / 2; i++)
    below = MAX (below, values[i]);
  statistics[0] = values[n_numbers / 2];
  if (n_numbers % 2 == 0)
    statistics[0] = below / 2 + statistics[0] / 2;
  statistics[1] = smallest;
  statistics[2] = largest;
  return n_numbers < n;
}
