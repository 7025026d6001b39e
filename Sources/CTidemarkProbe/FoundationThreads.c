#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>

#include "Probe.h"

#if !defined(TIDEMARK_SANITIZED)

TIDEMARK_OWN_CODE

// The functions by which Foundation starts a `Thread`, for itself or for its caller, and for its caller
// alone: `Thread.detachNewThread(_:)`.
static TidemarkCode foundationThread;
static TidemarkCode detachedThread;

static TidemarkCode extentOf(const char *name) {
  void *function = dlsym(RTLD_DEFAULT, name);
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  if (!function || !dladdr1(function, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol)
    return (TidemarkCode){0, 0};
  // A return address may be one past the last instruction, where a call never returns.
  return (TidemarkCode){(uintptr_t)info.dli_saddr, symbol->st_size + 1};
}

void tidemark_findFoundationThreads(void) {
  foundationThread = extentOf("_CFThreadCreate");
  detachedThread = extentOf("$s10Foundation6ThreadC09detachNewB0yyyyYbcFZ");
}

bool tidemark_isFoundationsOwn(uintptr_t caller, const uint64_t *creation) {
  if (!foundationThread.size || !detachedThread.size) return false;
  if (!tidemark_isIn(tidemark_services.foundation, caller)) return false;
  if (!tidemark_isIn(foundationThread, caller)) return true;
  return tidemark_isIn(tidemark_services.foundation, (uintptr_t)creation[2])
    && !tidemark_isIn(detachedThread, (uintptr_t)creation[2]);
}

TIDEMARK_OWN_CODE_END

#endif
#endif
