#include "config.h"

#include "app/sheet-model.h"

struct _BfSheetModel
{
  GObject parent_instance;

  BfSheet *sheet;           /* owned */
};

struct _BfSheetRow
{
  GObject parent_instance;

  BfSheetModel *model;      /* owned reference */
  guint row;
};

static guint renewed_signal;

static void list_model_init (GListModelInterface *interface);
G_DEFINE_FINAL_TYPE_WITH_CODE (BfSheetModel, bf_sheet_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
G_DEFINE_FINAL_TYPE (BfSheetRow, bf_sheet_row, G_TYPE_OBJECT)

static GType
get_item_type (GListModel *model)
{
  return BF_TYPE_SHEET_ROW;
}

static guint
n_rows (const BfSheet *sheet)
{
  return sheet != NULL ? (guint) MIN (sheet->n_rows, G_MAXUINT) : 0;
}

static guint
get_n_items (GListModel *model)
{
  return n_rows (BF_SHEET_MODEL (model)->sheet);
}

static gpointer
get_item (GListModel *model, guint position)
{
  BfSheetRow *row;

  if (position >= get_n_items (model))
    return NULL;
  row = g_object_new (BF_TYPE_SHEET_ROW, NULL);
  row->model = g_object_ref (BF_SHEET_MODEL (model));
  row->row = position;
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
bf_sheet_model_finalize (GObject *object)
{
  bf_sheet_free (BF_SHEET_MODEL (object)->sheet);
  G_OBJECT_CLASS (bf_sheet_model_parent_class)->finalize (object);
}

static void
bf_sheet_model_class_init (BfSheetModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bf_sheet_model_finalize;
  renewed_signal = g_signal_new ("renewed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
bf_sheet_model_init (BfSheetModel *self)
{
}

static void
bf_sheet_row_finalize (GObject *object)
{
  g_object_unref (BF_SHEET_ROW (object)->model);
  G_OBJECT_CLASS (bf_sheet_row_parent_class)->finalize (object);
}

static void
bf_sheet_row_class_init (BfSheetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bf_sheet_row_finalize;
}

static void
bf_sheet_row_init (BfSheetRow *self)
{
}

BfSheetModel *
bf_sheet_model_new (void)
{
  return g_object_new (BF_TYPE_SHEET_MODEL, NULL);
}

void
bf_sheet_model_set_sheet (BfSheetModel *self, BfSheet *sheet)
{
  guint before, after, common;

  g_return_if_fail (BF_IS_SHEET_MODEL (self));
  g_return_if_fail (sheet != NULL && sheet != self->sheet);

  before = n_rows (self->sheet);
  after = n_rows (sheet);
  common = MIN (before, after);
  bf_sheet_free (self->sheet);
  self->sheet = sheet;
  if (before != after)
    g_list_model_items_changed (G_LIST_MODEL (self), common, before - common, after - common);
  if (common > 0)
    g_signal_emit (self, renewed_signal, 0);
}

const BfSheet *
bf_sheet_model_get_sheet (BfSheetModel *self)
{
  g_return_val_if_fail (BF_IS_SHEET_MODEL (self), NULL);
  return self->sheet;
}

BfSheetModel *
bf_sheet_row_get_model (BfSheetRow *self)
{
  g_return_val_if_fail (BF_IS_SHEET_ROW (self), NULL);
  return self->model;
}

/* A row may outlive what it shows. */
void
bf_sheet_row_format (BfSheetRow *self, guint column, char *buffer, gsize size)
{
  const BfSheet *sheet;

  g_return_if_fail (BF_IS_SHEET_ROW (self));

  sheet = self->model->sheet;
  buffer[0] = '\0';
  if (self->row < n_rows (sheet) && column < sheet->n_columns)
    bf_sheet_format (sheet, self->row, column, buffer, size);
}
