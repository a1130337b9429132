/* The functions of each figure, for the table in figure.c. Private to the folder. */
#pragma once

#include "figure/figure.h"

#define BF_DECLARE_FIGURE(name) \
  void name##_build (BfScene *scene); \
  char *name##_describe (const BfFigureView *view)

BF_DECLARE_FIGURE (bf_gradient_by_layer);
BF_DECLARE_FIGURE (bf_gradient_by_timestep);
BF_DECLARE_FIGURE (bf_budget_chart);
BF_DECLARE_FIGURE (bf_gradient_distributions);
BF_DECLARE_FIGURE (bf_activation_distributions);
BF_DECLARE_FIGURE (bf_layer_step_map);
BF_DECLARE_FIGURE (bf_timestep_step_map);
BF_DECLARE_FIGURE (bf_layer_timestep_map);
BF_DECLARE_FIGURE (bf_training_curves);
void bf_training_curves_place (BfScene *scene);
BF_DECLARE_FIGURE (bf_seeds);
void bf_seeds_place (BfScene *scene);
gboolean bf_view_has_seeds (const BfFigureView *view);
BF_DECLARE_FIGURE (bf_spectrum_chart);
gboolean bf_view_has_spectrum (const BfFigureView *view);
BF_DECLARE_FIGURE (bf_network_picture);
void bf_network_picture_place (BfScene *scene);
void bf_distributions_place (BfScene *scene);
void bf_budget_chart_place (BfScene *scene);
