// How every Swift Testing test gets the measuring trait without an edit.
//
// The expansion of `@Test` calls `Testing.Test.__store(_:into:asTypeAt:)` when the library looks for
// tests. A function of that name in the test executable is found before the one in libTesting.so.
// The definition is weak: with a statically linked library its own definition stays, the hook is
// never called, and the check at exit says so.
#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CTidemarkAuto.h"

#define SWIFT_CALL __attribute__((swiftcall))
// Swift 6.3: static Testing.Test.__store(_: @Sendable () async -> Test,
// into: UnsafeMutableRawPointer, asTypeAt: UnsafeRawPointer) -> Bool
#define STORE "$s7Testing4TestV7__store_4into8asTypeAtSbACyYaYbc_SvSVtFZ"

typedef SWIFT_CALL bool (*TidemarkStore)(const void *, const void *, void *, const void *);

extern SWIFT_CALL bool tidemark_autoStore(const void *, const void *, void *, const void *);

static atomic_long hookCalls;

/// Calls the library's own function. The first two arguments are one Swift closure.
SWIFT_CALL bool tidemark_autoForwardStore(
    const void *function, const void *context, void *target, const void *type) {
  TidemarkStore next = (TidemarkStore)dlsym(RTLD_NEXT, STORE);
  return next ? next(function, context, target, type) : false;
}

SWIFT_CALL __attribute__((weak)) bool tidemark_autoStoreHook(
    const void *function, const void *context, void *target, const void *type) __asm__(STORE);

SWIFT_CALL __attribute__((weak)) bool tidemark_autoStoreHook(
    const void *function, const void *context, void *target, const void *type) {
  atomic_fetch_add_explicit(&hookCalls, 1, memory_order_relaxed);
  return tidemark_autoStore(function, context, target, type);
}

long tidemark_autoHookCalls(void) {
  return atomic_load_explicit(&hookCalls, memory_order_relaxed);
}

// The record that swift-testing documents in Documentation/ABI/TestContent.md.
typedef struct {
  uint32_t kind;
  uint32_t reserved1;
  const void *accessor;
  uintptr_t context;
  uintptr_t reserved2;
} TidemarkTestRecord;

extern const TidemarkTestRecord recordsStart[] __asm__("__start_swift5_tests")
    __attribute__((weak, visibility("hidden")));
extern const TidemarkTestRecord recordsEnd[] __asm__("__stop_swift5_tests")
    __attribute__((weak, visibility("hidden")));

long tidemark_autoListedTests(void) {
  const uint32_t declaration = 0x74657374;  // 'test'
  const uintptr_t suite = 1;
  long count = 0;
  for (const TidemarkTestRecord *record = recordsStart; record < recordsEnd; record++) {
    count += record->kind == declaration && !(record->context & suite);
  }
  return count;
}

#else
#include "CTidemarkAuto.h"

long tidemark_autoListedTests(void) { return 0; }
long tidemark_autoHookCalls(void) { return 0; }
#endif
