/* Order statistics. Private to the folder. */
#pragma once

#include <glib.h>

/* Median, smallest and largest of those of the @n values that are numbers; all NAN if none is.
 * @values is changed. In linear time. Returns whether there are both numbers and others. */
gboolean bf_order_statistics (double *values, guint n, double statistics[3]);
