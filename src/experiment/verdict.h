/* Verdicts with their evidence, derived from one row of a record. All thresholds live in verdict.c. */
#pragma once

#include "experiment/record.h"

typedef enum {
  BF_VERDICT_NONE,        /* nothing recorded yet */
  BF_VERDICT_VANISHING,
  BF_VERDICT_HEALTHY,
  BF_VERDICT_EXPLODING,
  BF_VERDICT_DIVERGED,
  BF_VERDICT_DEAD,
  BF_N_VERDICTS
} BfVerdictKind;

extern const BfTable bf_verdict_table;   /* row i: id, name and meaning of kind i */

typedef struct {
  BfVerdictKind kind;
  guint64 step;             /* the step it was taken from */
  gboolean over_time;       /* evidence is along timesteps, not layers */
  double decay_factor;      /* geometric mean ratio of gradient RMS from a layer (timestep) to the one
                               before it; NAN if undefined */
  guint reach;              /* layers (timesteps) back from the output above 1/1000 of its RMS there */
  guint length;             /* L or T */
  double ratio;             /* first over last: RMS at layer 1 relative to layer L */
} BfVerdict;

void bf_verdict_from_record (const BfRecord *record, guint row, BfVerdict *verdict);

/* One plain translated sentence with the numbers; free with g_free(). */
char *bf_verdict_describe (const BfVerdict *verdict);
