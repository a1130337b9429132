/* A mutex with its condition, visible to ThreadSanitizer: GLib's futex-based GMutex and GCond are not instrumented,
 * so that without the two annotations every correctly locked access would be reported as a race.
 */
#pragma once

#include <glib.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#define BF_TSAN_ACQUIRE(address) __tsan_acquire (address)
#define BF_TSAN_RELEASE(address) __tsan_release (address)
#else
#define BF_TSAN_ACQUIRE(address) ((void) 0)
#define BF_TSAN_RELEASE(address) ((void) 0)
#endif

typedef struct {
  GMutex mutex;
  GCond changed;
} BfLock;

static inline void
bf_lock_init (BfLock *lock)
{
  g_mutex_init (&lock->mutex);
  g_cond_init (&lock->changed);
}

static inline void
bf_lock_clear (BfLock *lock)
{
  g_cond_clear (&lock->changed);
  g_mutex_clear (&lock->mutex);
}

static inline void
bf_lock_take (BfLock *lock)
{
  g_mutex_lock (&lock->mutex);
  BF_TSAN_ACQUIRE (lock);
}

static inline void
bf_lock_give (BfLock *lock)
{
  BF_TSAN_RELEASE (lock);
  g_mutex_unlock (&lock->mutex);
}

/* Held: gives it, sleeps until bf_lock_wake () or for no reason at all, takes it again. */
static inline void
bf_lock_wait (BfLock *lock)
{
  BF_TSAN_RELEASE (lock);
  g_cond_wait (&lock->changed, &lock->mutex);
  BF_TSAN_ACQUIRE (lock);
}

static inline void
bf_lock_wake (BfLock *lock)
{
  g_cond_broadcast (&lock->changed);
}
