/* What is measured of a layer while the passes hold its arrays. */
#pragma once

#include "engine/layer.h"

/* After the layer's forward pass: h. */
void X (measure_output) (Layer *layer);
/* Before its backward pass: dL/dh as it arrives. */
void X (measure_arrival) (Layer *layer);
/* After its backward pass, while the gradients are near; returns their norm. */
double X (measure_parameters) (Layer *layer);
/* After its backward pass, all that its statistics hold. */
void X (fill_measures) (const Layer *layer, BfProbe *probe);
/* After the backward passes of the layer and of the one before. */
void X (fill_budget) (const Layer *layer, const Layer *before, BfProbe *probe);
