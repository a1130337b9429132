/* A figure of a small experiment in a window of its own, trained, and what a person does to it. */
#pragma once

#include "small.h"

#include "app/figure-area-private.h"
#include "app/figure-key.h"

#define STEPS 30
#define WIDTH 700
#define HEIGHT 420
#define X (WIDTH * 0.6)
#define Y (HEIGHT * 0.4)

typedef struct {
  BfSession *session;
  BfFigureArea *area;
  GtkWidget *window;
} Fixture;

void show_figure (Fixture *fixture, const char *id);
void set_up (Fixture *fixture, gconstpointer figure);
void tear_down (Fixture *fixture, gconstpointer data);
BfFigureView view_of (Fixture *fixture);
void activate (Fixture *fixture, const char *action);
gboolean is_enabled (Fixture *fixture, const char *action);
gboolean scroll (Fixture *fixture, double dy, GdkModifierType state);
BfPlotArea plot_of (Fixture *fixture);
void press (Fixture *fixture, guint key, GdkModifierType state);
