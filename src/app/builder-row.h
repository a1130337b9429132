/* What the rows of the builder have in common. Main thread only. */
#pragma once

#include <adwaita.h>

/* Shows @error under the title of @row and marks @row and @control as invalid; NULL: shows @hint
 * instead, or nothing. */
void bf_builder_row_set_message (AdwActionRow *row, GtkWidget *control, const char *hint,
                                 const char *error);
