#include "CTidemarkHeap.h"

#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

#include "CTidemarkThread.h"

TIDEMARK_OWN_CODE

typedef void *Allocate(const void *metadata, size_t size, size_t alignmentMask);

static Allocate *nextAllocate;

static Allocate *find(void) {
  Allocate *found = (Allocate *)dlsym(RTLD_NEXT, "swift_allocObject");
  __atomic_store_n(&nextAllocate, found, __ATOMIC_RELEASE);
  return found;
}

/// Takes the place of the runtime's function for every caller that goes through a PLT.
///
/// The runtime's own function pointers for allocation and reference counting are left alone:
/// on 6.3 for Linux the runtime crashes once one of them is replaced.
void *swift_allocObject(const void *metadata, size_t size, size_t alignmentMask) {
  Allocate *next = __atomic_load_n(&nextAllocate, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = find();
  TidemarkThread *thread = &tidemark_thread;
  if (__builtin_expect(thread->block != NULL, 1) || tidemark_threadEnter())
    tidemark_count(thread->block, TidemarkCounterObjectsAllocated, 1);
  return next(metadata, size, alignmentMask);
}

__attribute__((constructor(103))) static void announce(void) {
  if (find()) tidemark_addCapability(TidemarkCapabilityObjects);
}

#endif
