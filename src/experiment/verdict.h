/* Verdicts with their evidence, derived from one row of a record.
 *
 * The evidence is the RMS of dL/dh along the layers, or for a network with recurrent layers the
 * norm of the total dL/dh_t along the timesteps of that recurrent layer whose gradient changes
 * most. The numbers are those of the row itself; the kind is decided on the median of up to ten
 * rows that end with it, so that a live verdict does not flicker. Everything is relative to the
 * output; all thresholds live in verdict.c.
 *
 *   diverged   something is no longer finite
 *   dead       in one layer nearly no unit passes a gradient for any sample of the batch, or none
 *              reaches even the last layer
 *   vanishing  less than 1/1000 of the output's gradient is left at layer (timestep) 1
 *   exploding  more than 1000 times the output's gradient arrives there
 *   healthy    everything else
 */
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

/* The share of the output's gradient that the reach of a gradient ends at. */
#define BF_REACH_SHARE 1e-3

typedef struct {
  BfVerdictKind kind;
  guint64 step;             /* the step it was taken from */
  gboolean over_time;       /* evidence is along timesteps, not layers */
  double decay_factor;      /* geometric mean ratio of gradient RMS from a layer (timestep) to the
                               one before it, where it is not exactly zero; NAN if undefined */
  guint reach;              /* layers (timesteps) back from the output above 1/1000 of its RMS */
  guint length;             /* L or T */
  double ratio;             /* RMS at layer (timestep) 1 relative to the last; NAN if undefined */
  guint layer;              /* from 1: the recurrent layer over time; the dead layer; else 0 */
  double dead_fraction;     /* largest of all layers */
} BfVerdict;

/* NONE if the record has no row @row. */
void bf_verdict_from_record (const BfRecord *record, guint row, BfVerdict *verdict);

/* One plain translated sentence with the numbers; free with g_free(). */
char *bf_verdict_describe (const BfVerdict *verdict);
