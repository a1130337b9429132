#include "experiment/nearest.h"

#include <string.h>

#define LONGEST 100

/* Edit distance with swaps of neighbours (optimal string alignment); bytes, as keys are ASCII. */
static guint
distance (const char *a, const char *b)
{
  guint rows[3][LONGEST + 1];
  guint n = strlen (a), m = strlen (b);

  if (n > LONGEST || m > LONGEST)
    return G_MAXUINT;
  for (guint j = 0; j <= m; j++)
    rows[0][j] = j;
  for (guint i = 1; i <= n; i++)
    {
      guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

      row[0] = i;
      for (guint j = 1; j <= m; j++)
        {
          row[j] = MIN (above[j - 1] + (a[i - 1] != b[j - 1]), MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], two_above[j - 2] + 1);
        }
    }
  return rows[n % 3][m];
}

const char *
bf_nearest (const char *word, const char *const *candidates, guint n)
{
  guint limit = MAX (strlen (word) / 3, 1);
  const char *nearest = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint far = distance (word, candidates[i]);

      if (far <= limit)
        {
          nearest = candidates[i];
          limit = far - (far > 0);
        }
    }
  return nearest;
}
