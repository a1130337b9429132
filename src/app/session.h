/* A session: one open experiment in one window, with its trainer, selection and history of edits.
 *
 * The widgets show a session and edit it only through these functions; each announces itself with a signal.
 * Main thread only.
 *
 * Signals:
 *   "structure"               entries were added, removed, reordered or the whole experiment replaced
 *   "edited" (guint index)    the configuration of one entry changed (name and colour included)
 *   "selected"                another entry is selected
 *   "rows" (guint index)      the record of one entry grew or was replaced
 *   "spectrum" (guint index)  the singular values of one entry were computed, or cannot be
 *   "state"                   trainer state, modified mark, title, file or undo/redo possibilities changed
 *   "message" (string)        something a person must be told in a toast
 */
#pragma once

#include <glib-object.h>

#include "experiment/experiment.h"
#include "trainer/trainer.h"

#define BF_TYPE_SESSION (bf_session_get_type ())
G_DECLARE_FINAL_TYPE (BfSession, bf_session, BF, SESSION, GObject)

BfSession *bf_session_new (void);    /* with the ready example */

/* Borrowed; to be read only. */
const BfExperiment *bf_session_experiment (BfSession *self);
guint bf_session_n (BfSession *self);
const BfConfiguration *bf_session_configuration (BfSession *self, guint index);
BfRecord *bf_session_record (BfSession *self, guint index);   /* NULL: not run */

guint bf_session_selected (BfSession *self);
void bf_session_select (BfSession *self, guint index);

/* Edits; each is one step of undo. A change of anything but name and colour drops the entry's record (undo brings
 * it back). @what is a translated label for the undo button; edits with the same non-NULL @merge key in a row
 * become one step (a spin button being turned). While training runs, edits that change numbers stop it first. */
void bf_session_edit (BfSession *self, guint index, const BfConfiguration *replacement,
                      const char *what, const char *merge);
void bf_session_add (BfSession *self);                    /* a default one, selected */
void bf_session_duplicate (BfSession *self, guint index); /* "Name (copy)", selected */
void bf_session_remove (BfSession *self, guint index);    /* not the last one */
void bf_session_set_title (BfSession *self, const char *title);
gboolean bf_session_undo (BfSession *self);
gboolean bf_session_redo (BfSession *self);
const char *bf_session_undo_label (BfSession *self);      /* NULL: nothing to undo */
const char *bf_session_redo_label (BfSession *self);

/* Training. */
BfTrainerState bf_session_state (BfSession *self);
void bf_session_run (BfSession *self);      /* start, or resume */
void bf_session_pause (BfSession *self);
void bf_session_step (BfSession *self);
void bf_session_stop (BfSession *self);
void bf_session_reset (BfSession *self);    /* drops the records; the next run starts from the same start */
/* Somebody looks at the singular values of the configurations' weights (bf_experiment_spectrum()): sees to
 * it that they are of the newest weights, as far as the trainer has any; before all training, of the initial
 * ones. They are computed in the background. Call it as often as something changes: it asks for nothing
 * that is there, and while training runs seldom enough that training keeps nearly all of its time. */
void bf_session_want_spectra (BfSession *self);
guint64 bf_session_steps_done (BfSession *self);
guint64 bf_session_steps_total (BfSession *self);

/* A record keeps every step up to so many bytes, by default BF_SESSION_RECORD_BUDGET, then every 2nd, every 4th, ...
 * (see bf_record_set_budget()), which a message tells once a training. From the next training on; 0: anything. */
#define BF_SESSION_RECORD_BUDGET ((gsize) 200 * 1000 * 1000)
void bf_session_set_record_budget (BfSession *self, gsize bytes);
/* One step in so many is in the records, at least; 1: every step. */
guint64 bf_session_record_interval (BfSession *self);
/* As bf_record_step_near(), of all records; 0: none. */
guint64 bf_session_step_near (BfSession *self, guint64 step, int by);

/* Files. A failed open leaves everything as it was. */
gboolean bf_session_open (BfSession *self, const char *path, GError **error);
gboolean bf_session_save (BfSession *self, const char *path, GError **error);  /* NULL: where it is from */
void bf_session_new_experiment (BfSession *self);
const char *bf_session_path (BfSession *self);
gboolean bf_session_modified (BfSession *self);
