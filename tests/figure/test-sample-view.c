/* Samples as figures see them. */
#include "test-samples.h"

void
sample_runs (const Sample *sample, const BfTheme *theme, BfFigureRun *runs)
{
  for (guint i = 0; i < sample->n; i++)
    runs[i] = (BfFigureRun) { sample->configurations[i], sample->records[i],
                              bf_theme_series_color (theme, i), i, .spectrum = sample->spectra[i] };
}

BfFigureView
sample_view (const Sample *sample, const BfTheme *theme, BfFigureRun *runs)
{
  sample_runs (sample, theme, runs);
  return (BfFigureView) { .n_runs = sample->n, .runs = runs, .measure = BF_ACTIVATION_GRADIENT_RMS };
}

char *
sample_readout (const BfFigure *figure, const BfFigureView *view, const BfTheme *theme,
                double width, double height, double x, double y)
{
  g_autoptr (BfScene) scene = bf_scene_new (figure, view, theme, width, height);
  BfCursor cursor;

  return bf_scene_point_at (scene, x, y, &cursor) ? bf_scene_readout (scene, &cursor) : NULL;
}

void
sample_set_up (SampleFixture *fixture, gconstpointer name)
{
  sample_make (&fixture->sample, name);
  fixture->view = sample_view (&fixture->sample, &bf_theme_light, fixture->runs);
}

void
sample_tear_down (SampleFixture *fixture, gconstpointer name)
{
  sample_clear (&fixture->sample);
}
