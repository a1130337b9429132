/* Text, legends and panels keep their places: nothing overlaps, nothing leaves the page. */
#include <math.h>

#include "plot/legend.h"
#include "plot/network-diagram.h"
#include "plot/panel.h"
#include "plot/text.h"
#include "test-canvas.h"

static const BfColor white = { 1, 1, 1, 1 };
static const char *const texts[] = {
  "", "x", "10⁻³⁰⁰", "Gradient", "שכבות רבות", "شبكة عميقة", "勾配消失", "👩‍🔬 é",
  "<b>no markup</b> & entities", "two\nlines\tand a tab",
};

static void
test_text_stays_in_its_width (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (double room = 5; room <= 205; room += 25)
      {
        Canvas canvas = canvas_new (300, 60, white);
        BfTextPlace place = { .role = BF_TEXT_TITLE,
                              .color = bf_theme_light.foreground,
                              .x = 20,
                              .y = 20,
                              .max_width = room };

        bf_text_draw (canvas.cr, &bf_theme_light, &place, texts[i]);
        if (bf_text_width (&bf_theme_light, BF_TEXT_TITLE, texts[i]) <= room || room > 50)
          {
            g_assert_cmpuint (canvas_count_other (&canvas, 0, 0, 17, 60, white), ==, 0);
            g_assert_cmpuint (
              canvas_count_other (&canvas, (int) (20 + room) + 3, 0, 280 - (int) room - 3, 60, white),
              ==, 0);
          }
        canvas_clear (&canvas);
      }
}

static void
test_text_alignment (void)
{
  const char *text = "Aligned";
  double width = bf_text_width (&bf_theme_light, BF_TEXT_LABEL, text);

  for (double align = 0; align <= 1; align += 0.5)
    {
      Canvas canvas = canvas_new (200, 40, white);
      BfTextPlace place = { .role = BF_TEXT_LABEL,
                            .color = bf_theme_light.foreground,
                            .x = 100,
                            .y = 20,
                            .align_x = align,
                            .align_y = 0.5 };
      int left = (int) floor (100 - width * align), right = (int) ceil (100 + width * (1 - align));

      bf_text_draw (canvas.cr, &bf_theme_light, &place, text);
      g_assert_cmpuint (canvas_count_other (&canvas, left - 1, 0, right - left + 2, 40, white), >,
                        50);
      g_assert_cmpuint (canvas_count_other (&canvas, 0, 0, 200, 40, white), ==,
                        canvas_count_other (&canvas, left - 1, 0, right - left + 2, 40, white));
      canvas_clear (&canvas);
    }
}

/* Text measures the same at any zoom. */
static void
test_text_scales (void)
{
  BfTheme large = bf_theme_light;

  large.font_size *= 3;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpfloat_with_epsilon (bf_text_width (&large, BF_TEXT_LABEL, texts[i]),
                                    3 * bf_text_width (&bf_theme_light, BF_TEXT_LABEL, texts[i]),
                                    1.5);
}

static void
test_digits_are_tabular (void)
{
  double width = bf_text_width (&bf_theme_light, BF_TEXT_TICK, "0000");

  for (char digit = '1'; digit <= '9'; digit++)
    {
      char text[] = { digit, digit, digit, digit, '\0' };
      g_assert_cmpfloat_with_epsilon (bf_text_width (&bf_theme_light, BF_TEXT_TICK, text), width,
                                      0.02);
    }
}

static void
assert_legend (const BfLegend *legend, double width, double line_height)
{
  g_autofree char *count = g_strdup_printf ("+%u", legend->n_left_out);
  double count_width = bf_text_width (&bf_theme_light, BF_TEXT_LABEL, count);
  double end = 0;
  guint n_placed = 0;

  for (guint i = 0; i < legend->entries->len; i++)
    {
      const BfLegendEntry *a = &g_array_index (legend->entries, BfLegendEntry, i);

      if (a->rect.width <= 0)
        continue;
      n_placed++;
      end = a->rect.x + a->rect.width;
      g_assert_cmpfloat (a->rect.x, >=, 0);
      g_assert_cmpfloat (a->rect.x + a->rect.width, <=, width + 1e-6);
      g_assert_cmpfloat (a->rect.y + line_height, <=, legend->height + 1);
      for (guint j = 0; j < i; j++)
        {
          const BfLegendEntry *b = &g_array_index (legend->entries, BfLegendEntry, j);

          if (b->rect.width > 0 && a->rect.y == b->rect.y)
            g_assert_true (a->rect.x >= b->rect.x + b->rect.width
                           || b->rect.x >= a->rect.x + a->rect.width);
        }
    }
  if (legend->n_left_out > 0 && width > 150)
    g_assert_cmpfloat (end + bf_theme_light.font_size + count_width, <=, width);
  g_assert_cmpuint (n_placed + legend->n_left_out, ==, legend->entries->len);
  g_assert_cmpuint (n_placed, >=, 1);
}

static void
test_legend (void)
{
  for (double width = 60; width < 900; width += 70)
    for (guint lines = 1; lines <= 4; lines++)
      {
        double line_height = bf_text_line_height (&bf_theme_light, BF_TEXT_LABEL);
        BfLegend legend;

        bf_legend_init (&legend);
        for (guint i = 0; i < 12; i++)
          bf_legend_add (
            &legend, (BfLegendEntry) { .sample = i % 6, .value_class = BF_VALUE_NAN },
            i == 4 ? "A name that is longer than any line of any legend ought to be, and then some"
                   : "Sigmoid, Xavier");
        bf_legend_place (&legend, &bf_theme_light, width, lines);
        assert_legend (&legend, width, line_height);
        g_assert_cmpfloat (legend.height, <=, lines * (line_height + 1));
        bf_legend_clear (&legend);
      }
}

