/* Groups of layers cut, joined and moved. Cutting and joining change how a network is written
 * down, never the network: what would change it is refused, and the configuration is left as it
 * was.
 *
 * Errors are of domain BF_CONFIGURATION_ERROR; their messages are short reasons, without a path, that
 * fit behind the name of a command.
 */
#pragma once

#include "experiment/configuration.h"

/* Makes layers @first .. @first + @n - 1 of group @group (from 0) a group of their own; what comes
 * before and after them stays together: 20 layers become 9 + 1 + 10. */
gboolean bf_configuration_split (BfConfiguration *configuration, guint group, guint first, guint n,
                                 GError **error);

/* Makes each layer of @group a group of its own. */
gboolean bf_configuration_split_all (BfConfiguration *configuration, guint group, GError **error);

/* Makes @group and the one after it a single group. */
gboolean bf_configuration_join (BfConfiguration *configuration, guint group, GError **error);

/* Takes group @from out and puts it back as group @to; those between move up or down by one. */
void bf_configuration_move (BfConfiguration *configuration, guint from, guint to);

/* Whether both unroll into the same layers, drawn from the same random numbers. */
gboolean bf_configuration_same_layers (const BfConfiguration *a, const BfConfiguration *b);
