/* A figure drawn into a texture. */
#pragma once

#include <gtk/gtk.h>

#include "figure/scene.h"

/* @scene: laid out for @width and @height; @scale: device pixels for each unit of them. Own the reference. */
GdkTexture *bf_picture_new (const BfScene *scene, int width, int height, int scale);