/* Where ink is: the panel's inside is what its outer rectangle says. */
static void
test_panel_stays_inside (void)
{
  for (int size = 60; size < 500; size += 75)
    for (int logarithmic = 0; logarithmic <= 1; logarithmic++)
      {
        Canvas canvas = canvas_new (size + 40, size + 40, white);
        BfRect outer = { 20, 20, size, size };
        BfPanel panel = {
          .x = { .title = "Layer (1 is nearest the input)",
                 .scale = { FALSE, 0.5, 1000.5 },
                 .integers = TRUE },
          .y = { .title = "Activation gradient, RMS (log scale)",
                 .scale = { logarithmic, 1e-30, 1e30 } },
          .strips = { [BF_VALUE_ZERO] = TRUE, [BF_VALUE_NAN] = TRUE, [BF_VALUE_INFINITE] = TRUE },
        };

        bf_panel_place (&panel, &bf_theme_light, &outer,
                        bf_panel_left (&panel, &bf_theme_light, size));
        bf_panel_draw_back (canvas.cr, &bf_theme_light, &panel, TRUE);
        bf_panel_draw_front (canvas.cr, &bf_theme_light, &panel);
        g_assert_cmpuint (canvas_count_other (&canvas, 0, 0, 19, size + 40, white), ==, 0);
        g_assert_cmpuint (canvas_count_other (&canvas, size + 22, 0, 18, size + 40, white), ==, 0);
        if (size > 170)
          {
            g_assert_cmpuint (canvas_count_other (&canvas, 0, 0, size + 40, 19, white), ==, 0);
            g_assert_cmpuint (canvas_count_other (&canvas, 0, size + 22, size + 40, 18, white), ==,
                              0);
          }
        canvas_clear (&canvas);
      }
}

/* Labels of neighbouring ticks never touch, in any length and with any range. */
static void
test_tick_labels_do_not_touch (void)
{
  for (double length = 20; length < 1500; length *= 1.3)
    for (double decades = 0.2; decades < 300; decades *= 1.9)
      {
        BfRect plot = { 0, 0, length, length };
        BfAxis axis = { .scale = { TRUE, pow (10, -decades), 1 } };
        double end = -1e9;

        bf_axis_fit_horizontal (&axis, &bf_theme_light, &plot, &plot);
        for (guint i = 0; i < axis.ticks.n; i++)
          if (axis.ticks.ticks[i].major)
            {
              double width =
                bf_text_width (&bf_theme_light, BF_TEXT_TICK, axis.ticks.ticks[i].label);
              double start = CLAMP (bf_axis_x (&axis, &plot, axis.ticks.ticks[i].value) - width / 2,
                                    0, MAX (length - width, 0));
              g_assert_cmpfloat (start, >, end + 3);
              end = start + width;
            }
        bf_axis_fit_vertical (&axis, &bf_theme_light, length);
        end = 1e9;
        for (guint i = 0; i < axis.ticks.n; i++)
          if (axis.ticks.ticks[i].major)
            {
              double y = bf_axis_y (&axis, &plot, axis.ticks.ticks[i].value);
              g_assert_cmpfloat (y, <, end - bf_theme_light.font_size * 0.7);
              end = y;
            }
      }
}

/* Any number of layers and units in any room. */
static void
test_network_diagram (void)
{
  static const guint layers[] = { 1, 2, 3, 22, 102, 1002 };

  for (gsize l = 0; l < G_N_ELEMENTS (layers); l++)
    for (double width = 30; width < 1200; width *= 3.3)
      for (double height = 4; height < 500; height *= 4.5)
        {
          Canvas canvas = canvas_new (1240, 540, white);
          g_autofree BfDiagramColumn *columns = g_new0 (BfDiagramColumn, layers[l]);
          BfNetworkDiagram diagram = { .n = layers[l],
                                       .columns = columns,
                                       .scale = { TRUE, 1e-9, 1 } };
          BfRect area = { 20, 20, width, height };

          for (guint i = 0; i < layers[l]; i++)
            columns[i] = (BfDiagramColumn) { .label = "12", .units = i % 70, .measured = i > 0,
                                             .value = i % 5 ? pow (10, -(double) (i % 9)) : 0 };
          bf_network_diagram_draw (canvas.cr, &bf_theme_light, &diagram, &area);
          bf_network_diagram_draw_highlight (canvas.cr, &bf_theme_light, &diagram, &area,
                                             layers[l] - 1);
          g_assert_cmpuint (canvas_count_other (&canvas, 20, 20, (int) width, (int) height, white), >,
                            0);
          g_assert_cmpint (bf_network_diagram_column_at (&diagram, &area, 19), ==, -1);
          g_assert_cmpint (bf_network_diagram_column_at (&diagram, &area, 20), ==, 0);
          g_assert_cmpint (bf_network_diagram_column_at (&diagram, &area, 20 + width - 0.01), ==,
                           (int) layers[l] - 1);
          canvas_clear (&canvas);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/stays-in-its-width", test_text_stays_in_its_width);
  g_test_add_func ("/text/alignment", test_text_alignment);
  g_test_add_func ("/text/scales", test_text_scales);
  g_test_add_func ("/text/digits-are-tabular", test_digits_are_tabular);
  g_test_add_func ("/legend/placing", test_legend);
  g_test_add_func ("/panel/stays-inside", test_panel_stays_inside);
  g_test_add_func ("/axis/labels-do-not-touch", test_tick_labels_do_not_touch);
  g_test_add_func ("/network-diagram/any-size", test_network_diagram);
  return g_test_run ();
}
