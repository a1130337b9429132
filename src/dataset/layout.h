/* How the pixels of an image reach the network. Internal to this folder. */
#pragma once

#include "dataset/task.h"

/* Sets inputs and timesteps of @shape for images of @rows x @columns pixels. */
void bf_layout_shape (BfLayout layout, guint rows, guint columns, BfShape *shape);
