/* An image to draw on and look at. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "plot/theme.h"

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
} Canvas;

/* Filled with @background. */
Canvas canvas_new (int width, int height, BfColor background);
void canvas_clear (Canvas *canvas);   /* asserts that Cairo met no error */

guint32 canvas_pixel (const Canvas *canvas, int x, int y);         /* 0xrrggbb */
guint32 canvas_rgb (BfColor color);
/* How many pixels of the rectangle are of @color within @tolerance a channel. */
guint canvas_count (const Canvas *canvas, int x, int y, int width, int height, BfColor color,
                    int tolerance);
/* How many are not @color. */
guint canvas_count_other (const Canvas *canvas, int x, int y, int width, int height, BfColor color);
/* How many differ between two of one size. */
guint canvas_differences (const Canvas *a, const Canvas *b);
