/* One source, two precisions, as FFTW does it.
 *
 * Files named *-real.c are written in `real` and built twice, with BF_REAL_BITS 32 and 64. Each
 * name they share is spelled X (name), which becomes name_f32 or name_f64; so do the members of
 * table rows that exist in both precisions: row->X (step).
 *
 * May be included again after BF_REAL_BITS was redefined: activation.c holds both precisions at
 * once.
 */
#include <glib.h>

#undef real
#undef X

#if BF_REAL_BITS == 32
#define real float
#define X(name) name##_f32
#elif BF_REAL_BITS == 64
#define real double
#define X(name) name##_f64
#else
#error "BF_REAL_BITS must be 32 or 64"
#endif

/* Hot loops are compiled a second time for AVX2 and FMA, the loader takes what the processor has.
 * Which one runs depends on nothing but the machine. (Thread sanitizer cannot start with such
 * functions.) */
#ifndef BF_CLONES
#if defined __x86_64__ && defined __GNUC__ && __GNUC__ >= 12 && !defined __clang__ \
    && !defined __SANITIZE_THREAD__
#define BF_CLONES __attribute__ ((target_clones ("default", "arch=x86-64-v3")))
#else
#define BF_CLONES
#endif
#endif

/* Before a loop whose arrays are equal or apart, never shifted against each other: element by
 * element, in place or not. Without it the compiler takes the slow path when they are equal. */
#ifndef BF_ELEMENTWISE
#ifdef __clang__
#define BF_ELEMENTWISE _Pragma ("clang loop vectorize(assume_safety)")
#else
#define BF_ELEMENTWISE _Pragma ("GCC ivdep")
#endif
#endif
