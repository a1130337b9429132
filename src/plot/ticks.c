#include "plot/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\342\210\222"
#define TIMES "\303\227"
#define THIN_SPACE "\342\200\211"

/* Below so many decades 2 and 5 get labels too. */
#define FEW_DECADES 3

/* Exponents outside of this are written as powers of ten. */
#define PLAIN_MIN -3
#define PLAIN_MAX 4

static void
add_tick (BfTicks *ticks, double value, const char *label)
{
  if (ticks->n == BF_MAX_TICKS || !isfinite (value))
    return;

  ticks->ticks[ticks->n].value = value;
  ticks->ticks[ticks->n].major = label != NULL;
  g_strlcpy (ticks->ticks[ticks->n].label, label ? label : "", sizeof ticks->ticks->label);
  ticks->n++;
}

/* Appends "10" with @exponent in superscript. */
static void
append_power (GString *text, int exponent)
{
  static const char *const digits[] = { "\342\201\260", "\302\271",     "\302\262",
                                        "\302\263",     "\342\201\264", "\342\201\265",
                                        "\342\201\266", "\342\201\267", "\342\201\270",
                                        "\342\201\271" };
  char number[16];

  snprintf (number, sizeof number, "%d", exponent);
  g_string_append (text, "10");
  for (const char *c = number; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "\342\201\273" : digits[*c - '0']);
}

/* Cuts the whole part of a plain number in groups of three, as ISO 80000 has it: 10 000, but
 * 1000. */
static void
group_thousands (GString *text)
{
  char *point = strchr (text->str, '.');
  gssize end = point ? point - text->str : (gssize) text->len;
  gssize first = text->str[0] == '-';

  if (end - first < 5)
    return;
  for (gssize at = end - 3; at > first; at -= 3)
    g_string_insert (text, at, THIN_SPACE);
}

static void
real_minus (GString *text)
{
  if (text->str[0] == '-')
    {
      g_string_erase (text, 0, 1);
      g_string_prepend (text, MINUS);
    }
}

/* @value with @decimals digits after the point. */
static char *
plain_label (double value, int decimals)
{
  char format[16], number[G_ASCII_DTOSTR_BUF_SIZE * 2];
  GString *text;

  snprintf (format, sizeof format, "%%.%df", decimals);
  text = g_string_new (g_ascii_formatd (number, sizeof number, format, value == 0 ? 0.0 : value));
  group_thousands (text);
  real_minus (text);
  return g_string_free (text, FALSE);
}

/* @value as mantissa, exact to a digit of 10^@last, times a power of ten. */
static char *
power_label (double value, int last)
{
  int exponent = value == 0 ? 0 : (int) floor (log10 (fabs (value)) + 1e-9);
  char format[16], number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text;

  if (value == 0 || value == 1)
    return g_strdup (value == 0 ? "0" : "1");

  snprintf (format, sizeof format, "%%.%df", MAX (exponent - last, 0));
  /* In two steps, since 10^-exponent may be more than a double holds. */
  value = value / pow (10, exponent / 2) / pow (10, exponent - exponent / 2);
  text = g_string_new (g_ascii_formatd (number, sizeof number, format, value));
  if (strcmp (text->str, "1") == 0 || strcmp (text->str, "-1") == 0)
    g_string_truncate (text, text->len - 1);
  else
    g_string_append (text, TIMES);
  append_power (text, exponent);
  real_minus (text);
  return g_string_free (text, FALSE);
}

/* Labels of an axis look alike: all plain, or all with powers of ten. */
static char *
tick_label (double value, int last, gboolean plain)
{
  return plain ? plain_label (value, MAX (-last, 0)) : power_label (value, last);
}

/* Labelled ticks at the multiples of a nice step. */
static void
linear_ticks (double min, double max, guint wanted, BfTicks *ticks)
{
  double part = bf_round_125 ((max / 2 - min / 2) / MAX (wanted, 2) * 2, TRUE);
  double step = MAX (part, BF_SMALLEST);   /* a part of a subnormal range may be 0 */
  double magnitude = MAX (fabs (min), fabs (max)), first = ceil (min / step - 1e-9);
  int last = (int) floor (log10 (step) + 1e-9);
  gboolean plain = log10 (magnitude) < PLAIN_MAX + 2 && last >= PLAIN_MIN - 2;

  /* By counting, since from 2^53 on a double plus one may be the same double. */
  for (guint i = 0; i < BF_MAX_TICKS && first + i <= max / step + 1e-9; i++)
    if (i == 0 || first + i > first + (i - 1))
      {
        g_autofree char *label = tick_label ((first + i) * step, last, plain);
        add_tick (ticks, (first + i) * step, label);
      }
}

