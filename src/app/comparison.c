#include "config.h"

#include "app/comparison.h"

#include <adwaita.h>

#include "app/figure-bar.h"
#include "app/figure-table.h"
#include "app/verdict-card.h"

#define VERDICT_INTERVAL 200   /* ms; a sentence that changes faster cannot be read */
#define MAX_COLUMNS 4

struct _BfComparison
{
  GtkBox parent_instance;

  /* Template widgets */
  BfFigureBar *bar;
  GtkWidget *card;        /* that the figure is on */
  BfFigureArea *area;
  BfFigureTable *table;
  GtkLabel *caption;
  GtkFlowBox *cards;

  BfSession *session;     /* owned reference */
  GPtrArray *figures;     /* owned; rows of bf_figure_table that are offered */
  guint64 step;
  gboolean shows_table;
  guint verdict_id;       /* source that renews the cards */
};

enum
{
  PROP_FIGURE = 1,
  PROP_MEASURE,
  PROP_STEP,
  PROP_TABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BfComparison, bf_comparison, GTK_TYPE_BOX)

static void
renew_card (BfComparison *self, guint index, const BfFigureView *view)
{
  GtkFlowBoxChild *card = gtk_flow_box_get_child_at_index (self->cards, index);

  bf_verdict_card_show (BF_VERDICT_CARD (card), view->runs[index].configuration,
                        view->runs[index].record, self->step, view->runs[index].color);
  bf_verdict_card_set_selected (BF_VERDICT_CARD (card),
                                index == bf_session_selected (self->session));
}

static void
renew_cards (BfComparison *self)
{
  BfFigureView view;

  g_clear_handle_id (&self->verdict_id, g_source_remove);
  bf_figure_area_get_view (self->area, &view);
  for (guint i = 0; i < view.n_runs; i++)
    renew_card (self, i, &view);
}

static void
renew_cards_cb (gpointer user_data)
{
  BfComparison *self = user_data;

  self->verdict_id = 0;
  renew_cards (self);
}

static void
rows_cb (BfComparison *self)
{
  if (self->verdict_id == 0)
    self->verdict_id = g_timeout_add_once (VERDICT_INTERVAL, renew_cards_cb, self);
}

static gboolean
is_offered (BfComparison *self, const BfFigure *figure)
{
  return self->figures != NULL && g_ptr_array_find (self->figures, figure, NULL);
}

static gboolean
same_figures (const GPtrArray *a, const GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (a->pdata[i] != b->pdata[i])
      return FALSE;
  return TRUE;
}

static void
show_choice (BfComparison *self)
{
  bf_figure_bar_set_figures (self->bar, self->figures, bf_figure_area_get_figure (self->area));
}

/* Offers what the present configurations have something to show of. */
static void
renew_figures (BfComparison *self)
{
  g_autoptr (GPtrArray) figures = NULL;
  BfFigureView view;

  bf_figure_area_get_view (self->area, &view);
  figures = bf_figures_that_apply (&view);
  if (same_figures (self->figures, figures))
    return;
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  self->figures = g_steal_pointer (&figures);
  show_choice (self);
  if (!is_offered (self, bf_figure_area_get_figure (self->area)))
    {
      const BfFigure *first = g_ptr_array_index (self->figures, 0);
      bf_comparison_set_figure (self, first->entry.id);
    }
}

static void
edited_cb (BfComparison *self)
{
  renew_figures (self);
  renew_cards (self);
}

static void
structure_cb (BfComparison *self)
{
  guint n = bf_session_n (self->session);
  GtkFlowBoxChild *extra;

  renew_figures (self);
  while ((extra = gtk_flow_box_get_child_at_index (self->cards, n)) != NULL)
    gtk_flow_box_remove (self->cards, GTK_WIDGET (extra));
  for (guint i = 0; i < n; i++)
    if (gtk_flow_box_get_child_at_index (self->cards, i) == NULL)
      gtk_flow_box_append (self->cards, bf_verdict_card_new ());
  /* Few cards share the whole width. */
  gtk_flow_box_set_max_children_per_line (self->cards, MIN (n, MAX_COLUMNS));
  renew_cards (self);
}

static void
card_activated_cb (BfComparison *self, GtkFlowBoxChild *card)
{
  bf_session_select (self->session, gtk_flow_box_child_get_index (card));
}

/* What the cursor points at, else what there is to see. */
static void
caption_cb (BfComparison *self)
{
  const char *readout = bf_figure_area_get_readout (self->area);
  const char *description = bf_figure_area_get_description (self->area);
  g_autofree char *text = NULL;

  if (readout != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (readout, "\n", -1);
      text = g_strjoinv ("  ·  ", lines);
    }
  gtk_label_set_label (self->caption, text != NULL ? text : description != NULL ? description : "");
}

/* Who does not use the button goes on where they are. */
static void
show_table (BfComparison *self, gboolean shown)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->shows_table == shown)
    return;
  self->shows_table = shown;
  gtk_widget_set_visible (self->card, !shown);
  gtk_widget_set_visible (GTK_WIDGET (self->table), shown);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->bar)))
    gtk_widget_grab_focus (shown ? GTK_WIDGET (self->table) : GTK_WIDGET (self->area));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
}

/* Empty before the first figure is chosen. */
static const char *
figure_id (BfComparison *self)
{
  const BfFigure *figure = bf_figure_area_get_figure (self->area);

  return figure != NULL ? figure->entry.id : "";
}

