#include "config.h"

#include "cli/progress.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#define BAR_COLUMNS 20

guint
bf_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        columns += g_unichar_iswide (c) ? 2 : 1;
    }
  return columns;
}

static char *
bar (double fraction)
{
  guint full = round (fraction * BAR_COLUMNS);
  char *text = g_strnfill (BAR_COLUMNS + 2, '-');

  text[0] = '[';
  text[BAR_COLUMNS + 1] = ']';
  memset (text + 1, '#', full);
  return text;
}

/* "4:05", "1:02:03". */
static char *
duration (double seconds)
{
  guint64 whole = ceil (seconds);
  guint hours = whole / 3600, minutes = whole / 60 % 60, rest = whole % 60;

  return hours > 0 ? g_strdup_printf ("%u:%02u:%02u", hours, minutes, rest)
                   : g_strdup_printf ("%u:%02u", minutes, rest);
}

char *
bf_speed_text (double steps_per_second)
{
  return steps_per_second >= 100.0 ? g_strdup_printf (_("%.0f steps/s"), steps_per_second)
                                   : g_strdup_printf (_("%.3g steps/s"), steps_per_second);
}

static char *
losses (const BfProgress *progress)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < progress->n_runs; i++)
    g_string_append_printf (text, "%s%s %#.4g", i > 0 ? "  " : "", progress->names[i], progress->losses[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What there is to say, the most important first. */
static GStrv
pieces (const BfProgress *progress, double fraction)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  g_ptr_array_add (texts, bar (fraction));
  g_ptr_array_add (texts, g_strdup_printf (_("%3.0f %%"), floor (100.0 * fraction)));
  g_ptr_array_add (texts, g_strdup_printf (_("step %lu of %lu"), progress->step, progress->steps));
  if (progress->step > 0 && progress->seconds > 0.0)
    {
      g_autofree char *left = duration (progress->seconds * (1.0 - fraction) / fraction);

      if (progress->seeds > 0)
        g_ptr_array_add (texts, g_strdup_printf (_("further seeds %u of %u"), progress->seeds_done,
                                                 progress->seeds));
      g_ptr_array_add (texts, bf_speed_text (progress->step / progress->seconds));
      g_ptr_array_add (texts, g_strdup_printf (_("%s left"), left));
      g_ptr_array_add (texts, losses (progress));
    }
  g_ptr_array_add (texts, NULL);
  return (GStrv) g_ptr_array_steal (texts, NULL);
}

char *
bf_progress_line (const BfProgress *progress, guint columns)
{
  g_auto (GStrv) texts = pieces (progress, CLAMP (progress->fraction, 0.0, 1.0));
  GString *line = g_string_new (NULL);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *longer = g_strdup_printf ("%s%s%s", line->str, i > 0 ? "  " : "", texts[i]);

      if (bf_text_columns (longer) > columns)
        break;
      g_string_assign (line, longer);
    }
  return g_string_free (line, FALSE);
}
