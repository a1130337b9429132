/* A verdict in words. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "experiment/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
append_superscript (GString *text, int number)
{
  static const char *digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *decimal = g_strdup_printf ("%d", abs (number));

  if (number < 0)
    g_string_append (text, "⁻");
  for (const char *at = decimal; *at != '\0'; at++)
    g_string_append (text, digits[*at - '0']);
}

/* Two significant digits for people, in their locale: "0.25", "3.1×10⁻¹²". */
static char *
number (double value)
{
  GString *text = g_string_new (NULL);
  g_autofree char *scientific = g_strdup_printf ("%.1e", value);
  char *exponent = strchr (scientific, 'e');

  if (exponent == NULL || value == 0 || (fabs (value) >= 0.01 && fabs (value) < 100))
    g_string_printf (text, "%.2g", value);
  else
    {
      *exponent = '\0';
      g_string_append_printf (text, "%s×10", scientific);
      append_superscript (text, atoi (exponent + 1));
    }
  return g_string_free (text, FALSE);
}

static char *
describe_layers (const BfVerdict *verdict)
{
  g_autofree char *ratio = number (verdict->ratio);
  g_autofree char *decay = number (verdict->decay_factor);

  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE,
                 "Layer 1 receives %s times layer %u’s gradient, ×%s a layer; reach %u of %u layer.",
                 "Layer 1 receives %s times layer %u’s gradient, ×%s a layer; reach %u of %u layers.",
                 verdict->length),
    ratio, verdict->length, decay, verdict->reach, verdict->length);
}

static char *
describe_time (const BfVerdict *verdict)
{
  g_autofree char *ratio = number (verdict->ratio);
  g_autofree char *decay = number (verdict->decay_factor);

  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE,
                 "In layer %u, timestep 1 receives %s times timestep %u’s gradient, ×%s a timestep; "
                 "reach %u of %u timestep.",
                 "In layer %u, timestep 1 receives %s times timestep %u’s gradient, ×%s a timestep; "
                 "reach %u of %u timesteps.",
                 verdict->length),
    verdict->layer, ratio, verdict->length, decay, verdict->reach, verdict->length);
}

static char *
describe_gradient (const BfVerdict *verdict)
{
  if (verdict->length < 2)
    return g_strdup (verdict->over_time ? _("There is only one timestep: nothing to compare.")
                                        : _("There is only one layer: nothing to compare."));
  if (isnan (verdict->ratio))
    return g_strdup (_("No gradient is left anywhere: the loss is zero."));
  return verdict->over_time ? describe_time (verdict) : describe_layers (verdict);
}

static char *
describe_divergence (const BfVerdict *verdict)
{
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, verdict->step);

  return g_strdup_printf (_("Diverged at step %s: loss or gradient is no longer finite."), step);
}

static char *
describe_dead (const BfVerdict *verdict)
{
  if (verdict->layer == 0)
    return g_strdup (_("No gradient arrives even at the last layer: it is exactly zero."));
  /* Translators: %.0f %% is a percentage. */
  return g_strdup_printf (_("%.0f %% of the units of layer %u pass no gradient for any sample of "
                            "the mini-batch."), 100 * verdict->dead_fraction, verdict->layer);
}

char *
bf_verdict_describe (const BfVerdict *verdict)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  switch (verdict->kind)
    {
    case BF_VERDICT_NONE:
      return g_strdup (_("Nothing is recorded yet."));
    case BF_VERDICT_DIVERGED:
      return describe_divergence (verdict);
    case BF_VERDICT_DEAD:
      return describe_dead (verdict);
    default:
      return describe_gradient (verdict);
    }
}
