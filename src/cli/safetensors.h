/* Writing safetensors files (github.com/huggingface/safetensors, "Format"): the length of a header as
 * 8 bytes, the header in JSON, then the values, row-major; all little-endian.
 */
#pragma once

#include <glib.h>

typedef enum { BF_SAFETENSORS_F32, BF_SAFETENSORS_F64, BF_SAFETENSORS_I64 } BfSafetensorsType;

typedef struct _BfSafetensors BfSafetensors;

BfSafetensors *bf_safetensors_new (void);
void bf_safetensors_free (BfSafetensors *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BfSafetensors, bf_safetensors_free)

/* Copies the values: float, double or gint64 by @type, as many as the product of @shape [@n_dimensions]. @name is
 * used once; of letters, digits, '.', '_' and '-' only. */
void bf_safetensors_add (BfSafetensors *file, const char *name, BfSafetensorsType type,
                         const guint64 *shape, guint n_dimensions, gconstpointer values);

GBytes *bf_safetensors_to_bytes (BfSafetensors *file);   /* the whole file */