/* Labels at 1, 2 and 5, minor ticks between. */
static void
few_decades_ticks (const BfScale *scale, int first, int last, BfTicks *ticks)
{
  gboolean plain = first >= PLAIN_MIN && last <= PLAIN_MAX;

  for (int exponent = first; exponent <= last; exponent++)
    for (int factor = 1; factor <= 9; factor++)
      {
        double value = factor * pow (10, exponent);   /* infinite at the end of what a double holds */
        gboolean major = factor == 1 || factor == 2 || factor == 5;
        gboolean shown = isfinite (value) && value >= scale->min * (1 - 1e-9)
                         && value <= scale->max * (1 + 1e-9);
        g_autofree char *label = shown && major ? tick_label (value, exponent, plain) : NULL;

        if (shown)
          add_tick (ticks, value, label);
      }
}

static void
minor_ticks (const BfScale *scale, int exponent, BfTicks *ticks)
{
  for (int factor = 2; factor <= 9; factor++)
    {
      double value = factor * pow (10, exponent);

      if (value > scale->min && value < scale->max)
        add_tick (ticks, value, NULL);
    }
}

static int
multiples_between (int first, int last, int step)
{
  return (int) (floor ((double) last / step) - ceil ((double) first / step)) + 1;
}

/* Labels at the decades whose exponent is a multiple of the smallest step that leaves at most
 * @wanted, but one. */
static void
decade_ticks (const BfScale *scale, int first, int last, guint wanted, BfTicks *ticks)
{
  static const struct { int major, minor; } steps[] = {
    { 1, 0 },  { 2, 1 },   { 3, 1 },    { 5, 1 },    { 10, 2 },
    { 20, 5 }, { 50, 10 }, { 100, 20 }, { 200, 50 },
  };
  gboolean plain = first >= PLAIN_MIN && last <= PLAIN_MAX;
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (steps)
         && multiples_between (first, last, steps[i].major) > (int) wanted
         && multiples_between (first, last, steps[i + 1].major) > 0)
    i++;
  if (steps[i].minor == 0)
    minor_ticks (scale, first - 1, ticks);
  for (int exponent = first; exponent <= last; exponent++)
    {
      gboolean major = exponent % steps[i].major == 0;
      gboolean minor = steps[i].minor > 0 && exponent % steps[i].minor == 0;
      double value = pow (10, exponent);
      g_autofree char *label = major ? tick_label (value, exponent, plain) : NULL;

      if (major || minor)
        add_tick (ticks, value, label);
      if (steps[i].minor == 0 && last - first < 9)
        minor_ticks (scale, exponent, ticks);
    }
}

static gboolean
has_label (const BfTicks *ticks)
{
  for (guint i = 0; i < ticks->n; i++)
    if (ticks->ticks[i].major)
      return TRUE;
  return FALSE;
}

static void
log_ticks (const BfScale *scale, guint wanted, BfTicks *ticks)
{
  double low = log10 (scale->min), high = log10 (scale->max);

  if (high - low < 0.65)
    linear_ticks (scale->min, scale->max, wanted, ticks);
  else if (high - low <= MIN (FEW_DECADES, wanted / 3.0))
    few_decades_ticks (scale, (int) floor (low + 1e-9), (int) ceil (high - 1e-9), ticks);
  else
    decade_ticks (scale, (int) ceil (low - 1e-9), (int) floor (high + 1e-9), wanted, ticks);
  if (has_label (ticks))
    return;
  /* Between two decades there may be none at all. */
  ticks->n = 0;
  linear_ticks (scale->min, scale->max, wanted, ticks);
}

void
bf_scale_ticks (const BfScale *scale, guint wanted, BfTicks *ticks)
{
  ticks->n = 0;
  if (scale->logarithmic)
    log_ticks (scale, wanted, ticks);
  else
    linear_ticks (scale->min, scale->max, wanted, ticks);
}

static void
add_integer_tick (double value, BfTicks *ticks)
{
  g_autofree char *label = plain_label (value, 0);

  add_tick (ticks, value, label);
}

void
bf_scale_ticks_integer (const BfScale *scale, guint wanted, BfTicks *ticks)
{
  double first = ceil (scale->min), last = floor (scale->max);
  double step = bf_round_125 (MAX ((last - first) / MAX (wanted, 1), 1), TRUE);
  double next;

  /* Twos look odd next to a first tick of 1; where they are many, fives do. */
  if (step == 2 && last - first >= 10)
    step = 5;
  next = step == 2 ? first + 2 : (floor (first / step) + 1) * step;

  ticks->n = 0;
  if (first <= last && (next - first >= 0.6 * step || fmod (first, step) == 0))
    add_integer_tick (first, ticks);
  /* From 2^53 on a step may lead nowhere. */
  for (double value = next; value <= last && value + step > value && ticks->n < BF_MAX_TICKS;
       value += step)
    add_integer_tick (value, ticks);
}
