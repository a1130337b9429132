#include "trainer/priority.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

#define NICENESS 5

/* Linux has a niceness for every thread; elsewhere it is the whole program's, and stays. */
void
bf_thread_step_back (void)
{
#ifdef __linux__
  setpriority (PRIO_PROCESS, 0, NICENESS);
#endif
}
