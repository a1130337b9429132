/* Small pictures, and how different two of them look.
 *
 * What is compared is a picture a quarter as wide and high as the drawing, a little blurred: there
 * fonts and edges look the same whoever rasterised them, but a line that moved does not. */
#pragma once

#include <cairo.h>
#include <glib.h>

#define PICTURE_SHRINK 4

typedef struct {
  int width, height;
  guint8 *pixels;      /* red, green, blue of each pixel, row after row */
} Picture;

/* Of an image @shrink times as wide and high. */
Picture *picture_new (cairo_surface_t *image, int shrink);
void picture_free (Picture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

/* PNG files; NULL if there is none. */
Picture *picture_load (const char *path);
void picture_save (const Picture *picture, const char *path);

/* From 0 for the same to 255 for black and white: @mean of the picture, and of the square of it
 * that differs most, whose place is (@x, @y). Infinite if the sizes differ. */
typedef struct {
  double mean, worst;
  int x, y;
} PictureDistance;

PictureDistance picture_distance (const Picture *a, const Picture *b);

/* Where they differ, as dark as they do. */
Picture *picture_difference (const Picture *a, const Picture *b);
