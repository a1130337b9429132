#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/figure.h"

#include "figure/figures.h"
#include "figure/profile.h"
#include "figure/recurrent.h"
#include "figure/scene-private.h"

#define FUNCTIONS(name) .build = name##_build, .describe = name##_describe

static const BfFigure rows[] = {
  {
    .entry = { "gradient-by-layer", N_("Gradient by layer"),
               N_("How large the gradient is at every layer, one line a configuration") },
    .brief = N_("By layer"),
    .is_profile = TRUE,
    .uses_measure = TRUE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.6,
    FUNCTIONS (bf_gradient_by_layer),
    .place = bf_profile_place,
  },
  {
    .entry = { "gradient-by-timestep", N_("Gradient by timestep"),
               N_("How large the gradient is at every timestep, one line a configuration and "
                  "recurrent layer") },
    .brief = N_("By timestep"),
    .is_profile = TRUE,
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.6,
    .applies = bf_view_is_recurrent,
    FUNCTIONS (bf_gradient_by_timestep),
    .place = bf_profile_place,
  },
  {
    .entry = { "layer-step-map", N_("Gradient map"),
               N_("How large the gradient is at every layer and training step, one map a "
                  "configuration") },
    .brief = N_("Map"),
    .uses_measure = TRUE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.9,
    FUNCTIONS (bf_layer_step_map),
    .place = bf_scene_place_maps,
  },
  {
    .entry = { "timestep-step-map", N_("Timestep map"),
               N_("How large the gradient is at every timestep and training step, one map a "
                  "configuration and recurrent layer") },
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.9,
    .applies = bf_view_is_recurrent,
    FUNCTIONS (bf_timestep_step_map),
    .place = bf_scene_place_maps,
  },
  {
    .entry = { "layer-timestep-map", N_("State map"),
               N_("How large the gradient is at every recurrent layer and timestep, one map a "
                  "configuration and kind of state") },
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.9,
    .applies = bf_view_is_recurrent,
    FUNCTIONS (bf_layer_timestep_map),
    .place = bf_scene_place_maps,
  },
  {
    .entry = { "training", N_("Training"),
               N_("Loss, accuracy, gradient norm and update ratio at every training step, one "
                  "line a configuration") },
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .uses_x_kind = TRUE,
    .uses_y_kind = TRUE,
    .uses_smoothing = TRUE,
    .aspect = 1.25,
    FUNCTIONS (bf_training_curves),
    .place = bf_training_curves_place,
  },
  {
    .entry = { "seeds", N_("Seeds"),
               N_("Gradient and loss as means over seeds with their spread, to tell a difference "
                  "from luck, one line a configuration") },
    .uses_measure = TRUE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.9,
    .applies = bf_view_has_seeds,
    FUNCTIONS (bf_seeds),
    .place = bf_seeds_place,
  },
  {
    .entry = { "network", N_("Network"),
               N_("The layers and their connections, coloured by how large the gradient is there") },
    .uses_measure = TRUE,
    .uses_step = TRUE,
    .uses_y_kind = TRUE,
    .aspect = 1.9,
    FUNCTIONS (bf_network_picture),
    .place = bf_network_picture_place,
  },
  {
    .entry = { "budget", N_("Budget"),
               N_("What makes the gradient grow and shrink from the output to the input, one "
                  "waterfall a configuration") },
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .aspect = 1.9,
    FUNCTIONS (bf_budget_chart),
    .place = bf_budget_chart_place,
  },
  {
    .entry = { "spectrum", N_("Spectrum"),
               N_("How much the network stretches each direction: singular values of its Jacobians "
                  "and weights, one line a configuration") },
    .uses_y_kind = TRUE,
    .uses_spectrum = TRUE,
    .aspect = 1.9,
    .applies = bf_view_has_spectrum,
    FUNCTIONS (bf_spectrum_chart),
    .place = bf_scene_place_maps,
  },
  {
    .entry = { "gradient-distributions", N_("Gradient spread"),
               N_("How the gradients of each layer are distributed, and what low precision would "
                  "lose, one column a configuration") },
    .brief = N_("Spread"),
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .aspect = 1.6,
    FUNCTIONS (bf_gradient_distributions),
    .place = bf_distributions_place,
  },
  {
    .entry = { "activation-distributions", N_("Activation spread"),
               N_("How the activations of each layer are distributed, one column a "
                  "configuration") },
    .brief = N_("Activations"),
    .uses_measure = FALSE,
    .uses_step = TRUE,
    .aspect = 1.6,
    FUNCTIONS (bf_activation_distributions),
    .place = bf_distributions_place,
  },
};

const BfTable bf_figure_table = BF_TABLE ("figures", rows);

GPtrArray *
bf_figures_that_apply (const BfFigureView *view)
{
  GPtrArray *figures = g_ptr_array_new ();

  for (guint i = 0; i < bf_figure_table.n_rows; i++)
    {
      const BfFigure *figure = bf_table_row (&bf_figure_table, i);

      if (figure->applies == NULL || figure->applies (view))
        g_ptr_array_add (figures, (gpointer) figure);
    }
  return figures;
}

const char *
bf_figure_brief (const BfFigure *figure)
{
  g_return_val_if_fail (figure != NULL, NULL);
  return figure->brief != NULL ? _(figure->brief) : _(figure->entry.name);
}
