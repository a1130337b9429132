/* What the runs of one configuration with several seeds say together.
 *
 * Gradients differ by factors, so their mean over seeds is the geometric one: exp of the mean of ln. The spread
 * is the standard deviation of ln (n - 1 in the denominator), and two configurations are compared by Welch's
 * test on ln: B. L. Welch, The generalization of "Student's" problem when several different population variances
 * are involved, Biometrika 34 (1947). A seed whose value is exactly zero makes the geometric mean zero and ln
 * infinite: such means are shown, but not compared. What is not finite has no place in a mean: it is counted as
 * missing, never dropped in silence.
 */
#pragma once

#include "experiment/configuration.h"
#include "experiment/record.h"

/* The record of seed number @number (from 0): @record itself, or its replicate; NULL: none. */
const BfRecord *bf_seed_record (const BfRecord *record, guint number);

/* How the runs of a configuration ended. */
typedef struct {
  guint n;                          /* seeds of the configuration */
  guint outcomes[BF_N_OUTCOMES];    /* UNFINISHED: those not begun, too */
} BfSeedOutcomes;
void bf_seed_outcomes (const BfConfiguration *configuration, const BfRecord *record,
                       BfSeedOutcomes *outcomes);
/* "2 of 5 seeds diverged", or NULL if all seeds finished; translated, g_free(). */
char *bf_seed_outcomes_describe (const BfSeedOutcomes *outcomes);

/* One quantity over seeds. */
typedef struct {
  gboolean geometric;
  guint n;                          /* values that count */
  guint n_zero;                     /* of these exactly zero */
  guint n_missing;                  /* not finite, or negative where the mean is geometric */
  double mean;                      /* NAN: there is nothing to take it of */
  double smallest, largest;         /* NAN likewise */
  double center, variance;          /* of ln where geometric; NAN with a zero there; variance also below two */
} BfSeedSpread;
void bf_seed_spread (const double *values, guint n, gboolean geometric, BfSeedSpread *spread);

/* Bands about the mean. Few seeds say little of a deviation: then all of them are in the band. */
#define BF_SEEDS_FOR_DEVIATION 5
typedef enum {
  BF_SEED_BAND_EXTREMES,            /* from the smallest to the largest */
  BF_SEED_BAND_DEVIATION,           /* one standard deviation up and down; of ln where geometric. With a zero, from
                                       there to the largest */
} BfSeedBand;
/* NAN both: fewer than two seeds. */
void bf_seed_spread_band (const BfSeedSpread *spread, BfSeedBand band, double *low, double *high);

typedef struct {
  double t;                         /* positive: @a is larger */
  double degrees;                   /* of freedom, after Welch and Satterthwaite */
  double p;                         /* two-sided: how often seeds alone would differ as much */
} BfWelch;
/* FALSE: cannot be told: fewer than two seeds, or a zero in one. */
gboolean bf_seed_welch (const BfSeedSpread *a, const BfSeedSpread *b, BfWelch *welch);

/* Below it a difference is called larger than that of the seeds. */
#define BF_SEED_SIGNIFICANT 0.05

/* Two-sided p of Student's t. */
double bf_student_p (double t, double degrees);
