/* A card that says of one configuration what became of its gradient, with the evidence. */
#pragma once

#include <gtk/gtk.h>

#include "experiment/experiment.h"
#include "experiment/verdict.h"
#include "plot/theme.h"

#define BF_TYPE_VERDICT_CARD (bf_verdict_card_get_type ())
G_DECLARE_FINAL_TYPE (BfVerdictCard, bf_verdict_card, BF, VERDICT_CARD, GtkFlowBoxChild)

GtkWidget *bf_verdict_card_new (void);

/* @record may be NULL. @step as in BfFigureView. @color as the configuration is drawn. */
void bf_verdict_card_show (BfVerdictCard *self, const BfConfiguration *configuration,
                           const BfRecord *record, guint64 step, BfColor color);
void bf_verdict_card_set_selected (BfVerdictCard *self, gboolean selected);

/* Icon and style class of a verdict; static strings. */
const char *bf_verdict_icon_name (BfVerdictKind kind);
const char *bf_verdict_style_class (BfVerdictKind kind);
