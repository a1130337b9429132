/* Where the boxes of readouts go. */
#include "app/readout.h"

/* Boxes are inside, beside their place, and not on each other while there is room. */
static void
test_places (void)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  graphene_rect_t room = GRAPHENE_RECT_INIT (0, 0, 600, 400);

  for (guint i = 0; i < 5; i++)
    {
      graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 150, 60), both;

      bf_readout_place (&room, 300, 200, taken, &box);
      g_assert_true (graphene_rect_contains_rect (&room, &box));
      for (guint j = 0; j < taken->len; j++)
        if (graphene_rect_intersection (&box, &g_array_index (taken, graphene_rect_t, j), &both))
          g_assert_cmpfloat (both.size.width * both.size.height, <=, 0);
      g_array_append_val (taken, box);
    }
  for (double x = 0; x <= 600; x += 60)
    for (double y = 0; y <= 400; y += 40)
      {
        graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 500, 300);

        bf_readout_place (&room, x, y, taken, &box);
        g_assert_true (graphene_rect_contains_rect (&room, &box));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readout/places", test_places);
  return g_test_run ();
}
