/* The timeline: which recorded step the figures show, the newest ("live") or one that a person chose. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define BF_TYPE_TIMELINE (bf_timeline_get_type ())
G_DECLARE_FINAL_TYPE (BfTimeline, bf_timeline, BF, TIMELINE, GtkBox)

/* Whose steps can be chosen; once. */
void bf_timeline_set_session (BfTimeline *self, BfSession *session);

/* Asks the session again how many steps are recorded. */
void bf_timeline_update (BfTimeline *self);

/* Properties: "step", the step chosen, 0 when live; "text", what is shown in words, read only; "compact", whether the
 * words are left to a label elsewhere. */
guint64 bf_timeline_get_step (BfTimeline *self);
void bf_timeline_set_step (BfTimeline *self, guint64 step);
