#include "config.h"

#include "app/builder-number.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* Written with an exponent from here on, so that a small learning rate is not a row of zeros. */
#define SMALLEST_EXPONENT (-3)
#define LARGEST_EXPONENT 15

#define MAX_DIGITS 17                   /* enough for any double */
#define TEXT_SIZE G_ASCII_DTOSTR_BUF_SIZE

static const char *
decimal_sign (void)
{
  const char *sign = localeconv ()->decimal_point;

  return sign != NULL && *sign != '\0' ? sign : ".";
}

/* Splits @value into its fewest decimal digits, @digits[0].@digits[1...] * 10^result. */
static int
shortest_digits (double value, char digits[MAX_DIGITS + 1])
{
  char text[TEXT_SIZE];
  char *exponent;
  guint n = 0;

  for (int precision = 0; precision < MAX_DIGITS; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%de", precision);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  exponent = strchr (text, 'e');
  for (const char *p = text; p < exponent; p++)
    if (g_ascii_isdigit (*p))
      digits[n++] = *p;
  digits[n] = '\0';
  return (int) g_ascii_strtoll (exponent + 1, NULL, 10);
}

char *
bf_builder_number_text (double value)
{
  GString *text = g_string_new (value < 0 ? "-" : NULL);
  char digits[MAX_DIGITS + 1];
  int exponent, n, point;

  if (!isfinite (value))
    {
      g_string_free (text, TRUE);
      return g_strdup (isnan (value) ? "NaN" : value < 0 ? "-∞" : "∞");
    }
  exponent = shortest_digits (fabs (value), digits);
  n = strlen (digits);
  point = exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT ? exponent + 1 : 1;
  if (point <= 0)
    g_string_append_c (text, '0');
  for (int i = MIN (0, point); i < MAX (n, point); i++)
    {
      if (i == point)
        g_string_append (text, decimal_sign ());
      g_string_append_c (text, i >= 0 && i < n ? digits[i] : '0');
    }
  if (point != exponent + 1)
    g_string_append_printf (text, "e%d", exponent);
  return g_string_free (text, FALSE);
}

/* @text in the spelling of g_ascii_strtod (); free with g_free(). */
static char *
to_ascii (const char *text)
{
  g_autoptr (GString) with_point = g_string_new (text);
  GString *ascii = g_string_new (NULL);

  g_string_replace (with_point, decimal_sign (), ".", 0);
  for (const char *p = with_point->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        g_string_append_c (ascii, '0' + g_unichar_digit_value (c));
      else if (c == 0x2212)
        g_string_append_c (ascii, '-');
      else
        g_string_append_unichar (ascii, c);
    }
  return g_strstrip (g_string_free (ascii, FALSE));
}

static char *
complain_about_minimum (double minimum)
{
  g_autofree char *text = bf_builder_number_text (minimum);

  return g_strdup_printf (_("Must be %s or more."), text);
}

static char *
complain_about_maximum (double maximum)
{
  g_autofree char *text = bf_builder_number_text (maximum);

  return g_strdup_printf (_("Must be %s or less."), text);
}

gboolean
bf_builder_number_parse (const char *text, const BfNumberFormat *format, double *value,
                         char **complaint)
{
  g_autofree char *ascii = NULL;
  char *end;
  double number;

  g_return_val_if_fail (text != NULL && format != NULL && value != NULL && complaint != NULL,
                        FALSE);

  ascii = to_ascii (text);
  errno = 0;
  number = g_ascii_strtod (ascii, &end);
  /* g_ascii_strtod () alone would take "0x10", "inf" and "nan". */
  if (end == ascii || *end != '\0' || ascii[strspn (ascii, "+-.0123456789eE")] != '\0')
    *complaint = g_strdup (*ascii == '\0' ? _("Enter a number.") : _("Not a number."));
  else if (format->whole && (number != floor (number) || strchr (ascii, '.') != NULL))
    *complaint = g_strdup (_("Must be a whole number."));
  else if (number < format->minimum)
    *complaint = complain_about_minimum (format->minimum);
  else if (number > format->maximum)
    *complaint = complain_about_maximum (format->maximum);
  else if (errno == ERANGE)
    *complaint = g_strdup (_("Too close to zero to be told from it."));
  else
    {
      *value = number;
      return TRUE;
    }
  return FALSE;
}

/* mantissa * 10^exponent as the double nearest to it, which repeated multiplication would miss. */
static double
decimal (int mantissa, int exponent)
{
  char text[TEXT_SIZE];

  g_snprintf (text, sizeof text, "%de%d", mantissa, exponent);
  return g_ascii_strtod (text, NULL);
}

/* Rounds away what binary arithmetic left behind 12 digits: 0.1 + 0.05 is 0.15. */
static double
tidy (double value)
{
  char text[TEXT_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.12g", value), NULL);
}

/* The neighbour of @value in 1, 2, 5, 10, ...; below @smallest there is only 0. */
static double
series_neighbour (double value, double smallest, gboolean up)
{
  static const int mantissas[] = { 1, 2, 5, 10 };
  int exponent;

  if (value < smallest)
    return up ? smallest : 0;
  exponent = (int) floor (log10 (value));
  if (up)
    {
      for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
        if (decimal (mantissas[i], exponent) > value)
          return decimal (mantissas[i], exponent);
      return decimal (2, exponent + 1);
    }
  for (int i = G_N_ELEMENTS (mantissas) - 1; i >= 0; i--)
    if (decimal (mantissas[i], exponent) < value)
      return decimal (mantissas[i], exponent) < smallest ? 0 : decimal (mantissas[i], exponent);
  return decimal (5, exponent - 1) < smallest ? 0 : decimal (5, exponent - 1);
}

/* A step of each BfStepKind: one to the next value, or a page. */
static double
add_step (double value, const BfNumberFormat *format, gboolean up, gboolean page)
{
  double next = value + (up ? 1 : -1) * (page ? 10 : 1) * format->amount;

  return format->whole ? next : tidy (next);
}

static double
double_step (double value, const BfNumberFormat *format, gboolean up, gboolean page)
{
  int extra = page ? 2 : 0;

  if (up)
    return value < 1 ? 1 : exp2 (floor (log2 (value)) + 1 + extra);
  return value <= 1 ? 0 : exp2 (MAX (0, ceil (log2 (value)) - 1 - extra));
}

static double
series_step (double value, const BfNumberFormat *format, gboolean up, gboolean page)
{
  for (int i = 0; i < (page ? 3 : 1); i++)
    value = series_neighbour (value, format->amount, up);
  return value;
}

double
bf_builder_number_step (double value, const BfNumberFormat *format, gboolean up, gboolean page)
{
  static double (*const steps[]) (double, const BfNumberFormat *, gboolean, gboolean) = {
    [BF_STEP_ADD] = add_step,
    [BF_STEP_DOUBLE] = double_step,
    [BF_STEP_SERIES] = series_step,
  };

  g_return_val_if_fail (format != NULL, value);

  return CLAMP (steps[format->step] (value, format, up, page), format->minimum, format->maximum);
}
