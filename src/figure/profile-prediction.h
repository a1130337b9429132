/* What theory says of the lines of a profile: curves, bands and words. Private to the folder. */
#pragma once

#include "figure/profile.h"

/* What was drawn. */
typedef struct {
  guint n;                 /* curves */
  guint limits;            /* BfTheoryLimit flags of all of them */
  gboolean has_direct;
  BfRange range;           /* that an axis should hold... */
  BfRange direct;          /* ...and of direct paths, which may leave it */
} BfProfilePredictions;

/* Adds the curves of all @lines, BfProfileLine, if the view shows them, to their panels. */
void bf_profile_add_predictions (const BfProfile *profile, BfScene *scene, const GArray *lines,
                                 const double *places, BfProfilePredictions *predictions);
void bf_profile_add_prediction_legend (const BfProfile *profile, BfScene *scene,
                                       const BfProfilePredictions *predictions);
