/* One block of memory cut into arrays. The same code that cuts it also counts it: with base NULL
 * nothing is handed out and only `used` grows, so that what is asked for and what is taken cannot
 * differ. */
#pragma once

#include <glib.h>

#define BF_ARENA_ALIGNMENT 64   /* a cache line */

typedef struct {
  char *base;      /* NULL while counting */
  guint64 used;    /* bytes; G_MAXUINT64 once it has overflown */
} BfArena;

/* @n entries of @size bytes, aligned; NULL while counting. */
static inline gpointer
bf_arena_take (BfArena *arena, guint64 n, gsize size)
{
  char *start = arena->base != NULL ? arena->base + arena->used : NULL;
  guint64 bytes;

  if (!g_uint64_checked_mul (&bytes, n, size)
      || !g_uint64_checked_add (&bytes, bytes, BF_ARENA_ALIGNMENT - 1)
      || !g_uint64_checked_add (&arena->used, arena->used, bytes & -(guint64) BF_ARENA_ALIGNMENT))
    arena->used = G_MAXUINT64;
  return start;
}
