/* The panel of a budget: bars on and below a line in steps. Private to the folder. */
#pragma once

#include "engine/budget.h"
#include "figure/scene-private.h"

/* What is drawn of a run. */
typedef struct {
  BfSceneItem item;
  const BfFigureRun *run;
  guint n;                                       /* layers */
  const double *levels;                          /* [n] decades since the output; NAN: none */
  const double (*parts)[BF_N_BUDGET_PARTS];      /* [n] as in the record */
  guint group;                                   /* layers that share bars, from the output on */
  const char *note, *brief_note;                 /* what each part comes to; NULL: not all has a number */
} BfWaterfall;

/* Of a run that is shown, added to the panel; @group layers share their bars. */
const BfWaterfall *bf_waterfall_add (BfScene *scene, guint panel, const BfFigureRun *run,
                                     guint group);

/* The bars of a group of layers, or of a single one where the group has no sum. */
typedef struct {
  guint bottom, top;                             /* layers, from 0 */
  double sums[BF_N_BUDGET_PARTS];                /* of what is finite */
  double change;                                 /* all of them together */
  gboolean whole;                                /* all of it is finite */
  double level, low, high;                       /* where they begin, and how far they reach */
} BfBars;

/* From the output on, beginning with zeroed @bars, until FALSE. The first layer has none: it hands
 * nothing down. */
gboolean bf_waterfall_next (const BfWaterfall *waterfall, BfBars *bars);

/* Calls @function with the ends of each bar, in the order in which they are stacked. */
typedef void (*BfBarFunction) (gpointer data, guint part, double from, double to);
void bf_waterfall_stack (const BfBars *bars, BfBarFunction function, gpointer data);

/* The line of a panel above its plot, if it was given one. */
double bf_waterfall_note_height (const BfTheme *theme);

/* What a part that is not finite says of the gradient, and where that is marked. */
#define BF_N_BUDGET_BREAKS 3
extern const struct BfBudgetBreak {
  BfValueClass value_class;
  const char *name;                              /* N_() */
} bf_budget_breaks[BF_N_BUDGET_BREAKS];
int bf_budget_break_of (double part);            /* index among them; -1: finite */

const char *bf_budget_part_name (guint part);    /* translated */
char *bf_budget_number (double value);           /* "+0.1234", "−0.5"; g_free() */
char *bf_budget_label (double value);            /* "+0.12", "−0.50"; g_free() */

/* The activation gradient's norm, and whether it has a logarithm. */
double bf_budget_norm (const BfFigureRun *run, guint row, guint layer);
gboolean bf_budget_is_level (double norm);
