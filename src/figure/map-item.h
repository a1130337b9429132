/* The panel of a map: its cells, drawn, pointed at, read out and listed. Private to the folder. */
#pragma once

#include "figure/map.h"

/* @map is static, @part is copied; for bf_scene_add_item(). */
BfSceneItem *bf_map_item_new (const BfMap *map, const BfMapPart *part);
/* Where nothing was trained yet. */
BfSceneItem *bf_map_background_new (void);
