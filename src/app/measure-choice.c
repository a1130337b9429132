#include "app/measure-choice.h"

int
bf_measure_at (guint position)
{
  for (guint i = 0; i < bf_layer_measure_table.n_rows; i++)
    {
      const BfLayerMeasureInfo *info = bf_table_row (&bf_layer_measure_table, i);
      if (info->gradient && position-- == 0)
        return i;
    }
  return -1;
}

int
bf_measure_position (BfLayerMeasure measure)
{
  for (guint position = 0; bf_measure_at (position) >= 0; position++)
    if (bf_measure_at (position) == (int) measure)
      return position;
  return -1;
}
