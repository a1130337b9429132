/* The functions behind the rows of bf_task_table. Internal to this folder. */
#pragma once

#include "dataset/build.h"

/* plane.c */
gboolean bf_plane_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_moons_build (const BfTaskSettings *settings, guint64 seed, GError **error);
BfDataset *bf_circles_build (const BfTaskSettings *settings, guint64 seed, GError **error);
BfDataset *bf_spirals_build (const BfTaskSettings *settings, guint64 seed, GError **error);
BfDataset *bf_xor_build (const BfTaskSettings *settings, guint64 seed, GError **error);
BfDataset *bf_gaussians_build (const BfTaskSettings *settings, guint64 seed, GError **error);

/* digits.c */
gboolean bf_digits_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_digits_build (const BfTaskSettings *settings, guint64 seed, GError **error);
