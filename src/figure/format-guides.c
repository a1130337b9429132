#include "config.h"

#include <glib/gi18n-lib.h>

#include "figure/format-guides.h"

#include <float.h>

#include "engine/float-format.h"
#include "figure/runs.h"

/* By default a run's precision is shown if values are smaller than its smallest normal times this. */
#define NEAR 1e3

/* Guides of @ends have names alone as labels. Formats that end at the same value share a line. */
static void
add_end (GArray *ends, double value, const char *name)
{
  BfSceneGuide guide = { value, NULL };

  for (guint i = 0; i < ends->len; i++)
    {
      BfSceneGuide *other = &g_array_index (ends, BfSceneGuide, i);

      if (other->value == value)
        {
          char *both = g_strdup_printf ("%s, %s", other->label, name);

          g_free (other->label);
          other->label = both;
          return;
        }
    }
  guide.label = g_strdup (name);
  g_array_append_val (ends, guide);
}

static void
add_format (GArray *normal, GArray *subnormal, const char *name, double smallest_normal,
            double smallest_subnormal)
{
  add_end (normal, smallest_normal, name);
  add_end (subnormal, smallest_subnormal, name);
}

static gboolean
has_precision (const BfFigureView *view, BfPrecision precision)
{
  for (guint i = 0; i < view->n_runs; i++)
    if (bf_run_is_shown (&view->runs[i]) && view->runs[i].configuration->precision == precision)
      return TRUE;
  return FALSE;
}

static void
collect (const BfFigureView *view, double smallest, GArray *normal, GArray *subnormal)
{
  gboolean all = view->guides == BF_SWITCH_ON;

  if (all || (has_precision (view, BF_FLOAT32) && smallest < FLT_MIN * NEAR))
    add_format (normal, subnormal, "float32", FLT_MIN, FLT_TRUE_MIN);
  if (has_precision (view, BF_FLOAT64) && (all || smallest < DBL_MIN * NEAR))
    add_format (normal, subnormal, "float64", DBL_MIN, DBL_TRUE_MIN);
  for (guint i = 0; all && i < bf_float_format_table.n_rows; i++)
    {
      const BfFloatFormat *format = bf_table_row (&bf_float_format_table, i);

      add_format (normal, subnormal, _(format->entry.name), format->smallest_normal,
                  format->smallest_subnormal);
    }
}

/* Takes the names over. */
static void
add_labelled (BfScene *scene, const GArray *ends, gboolean normal, GArray *guides)
{
  for (guint i = 0; i < ends->len; i++)
    {
      BfSceneGuide guide = g_array_index (ends, BfSceneGuide, i);
      g_autofree char *names = guide.label;

      guide.label = normal ? g_strdup_printf (_("smallest normal of %s"), names)
                           : g_strdup_printf (_("smallest subnormal of %s"), names);
      bf_scene_own (scene, guide.label);
      g_array_append_val (guides, guide);
    }
}

void
bf_scene_add_format_guides (BfScene *scene, guint panel, double smallest)
{
  g_autoptr (GArray) normal = g_array_new (FALSE, FALSE, sizeof (BfSceneGuide));
  g_autoptr (GArray) subnormal = g_array_new (FALSE, FALSE, sizeof (BfSceneGuide));
  g_autoptr (GArray) guides = g_array_new (FALSE, FALSE, sizeof (BfSceneGuide));

  if (scene->view.guides == BF_SWITCH_OFF)
    return;
  collect (&scene->view, smallest, normal, subnormal);
  add_labelled (scene, normal, TRUE, guides);
  add_labelled (scene, subnormal, FALSE, guides);
  bf_scene_add_guides (scene, panel, (const BfSceneGuide *) (gpointer) guides->data, guides->len);
}
