#include "experiment/configuration.h"

G_DEFINE_QUARK (bf-configuration-error-quark, bf_configuration_error)
