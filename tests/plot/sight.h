/* How different colours look, also to people who see fewer of them. */
#pragma once

#include "plot/theme.h"

/* Normal sight, then protanopia, deuteranopia and tritanopia as Machado, Oliveira & Fernandes
 * (2009) simulate them, severity 1. */
#define N_SIGHTS 4

/* CIE L* of a colour, 0 to 100. */
double sight_lightness (guint sight, BfColor color);
/* Euclidean distance in CIE L*a*b*; about 2.3 is just noticeable side by side. */
double sight_distance (guint sight, BfColor a, BfColor b);
