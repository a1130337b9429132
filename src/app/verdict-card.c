#include "config.h"

#include "app/verdict-card.h"

#include <glib/gi18n-lib.h>

struct _BfVerdictCard
{
  GtkFlowBoxChild parent_instance;

  /* Template widgets */
  GtkDrawingArea *swatch;
  GtkLabel *name;
  GtkBox *badge;
  GtkImage *icon;
  GtkLabel *word;
  GtkLabel *evidence;

  BfColor color;
  const char *style_class;    /* of the badge; static */
};

G_DEFINE_FINAL_TYPE (BfVerdictCard, bf_verdict_card, GTK_TYPE_FLOW_BOX_CHILD)

static const struct { const char *icon, *style_class; } looks[BF_N_VERDICTS] = {
  [BF_VERDICT_NONE] = { "content-loading-symbolic", "verdict-none" },
  [BF_VERDICT_VANISHING] = { "go-down-symbolic", "verdict-vanishing" },
  [BF_VERDICT_HEALTHY] = { "emblem-ok-symbolic", "verdict-healthy" },
  [BF_VERDICT_EXPLODING] = { "go-up-symbolic", "verdict-exploding" },
  [BF_VERDICT_DIVERGED] = { "dialog-error-symbolic", "verdict-diverged" },
  [BF_VERDICT_DEAD] = { "process-stop-symbolic", "verdict-dead" },
};

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BfVerdictCard *self = user_data;

  cairo_set_source_rgba (cr, self->color.r, self->color.g, self->color.b, self->color.a);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
bf_verdict_card_class_init (BfVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/backflow/Backflow/verdict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, swatch);
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, name);
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, badge);
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, icon);
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, word);
  gtk_widget_class_bind_template_child (widget_class, BfVerdictCard, evidence);
}

static void
bf_verdict_card_init (BfVerdictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch, self, NULL);
}

GtkWidget *
bf_verdict_card_new (void)
{
  return g_object_new (BF_TYPE_VERDICT_CARD, NULL);
}

static void
show_kind (BfVerdictCard *self, BfVerdictKind kind)
{
  const BfEntry *entry = bf_table_row (&bf_verdict_table, kind);

  gtk_image_set_from_icon_name (self->icon, bf_verdict_icon_name (kind));
  gtk_label_set_label (self->word, _(entry->name));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->badge), _(entry->summary));
  if (self->style_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->badge), self->style_class);
  self->style_class = bf_verdict_style_class (kind);
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), self->style_class);
}

void
bf_verdict_card_show (BfVerdictCard *self, const BfConfiguration *configuration,
                      const BfRecord *record, guint64 step, BfColor color)
{
  BfVerdict verdict = { .kind = BF_VERDICT_NONE };
  g_autofree char *evidence = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (BF_IS_VERDICT_CARD (self));

  if (record != NULL && bf_record_n_rows (record) > 0)
    bf_verdict_from_record (record, bf_record_row_at (record, step), &verdict);
  if (record != NULL && bf_record_outcome (record) == BF_OUTCOME_FAILED)
    evidence = g_strdup (bf_record_message (record));
  else
    evidence = bf_verdict_describe (&verdict);

  self->color = color;
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
  gtk_label_set_label (self->name, configuration->name);
  gtk_label_set_label (self->evidence, evidence);
  show_kind (self, verdict.kind);
  label = g_strdup_printf (_("%s: %s"), configuration->name, gtk_label_get_label (self->word));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, evidence, -1);
}

void
bf_verdict_card_set_selected (BfVerdictCard *self, gboolean selected)
{
  g_return_if_fail (BF_IS_VERDICT_CARD (self));

  if (selected)
    gtk_widget_add_css_class (GTK_WIDGET (self), "selected");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "selected");
}

const char *
bf_verdict_icon_name (BfVerdictKind kind)
{
  g_return_val_if_fail (kind < BF_N_VERDICTS, NULL);
  return looks[kind].icon;
}

const char *
bf_verdict_style_class (BfVerdictKind kind)
{
  g_return_val_if_fail (kind < BF_N_VERDICTS, NULL);
  return looks[kind].style_class;
}
