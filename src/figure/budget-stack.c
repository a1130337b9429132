/* How the bars of a waterfall stand on and hang from its line. */
#include "figure/budget-item.h"

#include <math.h>

/* Whether all that is added up over layers @bottom to @top can be. */
static gboolean
is_whole (const BfWaterfall *waterfall, guint bottom, guint top)
{
  for (guint layer = bottom; layer <= top; layer++)
    {
      if (isnan (waterfall->levels[layer]))
        return FALSE;
      for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
        if (!isfinite (waterfall->parts[layer][part]))
          return FALSE;
    }
  return TRUE;
}

gboolean
bf_waterfall_next (const BfWaterfall *waterfall, BfBars *bars)
{
  guint top = bars->top == 0 ? waterfall->n - 1 : bars->bottom - 1, below, bottom;

  if (waterfall->n == 0 || top == 0)
    return FALSE;
  /* Groups end at the same layers whatever was not whole above. */
  below = ((waterfall->n - 1 - top) / waterfall->group + 1) * waterfall->group;
  bottom = below < waterfall->n ? waterfall->n - below : 1;
  bottom = MAX (bottom, 1);
  if (!is_whole (waterfall, bottom, top))
    bottom = top;
  *bars = (BfBars) { .top = top, .bottom = bottom, .level = waterfall->levels[top],
                     .whole = is_whole (waterfall, bottom, top) };
  bars->low = bars->high = bars->level;
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    for (guint layer = bottom; layer <= top; layer++)
      if (isfinite (waterfall->parts[layer][part]))
        bars->sums[part] += waterfall->parts[layer][part];
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      bars->change += bars->sums[part];
      *(bars->sums[part] > 0 ? &bars->high : &bars->low) += bars->sums[part];
    }
  return TRUE;
}

void
bf_waterfall_stack (const BfBars *bars, BfBarFunction function, gpointer data)
{
  double up = bars->level, down = up;

  if (isnan (up))
    return;
  for (guint part = 0; part < BF_N_BUDGET_PARTS; part++)
    {
      double value = bars->sums[part], *end = value > 0 ? &up : &down;

      if (value == 0)
        continue;
      function (data, part, *end, *end + value);
      *end += value;
    }
}
