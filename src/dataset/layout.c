#include "config.h"

#include <glib/gi18n-lib.h>

#include "dataset/layout.h"

/* Rows are in the order of BfLayout. */
static const BfEntry layouts[] = {
  { "flat", N_("Flat"), N_("The whole image at once") },
  { "rows", N_("Rows"), N_("A sequence: one row of pixels a timestep") },
  { "pixels", N_("Pixels"), N_("A sequence: one pixel a timestep, row by row") },
};

const BfTable bf_layout_table = BF_TABLE ("layouts", layouts);

void
bf_layout_shape (BfLayout layout, guint rows, guint columns, BfShape *shape)
{
  const struct { guint inputs, timesteps; } sizes[] = {
    [BF_LAYOUT_FLAT] = { rows * columns, 0 },
    [BF_LAYOUT_ROWS] = { columns, rows },
    [BF_LAYOUT_PIXELS] = { 1, rows * columns },
  };

  g_return_if_fail (layout < G_N_ELEMENTS (sizes));
  shape->inputs = sizes[layout].inputs;
  shape->timesteps = sizes[layout].timesteps;
}
