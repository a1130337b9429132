#include "figure/figure.h"

BfFigureRun *
bf_figure_runs_new (const BfExperiment *experiment, const BfTheme *theme)
{
  guint n = bf_experiment_n (experiment);
  BfFigureRun *runs = g_new0 (BfFigureRun, n);

  for (guint i = 0; i < n; i++)
    {
      const BfConfiguration *configuration = bf_experiment_configuration (experiment, i);
      BfColor color;

      if (configuration->color == NULL || !bf_color_parse (configuration->color, &color))
        color = bf_theme_series_color (theme, i);
      runs[i].configuration = configuration;
      runs[i].record = bf_experiment_record (experiment, i);
      runs[i].color = bf_theme_readable (theme, color);
      runs[i].style = i;
    }
  return runs;
}
