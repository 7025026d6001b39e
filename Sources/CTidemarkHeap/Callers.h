#ifndef TIDEMARK_CALLERS_H
#define TIDEMARK_CALLERS_H

#include <stdbool.h>
#include <stdint.h>

#include "CTidemarkThread.h"

/// A function that allocates for its caller, who is found at a fixed place on the stack.
typedef struct TidemarkPassage {
  TidemarkCode code;
  /// The distance of its return address from the frame of the hook that it calls, in words.
  uint32_t distance;
} TidemarkPassage;

/// Which code asks for memory for the runtime's own caches; fixed at start.
///
/// The standard library's runtime keeps types, conformances and names once they are needed. Whoever
/// comes first would be charged with them, and another test the next time. The functions that
/// allocate for a caller are known by name, and so is where the compiled Swift part ends.
typedef struct TidemarkCallers {
  TidemarkPassage slowAlloc;
  TidemarkPassage operatorNew;
  /// The part of the standard library that is the runtime.
  TidemarkCode runtime;
  TidemarkCode allocObject;
  /// The whole standard library, and the function that gives a C stream its buffer.
  TidemarkCode core;
  TidemarkCode streamBuffer;
} TidemarkCallers;

extern TidemarkCallers tidemark_callers;

/// Finds the code; called once, before the figures are used.
void tidemark_findCallers(void);

/// Returns whether code of the runtime that calls `swift_slowAlloc` does so for itself.
bool tidemark_keepsForItself(uintptr_t address);

/// Returns whether code of the standard library that calls the allocator does so for itself.
bool tidemark_callsForItself(uintptr_t address);

/// Notes how a passage's stack looks, while that is being found out.
void tidemark_learn(uintptr_t caller, const uintptr_t *frame);

/// Returns whether the C++ operator was called by the runtime, itself or through the C++ library.
bool tidemark_isRuntimesNew(const uintptr_t *frame);

extern bool tidemark_isLearning;

/// Returns whether a call of the allocator is the runtime's own doing.
///
/// - Parameters:
///   - caller: the return address of the call.
///   - frame: the frame of the function that was called.
static inline bool tidemark_isServiceCall(uintptr_t caller, const uintptr_t *frame) {
  const TidemarkCallers *known = &tidemark_callers;
  if (__builtin_expect(tidemark_isLearning, 0)) tidemark_learn(caller, frame);
  if (__builtin_expect(tidemark_isIn(known->slowAlloc.code, caller), 1)) {
    uintptr_t outer = frame[known->slowAlloc.distance];
    if (__builtin_expect(tidemark_isIn(known->allocObject, outer), 1)) return false;
    return tidemark_isIn(known->runtime, outer) && tidemark_keepsForItself(outer);
  }
  if (tidemark_isIn(tidemark_services.program, caller)) return false;
  // The compiled Swift part never calls the allocator itself.
  if (tidemark_isIn(known->core, caller)) return tidemark_callsForItself(caller);
  if (tidemark_isIn(known->operatorNew.code, caller))
    return tidemark_isRuntimesNew(frame);
  if (tidemark_isIn(known->streamBuffer, caller)) return true;
  return tidemark_isIn(tidemark_services.dispatch, caller)
    || tidemark_isIn(tidemark_services.loader, caller);
}

#endif
