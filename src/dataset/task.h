/* Tasks: what a network can learn. One row of one table each; a new row appears in the file
 * format, the builder, `backflow list tasks` and the tests.
 *
 * What a person can set about a task is described by a second table, bf_task_key_table: the file
 * reader, the file writer and the builder walk it and need no knowledge of any single setting.
 *
 * Any thread: tables are immutable, settings are plain values owned by their holder.
 */
#pragma once

#include "engine/network.h"
#include "engine/training.h"

#define BF_TASK_MAX_LENGTH 2000
#define BF_TASK_MIN_SAMPLES 10
#define BF_TASK_MAX_SAMPLES 1000000

typedef enum {          /* which settings a task reads; the others are refused in files */
  BF_TASK_LENGTH = 1 << 0,    /* T of a sequence */
  BF_TASK_SAMPLES = 1 << 1,
  BF_TASK_NOISE = 1 << 2,
  BF_TASK_PATH = 1 << 3,
  BF_TASK_LABELS = 1 << 4,
  BF_TASK_LAYOUT = 1 << 5,
  BF_TASK_TARGET = 1 << 6,
  BF_TASK_PROBLEM = 1 << 7,
  BF_TASK_TIMESTEPS = 1 << 8,
} BfTaskFlags;

/* How the pixels of an image reach the network: rows of bf_layout_table. */
typedef enum {
  BF_LAYOUT_FLAT,       /* all at once */
  BF_LAYOUT_ROWS,       /* one row of pixels a timestep */
  BF_LAYOUT_PIXELS,     /* one pixel a timestep, row by row */
} BfLayout;

/* What the target column of a table means: rows of bf_problem_table. */
typedef enum {
  BF_PROBLEM_CLASSIFICATION,
  BF_PROBLEM_REGRESSION,
} BfProblem;

extern const BfTable bf_layout_table;     /* rows are BfEntry */
extern const BfTable bf_problem_table;    /* rows are BfEntry */

typedef struct _BfTask BfTask;

/* What a person sets. A plain value: copy with bf_task_settings_copy (), free with _clear (). A
 * member that the task's flags do not name is ignored. Strings are owned; NULL counts as empty. */
typedef struct {
  const BfTask *task;
  guint length;         /* T */
  guint samples;        /* training and validation together */
  double noise;         /* standard deviation of what is added to each input */
  char *path;           /* as written in the file */
  char *labels;         /* idx: file of labels; empty: named like the images */
  guint layout;         /* idx: a BfLayout */
  char *target;         /* csv: name of the target's column; empty: the last column */
  guint problem;        /* csv: a BfProblem */
  guint timesteps;      /* csv: T of a wide table, whose columns are T blocks; 0: no time axis */
  char *folder;         /* what relative paths start from; empty: the current folder. Not in files:
                           who reads an experiment sets the folder of its file */
} BfTaskSettings;

typedef enum {
  BF_TASK_KEY_UINT,     /* a guint from min to max */
  BF_TASK_KEY_REAL,     /* a double from min to max */
  BF_TASK_KEY_STRING,   /* a char *, owned by the settings */
  BF_TASK_KEY_CHOICE,   /* a guint, index of a row of choices; its id in files */
} BfTaskKeyType;

/* One member of BfTaskSettings. The member is G_STRUCT_MEMBER (type, settings, key->offset). */
typedef struct {
  BfEntry entry;             /* id: the key in files; name: its label in the builder */
  BfTaskKeyType type;
  BfTaskFlags flag;          /* tasks with this flag read the member */
  gsize offset;
  double min, max;           /* of numbers, both allowed */
  const BfTable *choices;    /* of CHOICE */
  gboolean required;         /* a STRING that must not be empty */
} BfTaskKey;

extern const BfTable bf_task_key_table;

typedef struct _BfDataset BfDataset;

/* Shape of a task's data, as in BfNetworkSpec. */
typedef struct {
  guint inputs;         /* I: values of one sample, or of one timestep */
  guint timesteps;      /* T; 0 without a time axis */
  guint outputs;        /* classes, or regression targets */
  const BfLoss *loss;
} BfShape;

struct _BfTask {
  BfEntry entry;
  BfTaskFlags flags;
  gboolean sequence;            /* always; csv and idx may be, see bf_task_shape () */
  const BfLoss *(*loss) (const BfTaskSettings *settings);
  guint default_length, default_samples;
  double default_noise;
  BfLayout default_layout;
  /* Sets the three numbers of @shape; FALSE and @error for a file that cannot be read. Settings
   * are valid. */
  gboolean (*shape) (const BfTaskSettings *settings, BfShape *shape, GError **error);
  /* Builds the data; NULL and @error when it cannot (file missing, line 7 column 3 not a
   * number...). Settings are valid. */
  BfDataset *(*build) (const BfTaskSettings *settings, guint64 seed, GError **error);
};

extern const BfTable bf_task_table;

void bf_task_settings_init (BfTaskSettings *settings, const BfTask *task); /* its defaults */
/* Overwrites @to. */
void bf_task_settings_copy (BfTaskSettings *to, const BfTaskSettings *from);
void bf_task_settings_clear (BfTaskSettings *settings);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BfTaskSettings, bf_task_settings_clear)

/* Whether both give the same data; members that the task does not read do not count. */
gboolean bf_task_settings_equal (const BfTaskSettings *a, const BfTaskSettings *b);

/* Whether every member that the task reads is in its range; files are not looked at. If not, the
 * message begins with the member's key: "length: ...". Domain BF_DATASET_ERROR, code SETTINGS. */
gboolean bf_task_settings_validate (const BfTaskSettings *settings, GError **error);
