// Starts the harness when the test executable is loaded, and has the last word on its exit code.
#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "CTidemarkAuto.h"

extern void tidemark_autoStart(void);
extern int tidemark_autoFinish(void);

static atomic_bool finished;

/// Linking this target is enough: no test file has to import it.
__attribute__((constructor)) static void tidemark_autoLoad(void) { tidemark_autoStart(); }

/// Both test libraries end the process here. The real function runs what is registered with
/// `atexit`, for example the writer of coverage data.
void exit(int code) {
  int verdict = atomic_exchange(&finished, 1) ? 0 : tidemark_autoFinish();
  void (*next)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");
  if (next) next(code ? code : verdict);
  _exit(code ? code : verdict);
}
#endif
