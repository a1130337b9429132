/* Runs the built program, without a display or a home, in a scratch folder. */
#pragma once

#include <gio/gio.h>

typedef struct {
  int status;      /* exit status; minus the signal's number if it was killed */
  char *out, *err;
} Result;

void result_clear (Result *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

/* A test with a scratch folder of its own that holds small.backflow. */
void program_add_test (const char *path, GTestFunc func);
char *scratch_path (const char *name);
void scratch_write (const char *name, const char *text);
char *scratch_read (const char *name, gsize *length);   /* @length may be NULL */
gboolean scratch_has (const char *name);
GStrv scratch_list (const char *name);   /* relative paths of all files in folder @name, sorted */

/* In the scratch folder; the arguments are parsed as a shell would. */
Result backflow (const char *arguments);
Result backflow_in_locale (const char *arguments, const char *locale);   /* of the scratch folder */
GSubprocess *backflow_spawn (const char *arguments, int stderr_fd);   /* -1: a pipe; takes the descriptor */
GSubprocess *backflow_spawn_to (const char *arguments, const char *stdout_path);
Result backflow_wait (GSubprocess *process);

/* An experiment of two small configurations on 2-D data, "Sigmoid" in float32 and "ReLU, He" in float64. */
extern const char small_experiment[];

/* Fields of a CSV file by row; row 0 is the header. */
GPtrArray *csv_read (const char *name);   /* of GStrv */
void csv_assert_header (GPtrArray *rows, const char *header);
double csv_number (GPtrArray *rows, guint row, guint column);
