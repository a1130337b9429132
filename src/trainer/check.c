#include "trainer/check.h"

#include "trainer/run.h"

/* Shared by owner and thread, each with a reference. */
struct _BfCheck {
  BfConfiguration *configuration;
  int percent;                 /* atomic */
  int cancelled;               /* atomic; written by the main thread */
  BfCheckFunc func;
  gpointer user_data;
  BfGradientCheck *result;     /* the thread's until it tells */
  GError *error;
};

static void
check_clear (gpointer data)
{
  BfCheck *self = data;

  bf_configuration_free (self->configuration);
  g_clear_pointer (&self->result, bf_gradient_check_unref);
  g_clear_error (&self->error);
}

static void
check_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, check_clear);
}

static gboolean
proceed (double share, gpointer user_data)
{
  BfCheck *self = user_data;

  g_atomic_int_set (&self->percent, (int) (100 * share));
  return !g_atomic_int_get (&self->cancelled);
}

static gboolean
tell (gpointer user_data)
{
  BfCheck *self = user_data;

  if (!g_atomic_int_get (&self->cancelled))
    self->func (self->result, self->error, self->user_data);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer data)
{
  BfCheck *self = data;
  g_autoptr (BfRun) run = bf_run_new (self->configuration);

  if (bf_run_build (run, NULL, &self->error))
    self->result = bf_gradient_check_new (bf_run_training (run), BF_GRADIENT_CHECK_WEIGHTS, proceed, self,
                                          &self->error);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell, self, check_unref);
  return NULL;
}

BfCheck *
bf_check_start (const BfConfiguration *configuration, BfCheckFunc func, gpointer user_data)
{
  g_return_val_if_fail (configuration != NULL && func != NULL, NULL);

  BfCheck *self = g_atomic_rc_box_new0 (BfCheck);

  self->configuration = bf_configuration_copy (configuration);
  self->func = func;
  self->user_data = user_data;
  g_thread_unref (g_thread_new ("bf-check", work, g_atomic_rc_box_acquire (self)));
  return self;
}

double
bf_check_progress (BfCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_atomic_int_get (&self->percent) / 100.0;
}

void
bf_check_cancel (BfCheck *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
  check_unref (self);
}
