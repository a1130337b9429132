/* The application: windows, files given on the command line, appearance, accelerators. */
#pragma once

#include <adwaita.h>

#define BF_TYPE_APPLICATION (bf_application_get_type ())
G_DECLARE_FINAL_TYPE (BfApplication, bf_application, BF, APPLICATION, AdwApplication)

BfApplication *bf_application_new (void);
