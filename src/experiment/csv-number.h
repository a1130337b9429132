/* How a number stands in the CSV files. Private to this folder. */
#pragma once

#include "engine/network.h"

/* Appends a comma and @value. */
void bf_csv_append_number (GString *text, double value, BfPrecision precision);
