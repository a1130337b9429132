/* Trains a network that is written as in an experiment file, and keeps what the published training cases are judged
 * by. */
#pragma once

#include "trainer/run.h"

#define LESSON_WINDOW 50    /* steps that a loss is the mean of; validation is as often */
#define LESSON_NEVER G_MAXUINT

/* Texts are the JSON members between the braces (of "layers": the groups between the brackets). */
typedef struct {
  const char *task, *layers, *training;
  guint64 seed;
} Lesson;

typedef struct {
  double highest, lowest;         /* loss, of all windows */
  double last;                    /* loss of all training data after the last step */
  guint half;                     /* the step at which a window's loss was first below ln 10 / 2 */
  double validation;              /* loss after the last step */
  double least_validation;        /* of all after the first quarter of the steps */
  guint solved;                   /* the step at which validation was first below 0.01 */
  double baseline;                /* validation loss of always answering 1; of regression only */
  guint timesteps;                /* T; 0 without a time axis */
  double *before, *after;         /* [T] |dL/dh_t| at the first and the last step; owned */
} LessonOutcome;

/* @folder: where paths of tasks start. Aborts if it cannot be trained or diverges. */
void lesson_run (const Lesson *lesson, const char *folder, LessonOutcome *outcome);
void lesson_outcome_clear (LessonOutcome *outcome);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LessonOutcome, lesson_outcome_clear)

/* A file for the task csv: 10 classes, each of two Gaussian clouds round centres of N(0, 1) in 20 dimensions with noise
 * 1; 2500 rows, of which 2000 are trained on. A column "class" comes last. */
void lesson_write_clusters (const char *path);
