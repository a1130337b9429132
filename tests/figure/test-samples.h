/* Records made up for the tests of figures: good ones and every kind of broken one. */
#pragma once

#include "figure/scene.h"

#define SAMPLE_MAX_RUNS 8

/* Singular values of the square matrices of spectra. */
#define SAMPLE_WIDTH 24

/* Histograms are there at step 1, and after as many steps again and again. */
#define SAMPLE_HISTOGRAM_INTERVAL 20

typedef struct {
  guint n;
  BfConfiguration *configurations[SAMPLE_MAX_RUNS];
  BfRecord *records[SAMPLE_MAX_RUNS];     /* NULL: not run */
  BfSpectrum *spectra[SAMPLE_MAX_RUNS];   /* of all that have steps, after the last one */
} Sample;

/* Numbers that look like noise and are the same everywhere. */
double sample_noise (guint run, guint64 step, guint layer, guint what);
/* Budgets and histograms that go with the measures of the layers. */
void sample_fill_probe (BfProbe *probe, guint run);

/* A configuration of @layers dense layers and a record of @steps steps; @value gives every layer
 * measure and training measure. */
typedef double (*SampleValue) (guint run, guint64 step, guint layer, guint n_layers, guint measure);
void sample_add (Sample *sample, const char *name, guint layers, guint64 steps, SampleValue value);

/* Singular values of @layers layers of @width units with 10 outputs. */
BfSpectrum *sample_spectrum (guint layers, guint width, gboolean recurrent, guint run, guint64 step,
                             SampleValue value);

/* A few configurations as they are in truth: the first vanishes, the second is healthy, the third
 * explodes. */
double sample_usual (guint run, guint64 step, guint layer, guint n_layers, guint measure);

/* The same of recurrent layers of one cell ("lstm") on sequences of @timesteps. The state gradients are
 * what @value has for the activation gradient of as many layers. */
void sample_add_recurrent (Sample *sample, const char *name, const char *cell, guint layers,
                           guint timesteps, guint64 steps, SampleValue value);

typedef struct {
  const char *name;
  void (*make) (Sample *sample);
} SampleInfo;

extern const SampleInfo samples[];
extern const guint n_samples;

/* @n configurations that look real; sample_append() gives each of them @steps more. */
void sample_make_large (Sample *sample, guint n, guint layers, guint64 steps);
void sample_make_large_recurrent (Sample *sample, guint n, guint timesteps, guint64 steps);
void sample_append (Sample *sample, guint64 steps);
/* Each record becomes one that was given just the same rows of these, without ever more. */
void sample_make_afresh (Sample *sample, const Sample *large);

void sample_make (Sample *sample, const char *name);
void sample_clear (Sample *sample);

/* Runs borrowed from @sample, in the theme's colours; [sample->n]. */
void sample_runs (const Sample *sample, const BfTheme *theme, BfFigureRun *runs);

/* All of @sample, of the activation gradient's RMS; fills @runs. */
BfFigureView sample_view (const Sample *sample, const BfTheme *theme, BfFigureRun *runs);

/* One sample, named by the data of the test, and all of it in view: for g_test_add(). */
typedef struct {
  Sample sample;
  BfFigureRun runs[SAMPLE_MAX_RUNS];
  BfFigureView view;
} SampleFixture;
void sample_set_up (SampleFixture *fixture, gconstpointer name);
void sample_tear_down (SampleFixture *fixture, gconstpointer name);

/* What is read out at a point of a figure of this size; NULL: nothing is there. g_free(). */
char *sample_readout (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                      double width, double height, double x, double y);
