/* A sheet as a list for table views: an item a row, made when it is looked at.
 *
 * The numbers can be exchanged for others without anyone losing the place: rows that stay are only
 * told to be read again. Main thread.
 */
#pragma once

#include <gio/gio.h>

#include "figure/sheet.h"

#define BF_TYPE_SHEET_MODEL (bf_sheet_model_get_type ())
G_DECLARE_FINAL_TYPE (BfSheetModel, bf_sheet_model, BF, SHEET_MODEL, GObject)
#define BF_TYPE_SHEET_ROW (bf_sheet_row_get_type ())
G_DECLARE_FINAL_TYPE (BfSheetRow, bf_sheet_row, BF, SHEET_ROW, GObject)

BfSheetModel *bf_sheet_model_new (void);    /* without rows */

/* Takes @sheet. Signal "renewed": the rows that were there before have other numbers. */
void bf_sheet_model_set_sheet (BfSheetModel *self, BfSheet *sheet);
const BfSheet *bf_sheet_model_get_sheet (BfSheetModel *self);   /* borrowed; NULL before the first */

BfSheetModel *bf_sheet_row_get_model (BfSheetRow *self);        /* borrowed */
/* "" where there is nothing. */
void bf_sheet_row_format (BfSheetRow *self, guint column, char *buffer, gsize size);
