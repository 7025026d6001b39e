#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>
#endif

#include "CTidemarkHarness.h"

int tidemark_usableProcessors(void) {
#if defined(__linux__)
  cpu_set_t processors;
  // A thread may have an affinity of its own; that of the process is its first thread's.
  if (sched_getaffinity(getpid(), sizeof processors, &processors) == 0)
    return CPU_COUNT(&processors);
#endif
  return 0;
}
