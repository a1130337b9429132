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

/* sequences.c */
gboolean bf_adding_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_adding_build (const BfTaskSettings *settings, guint64 seed, GError **error);
gboolean bf_copy_memory_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_copy_memory_build (const BfTaskSettings *settings, guint64 seed, GError **error);
gboolean bf_temporal_parity_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_temporal_parity_build (const BfTaskSettings *settings, guint64 seed, GError **error);

/* csv.c */
const BfLoss *bf_csv_loss (const BfTaskSettings *settings);
gboolean bf_csv_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_csv_build (const BfTaskSettings *settings, guint64 seed, GError **error);

/* idx.c */
gboolean bf_idx_shape (const BfTaskSettings *settings, BfShape *shape, GError **error);
BfDataset *bf_idx_build (const BfTaskSettings *settings, guint64 seed, GError **error);
