/* The functions of each figure, for the table in figure.c. Private to the folder. */
#pragma once

#include "figure/figure.h"

#define BF_DECLARE_FIGURE(name) \
  void name##_draw (cairo_t *cr, double width, double height, const BfFigureView *view, \
                    const BfTheme *theme); \
  void name##_overlay (cairo_t *cr, double width, double height, const BfFigureView *view, \
                       const BfTheme *theme); \
  char *name##_readout (double width, double height, const BfFigureView *view, \
                        const BfTheme *theme, double x, double y); \
  char *name##_describe (const BfFigureView *view)

BF_DECLARE_FIGURE (bf_gradient_by_layer);
BF_DECLARE_FIGURE (bf_gradient_by_timestep);
gboolean bf_gradient_by_timestep_applies (const BfFigureView *view);
BF_DECLARE_FIGURE (bf_layer_step_map);
BF_DECLARE_FIGURE (bf_training_curves);
BF_DECLARE_FIGURE (bf_network_picture);
