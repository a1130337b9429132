/* What a gradient check says, in words. */
#include "config.h"

#include "engine/gradient-check.h"

#include <math.h>

#include <glib/gi18n-lib.h>

gboolean
bf_gradient_check_agrees (const BfGradientCheck *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->n; i++)
    if (self->tensors[i].n_wrong > 0)
      return FALSE;
  return TRUE;
}

/* The tensor with the largest difference; NULL if none has any. */
static const BfGradientCheckTensor *
find_worst (const BfGradientCheck *self)
{
  const BfGradientCheckTensor *worst = NULL;

  for (guint i = 0; i < self->n; i++)
    if (!isnan (self->tensors[i].largest)
        && (worst == NULL || self->tensors[i].largest > worst->largest))
      worst = &self->tensors[i];
  return worst;
}

/* Appends what could not be checked, and why. */
static void
describe_exceptions (const BfGradientCheck *self, GString *text)
{
  guint n = 0, n_small = 0, n_kinks = 0;

  for (guint i = 0; i < self->n; i++)
    {
      n += self->tensors[i].n;
      n_small += self->tensors[i].n_small;
      n_kinks += self->tensors[i].n_kinks;
    }
  if (n_small > 0)
    g_string_append_printf (text, ngettext (" Of %u weights, %u has a gradient too small to check.",
                                            " Of %u weights, %u have a gradient too small to check.",
                                            n_small), n, n_small);
  if (n_kinks > 0)
    g_string_append_printf (text, ngettext (" Of %u weights, %u sits at a kink.",
                                            " Of %u weights, %u sit at a kink.", n_kinks), n, n_kinks);
}

char *
bf_gradient_check_describe (const BfGradientCheck *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const BfGradientCheckTensor *worst = find_worst (self);
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += !isnan (self->tensors[i].largest);
  if (worst == NULL)
    g_string_append (text, _("No gradient is large enough to be checked by differences."));
  else if (!bf_gradient_check_agrees (self))
    g_string_append_printf (text, _("Backpropagation and central differences disagree, most in “%s”: by %.2g."),
                            worst->name, worst->largest);
  else
    g_string_append_printf (text,
                            ngettext ("Backpropagation and central differences agree to %.1g in %u tensor.",
                                      "Backpropagation and central differences agree to %.1g in %u tensors.",
                                      n), worst->largest, n);
  describe_exceptions (self, text);
  return g_string_free (text, FALSE);
}
