/* Tasks: what a network can learn. One row of one table each; a new row appears in the file format, the
 * builder, `backflow list tasks` and the tests.
 */
#pragma once

#include "engine/network.h"
#include "engine/training.h"

typedef enum {          /* which settings a task reads; the others are refused in files */
  BF_TASK_LENGTH = 1 << 0,    /* T of a sequence */
  BF_TASK_SAMPLES = 1 << 1,
  BF_TASK_NOISE = 1 << 2,
  BF_TASK_PATH = 1 << 3,
} BfTaskFlags;

typedef struct _BfTask BfTask;

/* What a person sets. A plain value: copy with bf_task_settings_copy (), free with _clear (). */
typedef struct {
  const BfTask *task;
  guint length;
  guint samples;
  double noise;
  char *path;           /* owned; as written in the file */
} BfTaskSettings;

typedef struct _BfDataset BfDataset;

struct _BfTask {
  BfEntry entry;
  BfTaskFlags flags;
  gboolean sequence;            /* has a time axis */
  const BfLoss *(*loss) (const BfTaskSettings *settings);
  guint default_length, default_samples;
  double default_noise;
  double max_noise;
  /* Builds the data; NULL and @error when it cannot (file missing, line 7 column 3 not a number...). */
  BfDataset *(*build) (const BfTaskSettings *settings, guint64 seed, GError **error);
};

extern const BfTable bf_task_table;

void bf_task_settings_init (BfTaskSettings *settings, const BfTask *task); /* its defaults */
void bf_task_settings_copy (BfTaskSettings *to, const BfTaskSettings *from);
void bf_task_settings_clear (BfTaskSettings *settings);
