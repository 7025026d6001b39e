#include "CTidemarkHeap.h"

#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CTidemarkThread.h"
#include "LiveBlocks.h"

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
  uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  __asm__ volatile("" : "+r"(caller));
  Allocate *next = __atomic_load_n(&nextAllocate, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = find();
  TidemarkThread *thread = &tidemark_thread;
  bool isCounted =
    (__builtin_expect(thread->block != NULL, 1) || (!tidemark_isOff && tidemark_threadEnter()))
    && !thread->quiet;
  if (isCounted) tidemark_count(thread->block, TidemarkCounterObjectsAllocated, 1);
  void *object = next(metadata, size, alignmentMask);
  // An object lies where its block does, on whatever alignment. What a library keeps for itself once
  // it was asked for, such as Foundation its formatters and locales, is not the program's to give back.
  bool isKept = isCounted && tidemark_isIn(tidemark_services.program, caller);
  if (isKept && tidemark_heapIsInterposed()) tidemark_markObject(object);
  return object;
}

typedef void Once(void *token, void (*function)(void *), void *context);

static Once *nextOnce;

static Once *findOnce(void) {
  Once *found = (Once *)dlsym(RTLD_NEXT, "swift_once");
  __atomic_store_n(&nextOnce, found, __ATOMIC_RELEASE);
  return found;
}

/// Does what the runtime's function does.
///
/// A program that contains the runtime leaves its `swift_once` out, which is all that its file
/// holds, as there is one already. The token is zero at first and known to nobody else then.
static void runOnce(uint32_t *token, void (*function)(void *), void *context) {
  enum { fresh, running, done };
  uint32_t state = fresh;
  if (__atomic_compare_exchange_n(
        token, &state, running, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
    function(context);
    __atomic_store_n(token, done, __ATOMIC_RELEASE);
    syscall(SYS_futex, token, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
    return;
  }
  while (__atomic_load_n(token, __ATOMIC_ACQUIRE) == running)
    syscall(SYS_futex, token, FUTEX_WAIT_PRIVATE, running, NULL, NULL, 0);
}

/// Takes the place of the runtime's function, by which global variables are made.
///
/// Whoever comes first makes them for everybody, so what it takes is the runtime's doing.
__attribute__((weak)) void swift_once(void *token, void (*function)(void *), void *context) {
  Once *next = __atomic_load_n(&nextOnce, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = findOnce();
  tidemark_thread.quiet += 1;
  if (__builtin_expect(next != NULL, 1)) next(token, function, context);
  else runOnce(token, function, context);
  tidemark_thread.quiet -= 1;
}

typedef __attribute__((swiftcall)) void *GetKeyPath(void *pattern, const void *arguments);

static GetKeyPath *nextGetKeyPath;

static GetKeyPath *findGetKeyPath(void) {
  GetKeyPath *found = (GetKeyPath *)dlsym(RTLD_NEXT, "swift_getKeyPath");
  __atomic_store_n(&nextGetKeyPath, found, __ATOMIC_RELEASE);
  return found;
}

/// Takes the place of the runtime's function, which makes a key path where the source names one.
///
/// A pattern without generic arguments starts with a reference to where its key path is kept once
/// it has been made; the others are made each time.
__attribute__((weak, swiftcall)) void *swift_getKeyPath(void *pattern, const void *arguments) {
  GetKeyPath *next = __atomic_load_n(&nextGetKeyPath, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) next = findGetKeyPath();
  bool isKept = *(const int32_t *)pattern != 0;
  tidemark_thread.quiet += isKept;
  void *path = next(pattern, arguments);
  tidemark_thread.quiet -= isKept;
  return path;
}

typedef __attribute__((swiftcall)) void WillThrow(
  __attribute__((swift_context)) void *, __attribute__((swift_error_result)) void **);
typedef __attribute__((swiftcall)) void WillThrowTyped(void *, const void *, const void *);

static WillThrow *nextWillThrow;
static WillThrowTyped *nextWillThrowTyped;

/// Takes the place of the runtime's function, which is called for every error that is thrown.
///
/// Swift Testing looks on through it and keeps a backtrace of each, which is not the test's doing.
__attribute__((weak, swiftcall)) void swift_willThrow(
  __attribute__((swift_context)) void *context,
  __attribute__((swift_error_result)) void **error) {
  WillThrow *next = __atomic_load_n(&nextWillThrow, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) {
    next = (WillThrow *)dlsym(RTLD_NEXT, "swift_willThrow");
    __atomic_store_n(&nextWillThrow, next, __ATOMIC_RELAXED);
  }
  tidemark_thread.quiet += 1;
  // The runtime's own is weak as well and does nothing unless somebody looks on.
  if (__builtin_expect(next != NULL, 1)) next(context, error);
  tidemark_thread.quiet -= 1;
}

/// The same for errors of a type that the function names.
__attribute__((weak, swiftcall)) void swift_willThrowTypedImpl(
  void *value, const void *type, const void *conformance) {
  WillThrowTyped *next = __atomic_load_n(&nextWillThrowTyped, __ATOMIC_RELAXED);
  if (__builtin_expect(!next, 0)) {
    next = (WillThrowTyped *)dlsym(RTLD_NEXT, "swift_willThrowTypedImpl");
    __atomic_store_n(&nextWillThrowTyped, next, __ATOMIC_RELAXED);
  }
  tidemark_thread.quiet += 1;
  if (__builtin_expect(next != NULL, 1)) next(value, type, conformance);
  tidemark_thread.quiet -= 1;
}

__attribute__((constructor(103))) static void announce(void) {
  if (tidemark_isOwnCode((uintptr_t)swift_allocObject) && find())
    tidemark_addCapability(TidemarkCapabilityObjects);
}

TIDEMARK_OWN_CODE_END

#endif
