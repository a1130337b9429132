#include "config.h"

#include "app/figure-bar.h"

#include <glib/gi18n-lib.h>

#include "app/figure-list.h"
#include "app/measure-choice.h"

#define SPACING 6

/* Fewer buttons than these are no help to choose from. */
#define FEWEST 3

struct _BfFigureBar
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *choice;          /* where there is no room for buttons */
  GtkLabel *choice_label;
  GtkWidget *all;             /* behind the buttons */
  GtkWidget *measure, *columns, *table, *options;

  GPtrArray *figures;         /* owned; NULL before they are known */
  GPtrArray *buttons;         /* children; one for each of them */
  const BfFigure *shown;
};

G_DEFINE_FINAL_TYPE (BfFigureBar, bf_figure_bar, GTK_TYPE_WIDGET)

/* What is shown at some width. */
typedef struct {
  gboolean has_buttons;       /* else the one button that opens the list */
  gboolean *buttons;          /* [n] */
  gboolean measure, columns;
} Plan;

static int
width_of (GtkWidget *widget, gboolean natural)
{
  int least, usual;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, &usual, NULL, NULL);
  return natural ? usual : least;
}

static int
room_of (GtkWidget *widget)
{
  return gtk_widget_get_visible (widget) ? width_of (widget, TRUE) + SPACING : 0;
}

/* Behind the figures and always there. */
static int
fixed_room (BfFigureBar *self)
{
  return room_of (self->table) + room_of (self->options);
}

static guint
index_of_shown (BfFigureBar *self)
{
  guint index = 0;

  if (self->figures != NULL)
    g_ptr_array_find (self->figures, self->shown, &index);
  return index;
}

/* The first ones that fit in @room, the figure shown among them; the number of them. Buttons touch. */
static guint
choose_buttons (BfFigureBar *self, int room, gboolean *taken)
{
  guint n = self->buttons->len, shown = index_of_shown (self), count = 0;

  if (n == 0)
    return 0;
  room -= width_of (g_ptr_array_index (self->buttons, shown), TRUE);
  taken[shown] = room >= 0;
  count += taken[shown];
  for (guint i = 0; i < n && room >= 0; i++)
    {
      if (i == shown)
        continue;
      room -= width_of (g_ptr_array_index (self->buttons, i), TRUE);
      taken[i] = room >= 0;
      count += taken[i];
    }
  return count;
}

static void
make_plan (BfFigureBar *self, int width, Plan *plan)
{
  int fixed = fixed_room (self), extra = room_of (self->measure) + room_of (self->columns);
  guint n = self->buttons->len;

  *plan = (Plan) { .buttons = g_new0 (gboolean, MAX (n, 1)) };
  plan->has_buttons = choose_buttons (self, width - fixed - extra - room_of (self->all), plan->buttons)
                      >= MIN (n, FEWEST) && n > 0;
  if (plan->has_buttons)
    {
      plan->measure = plan->columns = TRUE;
      return;
    }
  width -= fixed + width_of (self->choice, TRUE);
  plan->measure = width >= room_of (self->measure);
  plan->columns = width >= room_of (self->columns) + plan->measure * room_of (self->measure);
}

static void
bf_figure_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  BfFigureBar *self = BF_FIGURE_BAR (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = fixed_room (self) + width_of (self->choice, FALSE);
      *natural = fixed_room (self) + room_of (self->measure) + room_of (self->columns)
                 + room_of (self->all);
      for (guint i = 0; i < self->buttons->len; i++)
        *natural += width_of (g_ptr_array_index (self->buttons, i), TRUE);
      *natural = MAX (*natural, *minimum);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, usual;

      gtk_widget_measure (child, orientation, -1, &least, &usual, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, usual);
    }
}

/* Where the next widget goes, as if it were written from the left. */
typedef struct {
  GtkWidget *bar;
  int width, height;
  int start, end;
} Place;

static void
put (Place *place, GtkWidget *child, int x, int width)
{
  gboolean mirrored = gtk_widget_get_direction (place->bar) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = { mirrored ? place->width - x - width : x, 0, width, place->height };

  gtk_widget_set_child_visible (child, TRUE);
  gtk_widget_size_allocate (child, &area, -1);
}

static void
put_first (Place *place, GtkWidget *child, gboolean wanted, int width)
{
  gtk_widget_set_child_visible (child, wanted);
  if (!wanted)
    return;
  put (place, child, place->start, width);
  place->start += width;
}

static void
put_last (Place *place, GtkWidget *child, gboolean wanted)
{
  int width = width_of (child, TRUE);

  wanted = wanted && gtk_widget_get_visible (child);
  gtk_widget_set_child_visible (child, wanted);
  if (!wanted)
    return;
  place->end -= width;
  put (place, child, place->end, width);
  place->end -= SPACING;
}

