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
__attribute__((weak)) void *swift_allocObject(const void *metadata, size_t size, size_t alignmentMask) {
  Allocate *next = __atomic_load_n(&nextAllocate, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = find();
  TidemarkThread *thread = &tidemark_thread;
  if (__builtin_expect(thread->block != NULL, 1) || tidemark_threadEnter())
    tidemark_count(
      thread->block,
      __builtin_expect(thread->quiet, 0) ? TidemarkCounterRuntimeObjects
                                         : TidemarkCounterObjectsAllocated,
      1);
  return next(metadata, size, alignmentMask);
}

typedef void Once(void *token, void (*function)(void *), void *context);

static Once *nextOnce;

static Once *findOnce(void) {
  Once *found = (Once *)dlsym(RTLD_NEXT, "swift_once");
  __atomic_store_n(&nextOnce, found, __ATOMIC_RELEASE);
  return found;
}

/// Takes the place of the runtime's function, by which global variables are made.
///
/// Whoever comes first makes them for everybody, so what it takes is the runtime's doing.
__attribute__((weak)) void swift_once(void *token, void (*function)(void *), void *context) {
  Once *next = __atomic_load_n(&nextOnce, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = findOnce();
  tidemark_thread.quiet += 1;
  next(token, function, context);
  tidemark_thread.quiet -= 1;
}

__attribute__((constructor(103))) static void announce(void) {
  if (find()) tidemark_addCapability(TidemarkCapabilityObjects);
}

#endif
