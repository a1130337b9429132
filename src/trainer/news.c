#include "trainer/news.h"

static void
clear_row (gpointer row)
{
  bf_row_clear (row);
}

GArray *
bf_crew_rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (BfRow));

  g_array_set_clear_func (rows, clear_row);
  return rows;
}

void
bf_crew_news_init (BfCrewNews *news)
{
  *news = (BfCrewNews) { .rows = bf_crew_rows_new () };
}

void
bf_crew_news_clear (BfCrewNews *news)
{
  g_clear_pointer (&news->rows, g_array_unref);
  g_clear_pointer (&news->message, g_free);
  g_clear_pointer (&news->spectrum, bf_spectrum_unref);
  g_clear_error (&news->spectrum_error);
}