static const char *
measure_id (BfComparison *self)
{
  const BfEntry *entry = bf_table_row (&bf_layer_measure_table,
                                       bf_figure_area_get_measure (self->area));
  return entry->id;
}

static void
bf_comparison_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BfComparison *self = BF_COMPARISON (object);

  switch (id)
    {
    case PROP_FIGURE:
      g_value_set_string (value, figure_id (self));
      break;
    case PROP_MEASURE:
      g_value_set_string (value, measure_id (self));
      break;
    case PROP_STEP:
      g_value_set_uint64 (value, self->step);
      break;
    case PROP_TABLE:
      g_value_set_boolean (value, self->shows_table);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_step (BfComparison *self, guint64 step)
{
  self->step = step;
  bf_figure_area_set_step (self->area, step);
  renew_cards (self);
}

static void
bf_comparison_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BfComparison *self = BF_COMPARISON (object);

  switch (id)
    {
    case PROP_FIGURE:
      bf_comparison_set_figure (self, g_value_get_string (value));
      break;
    case PROP_MEASURE:
      bf_comparison_set_measure (self, g_value_get_string (value));
      break;
    case PROP_STEP:
      set_step (self, g_value_get_uint64 (value));
      break;
    case PROP_TABLE:
      show_table (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bf_comparison_dispose (GObject *object)
{
  BfComparison *self = BF_COMPARISON (object);

  g_clear_handle_id (&self->verdict_id, g_source_remove);
  g_clear_object (&self->session);
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  G_OBJECT_CLASS (bf_comparison_parent_class)->dispose (object);
}

static void
bf_comparison_class_init (BfComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bf_comparison_get_property;
  object_class->set_property = bf_comparison_set_property;
  object_class->dispose = bf_comparison_dispose;

  properties[PROP_FIGURE] =
    g_param_spec_string ("figure", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEASURE] =
    g_param_spec_string ("measure", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STEP] =
    g_param_spec_uint64 ("step", NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TABLE] =
    g_param_spec_boolean ("table", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (BF_TYPE_FIGURE_AREA);
  g_type_ensure (BF_TYPE_FIGURE_BAR);
  g_type_ensure (BF_TYPE_FIGURE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, BfComparison, bar);
  gtk_widget_class_bind_template_child (widget_class, BfComparison, card);
  gtk_widget_class_bind_template_child (widget_class, BfComparison, area);
  gtk_widget_class_bind_template_child (widget_class, BfComparison, table);
  gtk_widget_class_bind_template_child (widget_class, BfComparison, caption);
  gtk_widget_class_bind_template_child (widget_class, BfComparison, cards);
  gtk_widget_class_bind_template_callback (widget_class, card_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, caption_cb);
}

static void
bf_comparison_init (BfComparison *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "figure",
                                  bf_figure_area_get_actions (self->area));
  bf_figure_bar_set_menu (self->bar, bf_figure_area_get_menu (self->area));
  bf_figure_bar_set_measure (self->bar, bf_figure_area_get_measure (self->area));
  bf_figure_table_set_area (self->table, self->area);
  renew_figures (self);
}

void
bf_comparison_set_session (BfComparison *self, BfSession *session)
{
  g_return_if_fail (BF_IS_COMPARISON (self));
  g_return_if_fail (BF_IS_SESSION (session) && self->session == NULL);

  /* The area first: the cards show the runs that it keeps. */
  bf_figure_area_set_session (self->area, session);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "structure", G_CALLBACK (structure_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selected", G_CALLBACK (renew_cards), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "rows", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (renew_cards), self, G_CONNECT_SWAPPED);
  structure_cb (self);
}

void
bf_comparison_set_figure (BfComparison *self, const char *id)
{
  const BfFigure *figure;

  g_return_if_fail (BF_IS_COMPARISON (self));
  g_return_if_fail (id != NULL);

  figure = bf_table_find (&bf_figure_table, id);
  if (figure == bf_figure_area_get_figure (self->area) || !is_offered (self, figure))
    return;
  bf_figure_area_set_figure (self->area, figure);
  show_choice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIGURE]);
}

void
bf_comparison_set_figure_number (BfComparison *self, guint index)
{
  g_return_if_fail (BF_IS_COMPARISON (self));

  if (index < self->figures->len)
    {
      const BfFigure *figure = g_ptr_array_index (self->figures, index);
      bf_comparison_set_figure (self, figure->entry.id);
    }
}

void
bf_comparison_go_figure (BfComparison *self, int by)
{
  int n;
  guint shown;

  g_return_if_fail (BF_IS_COMPARISON (self));

  n = self->figures->len;
  if (g_ptr_array_find (self->figures, bf_figure_area_get_figure (self->area), &shown))
    bf_comparison_set_figure_number (self, (((int) shown + by) % n + n) % n);
}

void
bf_comparison_set_measure (BfComparison *self, const char *id)
{
  const BfLayerMeasureInfo *info;
  BfLayerMeasure measure;

  g_return_if_fail (BF_IS_COMPARISON (self));
  g_return_if_fail (id != NULL);

  info = bf_table_find (&bf_layer_measure_table, id);
  if (info == NULL || !info->gradient)
    return;
  measure = bf_table_index (&bf_layer_measure_table, info);
  if (measure == bf_figure_area_get_measure (self->area))
    return;
  bf_figure_area_set_measure (self->area, measure);
  bf_figure_bar_set_measure (self->bar, measure);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASURE]);
}

BfFigureArea *
bf_comparison_get_area (BfComparison *self)
{
  g_return_val_if_fail (BF_IS_COMPARISON (self), NULL);
  return self->area;
}
