/* The colour map of magnitudes: viridis, the same in every theme, readable with any
 * colour-vision deficiency and in grey. */
#pragma once

#include "plot/scale.h"
#include "plot/theme.h"

/* @unit in 0..1; clamped. */
BfColor bf_color_map (double unit);

/* What a value without a place on the scale looks like: hatches in colours that viridis does not
 * have. A repeating pattern; free with cairo_pattern_destroy(). */
cairo_pattern_t *bf_color_map_hatch (BfValueClass value_class);

/* The same pixel by pixel: 0xrrggbb, 0 <= @x, @y < BF_HATCH_TILE. */
#define BF_HATCH_TILE 6
guint32 bf_color_map_hatch_pixel (BfValueClass value_class, guint x, guint y);

/* The colour of any value: of the map, or the ground of its hatch. */
BfColor bf_color_map_value (const BfScale *scale, double value, double smallest_normal);
