/* A figure drawn into a texture. */
#pragma once

#include <gtk/gtk.h>

#include "figure/figure.h"

/* Without the cursor of @view. @scale: device pixels for each unit of @width and @height. Own the reference. */
GdkTexture *bf_picture_new (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                            int width, int height, int scale);
