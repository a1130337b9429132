/* Where number formats end, as guides on a log axis of gradients. Private to the folder. */
#pragma once

#include "figure/scene-private.h"

/* After the y axis of @panel is set. @smallest: the smallest positive value that is drawn there. */
void bf_scene_add_format_guides (BfScene *scene, guint panel, double smallest);
