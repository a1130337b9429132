/* What the tests of the side panel share: sessions to edit, and finding a widget as a person
 * finds it. */
#pragma once

#include <adwaita.h>

#include "app/session.h"
#include "engine/table.h"

/* A session whose selected configuration is valid and has as many settings as one can: several
 * layers under shortcuts, an activation with a parameter, an initialiser with a width, momentum,
 * a generated task. */
BfSession *builder_session_new (void);

const BfConfiguration *builder_selected (BfSession *session);

/* Edits the selected configuration as a program would. */
typedef void (*BuilderChange) (BfConfiguration *configuration, gpointer data);
void builder_change (BfSession *session, BuilderChange change, gpointer data);

/* The first visible descendant of type @type; with a row of @title, if that is not NULL, among its
 * ancestors. */
gpointer builder_find (GtkWidget *root, GType type, const char *title);

/* The text a row shows, and typing into it. */
const char *builder_row_text (GtkWidget *row);
void builder_row_type (GtkWidget *row, const char *text);

/* Presses a key in @widget, as its own controllers see it. Whether one of them took it. */
gboolean builder_press (GtkWidget *widget, guint keyval, GdkModifierType state);

void builder_click (GtkWidget *button);
void builder_wait (guint milliseconds);

/* Until the panel says what is wrong with what was typed. */
#define LONGER_THAN_A_PAUSE 500 /* ms */

typedef struct {
  BfSession *session;
  GtkWidget *window;   /* NULL: the panel alone, which is much faster under sanitizers */
  GtkWidget *panel;
} BuilderFixture;

/* For g_test_add (). */
void builder_set_up (BuilderFixture *fixture, gconstpointer data);
void builder_set_up_window (BuilderFixture *fixture, gconstpointer data);
void builder_tear_down (BuilderFixture *fixture, gconstpointer data);

GtkWidget *builder_number_row (BuilderFixture *fixture, const char *title);   /* must be there */
const BfLayerGroup *builder_group_at (BuilderFixture *fixture, guint index);
void builder_assert_wrong (GtkWidget *row, gboolean wrong);   /* is shown as such */