static void
bf_figure_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BfFigureBar *self = BF_FIGURE_BAR (widget);
  Place place = { widget, width, height, 0, width };
  Plan plan;

  make_plan (self, width, &plan);
  put_last (&place, self->options, TRUE);
  put_last (&place, self->table, TRUE);
  put_last (&place, self->columns, plan.columns);
  put_last (&place, self->measure, plan.measure);
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (self->buttons, i);
      put_first (&place, button, plan.has_buttons && plan.buttons[i], width_of (button, TRUE));
    }
  put_first (&place, self->all, plan.has_buttons, width_of (self->all, TRUE));
  put_first (&place, self->choice, !plan.has_buttons, MAX (place.end, 0));
  g_free (plan.buttons);
}

static void
open_list (GtkMenuButton *button, gpointer user_data)
{
  BfFigureBar *self = user_data;

  if (self->figures != NULL)
    gtk_menu_button_set_popover (button,
                                 bf_figure_list_new (self->figures, self->shown,
                                                     gtk_widget_get_width (GTK_WIDGET (self))));
}

static void
bf_figure_bar_dispose (GObject *object)
{
  BfFigureBar *self = BF_FIGURE_BAR (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->buttons, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  G_OBJECT_CLASS (bf_figure_bar_parent_class)->dispose (object);
}

static void
bf_figure_bar_finalize (GObject *object)
{
  g_ptr_array_unref (BF_FIGURE_BAR (object)->buttons);
  G_OBJECT_CLASS (bf_figure_bar_parent_class)->finalize (object);
}

static void
bf_figure_bar_class_init (BfFigureBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bf_figure_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = bf_figure_bar_finalize;
  widget_class->measure = bf_figure_bar_measure;
  widget_class->size_allocate = bf_figure_bar_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/backflow/Backflow/figure-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, choice);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, choice_label);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, all);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, measure);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, columns);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, table);
  gtk_widget_class_bind_template_child (widget_class, BfFigureBar, options);
  gtk_widget_class_set_css_name (widget_class, "figurebar");
}

static void
bf_figure_bar_init (BfFigureBar *self)
{
  g_autoptr (GMenuModel) measures = bf_measure_menu_new ();

  self->buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->choice), open_list, self, NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->all), open_list, self, NULL);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->measure), measures);
}

static GtkWidget *
new_button (const BfFigure *figure)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (bf_figure_brief (figure));
  g_autofree char *tip = g_strdup_printf ("%s\n%s", _(figure->entry.name), _(figure->entry.summary));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.figure");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", figure->entry.id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(figure->entry.name), -1);
  return button;
}

/* Before the button that opens the list, so that the keyboard goes through them in their order. */
static void
renew_buttons (BfFigureBar *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
  for (guint i = 0; i < self->figures->len; i++)
    {
      GtkWidget *button = new_button (g_ptr_array_index (self->figures, i));

      gtk_widget_insert_before (button, GTK_WIDGET (self), self->all);
      g_ptr_array_add (self->buttons, button);
    }
}

void
bf_figure_bar_set_figures (BfFigureBar *self, GPtrArray *figures, const BfFigure *shown)
{
  g_return_if_fail (BF_IS_FIGURE_BAR (self));
  g_return_if_fail (figures != NULL);

  self->shown = shown;
  if (figures != self->figures)
    {
      g_clear_pointer (&self->figures, g_ptr_array_unref);
      self->figures = g_ptr_array_ref (figures);
      renew_buttons (self);
    }
  if (shown != NULL)
    {
      g_autofree char *label = g_strdup_printf (_("Figure: %s"), _(shown->entry.name));

      gtk_label_set_label (self->choice_label, _(shown->entry.name));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label, -1);
      gtk_widget_set_sensitive (self->measure, shown->uses_measure);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
bf_figure_bar_set_measure (BfFigureBar *self, BfLayerMeasure measure)
{
  const BfEntry *entry = bf_table_row (&bf_layer_measure_table, measure);
  g_autofree char *label = NULL;

  g_return_if_fail (BF_IS_FIGURE_BAR (self));

  label = g_strdup_printf (_("Measure: %s"), _(entry->name));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->measure), bf_measure_brief (measure));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->measure), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_tooltip_text (self->measure, label);
}

void
bf_figure_bar_set_menu (BfFigureBar *self, GMenuModel *menu)
{
  g_return_if_fail (BF_IS_FIGURE_BAR (self));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->options), menu);
}
