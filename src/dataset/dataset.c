#include "dataset/dataset.h"

G_DEFINE_QUARK (bf-dataset-error-quark, bf_dataset_error)
