// How a test method of XCTest is measured without what XCTest does around it.
//
// The list of tests that SwiftPM generates calls XCTest's public functions `testCase` and `asyncTest`
// for every class and every asynchronous method. Functions of those names in the test executable are
// found before the ones in libXCTest.so. They are weak, so a static XCTest keeps its own.
#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>

#include "CTidemarkXCTest.h"

#define SWIFT_CALL __attribute__((swiftcall))
// Swift 6.3: XCTest.asyncTest<T: XCTestCase>(_: (T) -> () async throws -> ()) -> (T) -> () throws -> ()
#define ASYNC_TEST "$s6XCTest9asyncTestyyyKcxcyyYaKcxcAA0A4CaseCRbzlF"
// Swift 6.3: XCTest.testCase<T: XCTestCase>(_: [(String, (T) -> () throws -> ())]) -> XCTestCaseEntry
#define THROWING_TESTS \
  "$s6XCTest8testCaseyAA0aC0Cm0bC5Class_SaySS_yADKctG8allTeststSaySS_yyKcxctGADRbzlF"
// Swift 6.3: XCTest.testCase<T: XCTestCase>(_: [(String, (T) -> () -> ())]) -> XCTestCaseEntry
#define TESTS "$s6XCTest8testCaseyAA0aC0Cm0bC5Class_SaySS_yADKctG8allTeststSaySS_yycxctGADRbzlF"

/// Two words that Swift returns in registers: a closure, or a class and an array.
typedef struct {
  const void *first;
  const void *second;
} TidemarkPair;

typedef SWIFT_CALL TidemarkPair (*TidemarkAsyncTest)(const void *, const void *, const void *);
typedef SWIFT_CALL TidemarkPair (*TidemarkTestList)(const void *, const void *);

extern SWIFT_CALL TidemarkPair tidemark_xctestAsyncMethod(const void *, const void *, const void *);
extern SWIFT_CALL TidemarkPair tidemark_xctestThrowingList(const void *, const void *);
extern SWIFT_CALL TidemarkPair tidemark_xctestList(const void *, const void *);

static atomic_long hookCalls;

long tidemark_xctestHookCalls(void) {
  return atomic_load_explicit(&hookCalls, memory_order_relaxed);
}

/// Calls XCTest's own function. The first two arguments are one Swift closure.
SWIFT_CALL TidemarkPair tidemark_xctestForwardAsyncMethod(
    const void *function, const void *context, const void *type) {
  return ((TidemarkAsyncTest)dlsym(RTLD_NEXT, ASYNC_TEST))(function, context, type);
}

/// Calls XCTest's own function.
SWIFT_CALL TidemarkPair tidemark_xctestForwardThrowingList(const void *list, const void *type) {
  return ((TidemarkTestList)dlsym(RTLD_NEXT, THROWING_TESTS))(list, type);
}

SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestAsyncHook(
    const void *function, const void *context, const void *type) __asm__(ASYNC_TEST);
SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestAsyncHook(
    const void *function, const void *context, const void *type) {
  return tidemark_xctestAsyncMethod(function, context, type);
}

SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestThrowingHook(
    const void *list, const void *type) __asm__(THROWING_TESTS);
SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestThrowingHook(
    const void *list, const void *type) {
  atomic_fetch_add_explicit(&hookCalls, 1, memory_order_relaxed);
  return tidemark_xctestThrowingList(list, type);
}

SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestListHook(
    const void *list, const void *type) __asm__(TESTS);
SWIFT_CALL __attribute__((weak)) TidemarkPair tidemark_xctestListHook(
    const void *list, const void *type) {
  atomic_fetch_add_explicit(&hookCalls, 1, memory_order_relaxed);
  return tidemark_xctestList(list, type);
}

#else
#include "CTidemarkXCTest.h"

long tidemark_xctestHookCalls(void) { return 0; }
#endif
