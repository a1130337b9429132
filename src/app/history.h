/* The history of edits of one experiment: changes that can be undone and done again.
 *
 * A change holds the other side of what it changed. Toggling swaps the two sides, so that doing, undoing and redoing
 * are one operation. Records travel with the configuration that they belong to. Main thread only.
 */
#pragma once

#include "experiment/experiment.h"

typedef enum {
  BF_CHANGE_EDIT,     /* swaps the configuration of an entry */
  BF_CHANGE_INSERT,   /* toggling inserts an entry */
  BF_CHANGE_REMOVE,   /* toggling removes it */
  BF_CHANGE_TITLE,
} BfChangeKind;

typedef struct {
  guint64 id;                       /* unique in a history; says whether a saved state is reached again */
  BfChangeKind kind;
  guint index;                      /* of the entry */
  BfConfiguration *configuration;   /* owned; the other side of an edit, or the removed one */
  /* What belongs to @configuration: owned, may be NULL. */
  BfRecord *record;
  BfSpectrum *spectrum;
  char *spectrum_message;
  gboolean numbers;                 /* an edit of more than name and colour: records do not carry over */
  char *title;                      /* owned */
  char *what;                       /* owned; translated, for the undo button */
  char *merge;                      /* owned; NULL: never one step with another */
} BfChange;

BfChange *bf_change_new (BfChangeKind kind, guint index, const char *what, const char *merge);
void bf_change_free (BfChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfChange, bf_change_free)
void bf_change_toggle (BfChange *change, BfExperiment *experiment);

typedef struct _BfHistory BfHistory;

BfHistory *bf_history_new (void);
void bf_history_free (BfHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfHistory, bf_history_free)

void bf_history_clear (BfHistory *history);
void bf_history_seal (BfHistory *history);    /* the next change starts a step of its own */

/* Toggles @change (taken) and remembers it; what was undone before is forgotten. */
void bf_history_do (BfHistory *history, BfExperiment *experiment, BfChange *change);

/* The change that would be undone or redone next; borrowed, NULL when there is none. */
const BfChange *bf_history_next_undo (BfHistory *history);
const BfChange *bf_history_next_redo (BfHistory *history);

/* The change that was toggled; borrowed, NULL when there was none. */
const BfChange *bf_history_undo (BfHistory *history, BfExperiment *experiment);
const BfChange *bf_history_redo (BfHistory *history, BfExperiment *experiment);

/* Identifies the present state; 0 before any change. */
guint64 bf_history_position (BfHistory *history);
