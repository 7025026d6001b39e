#ifndef CTIDEMARK_THREAD_H
#define CTIDEMARK_THREAD_H

#if defined(__linux__)

#include <stdbool.h>
#include <stdint.h>

#include "CTidemarkLedger.h"

/// Puts the functions of a file into a section of their own, by which call stacks leave them out.
///
/// Sanitizers leave them alone as well: hooks run where a sanitizer's own bookkeeping may not, they
/// read stacks, and what they share with readers is written as single words. `TIDEMARK_OWN_CODE_END`
/// ends the stretch.
#define TIDEMARK_OWN_CODE \
  _Pragma("clang section text = \"tidemark_text\"") \
  _Pragma("clang attribute push(__attribute__((disable_sanitizer_instrumentation)), apply_to = function)")
#define TIDEMARK_OWN_CODE_END _Pragma("clang attribute pop") _Pragma("clang section text = \"\"")

#define TIDEMARK_NESTING_LIMIT 64

/// What the probe knows of the current thread, in thread-local storage.
///
/// Hooks use it on every event, so it holds pointers instead of indices.
typedef struct TidemarkThread {
  /// The counters to write; null until the thread's first event.
  TidemarkBlock *block;
  TidemarkThreadRecord *record;
  /// Hooks have nothing to do about the bytes in use in the process as long as what the block says
  /// is held is from the floor to the ceiling.
  int64_t heldCeiling;
  int64_t heldFloor;
  /// What the thread holds back of the bytes in use: this much, and what the block's counter has
  /// moved from the mark.
  int64_t pendingBytes;
  int64_t heldMark;
  /// The most that was held back.
  int64_t pendingPeak;
  /// The scope that is charged now, and the one that is charged while no task runs.
  uint32_t scope;
  uint32_t base;
  uint32_t slot;
  /// How many tasks are interrupted by the one that runs.
  uint32_t depth;
  /// Records of completed tasks, kept for the next ones.
  uint32_t freeHead;
  uint32_t freeCount;
  /// The scope that was charged before and its counters, since a worker goes to and fro between two.
  uint32_t otherScope;
  TidemarkBlock *otherBlock;
  /// The highest address of the thread's stack, and one below which it may not be its stack.
  uintptr_t stackEnd;
  uintptr_t stackLow;
  /// Greater than 0 while what is allocated is made once for the whole process.
  uint32_t quiet;
  bool ended;
  /// Whether threads that it starts are the observer's own.
  bool startsOwn;
  /// The scopes of the interrupted tasks; deeper ones than there is room for are taken to be of the same
  /// scope as the one that interrupted them.
  uint16_t outer[TIDEMARK_NESTING_LIMIT];
  /// Where what the thread does is counted when there is no block for it: it is known to be lost.
  TidemarkBlock spare;
} TidemarkThread;

extern __thread TidemarkThread tidemark_thread __attribute__((tls_model("initial-exec")));

/// Whether nothing is counted: the probe is switched off, has no ledger, or belongs to a forked child.
///
/// Hooks have to look only where the thread has no block, as no thread gets one then.
extern bool tidemark_isOff;

/// Whether call sites are asked for; hooks look at it on every event.
extern bool tidemark_wantsSites;

/// What the hooks of the heap have to look at besides, which is nearly always nothing.
typedef enum TidemarkHeapCare {
  /// The shape of the allocator's chunks is not known, or not yet.
  TidemarkHeapCareChunks = 1 << 0,
  /// Blocks carry their call sites: set once they were asked for, and left so.
  TidemarkHeapCareSites = 1 << 1,
  /// Nothing is counted, as `tidemark_isOff` says as well.
  TidemarkHeapCareOff = 1 << 2
} TidemarkHeapCare;

extern uint32_t tidemark_heapCare;

/// Counts the current call stack as one that allocated.
///
/// - Parameters:
///   - bytes: what was asked for.
///   - held: what the block holds.
/// - Returns: the call site, or 0 when there is none.
uint32_t tidemark_addAllocation(uint64_t bytes, uint64_t held);

/// Notes that a block of a call site is an object, that it is freed, and that it is not after all.
///
/// - Parameter tag: the block's; a call site of other work than its own is left alone.
void tidemark_markSite(uint32_t tag, uint32_t site);
void tidemark_addFree(uint32_t tag, uint32_t site, uint64_t held);
void tidemark_takeBackFree(uint32_t tag, uint32_t site, uint64_t held);

/// What a block is tagged with: the scope, whether it is an object, and the use of the scope's slot,
/// which is never 0.
#define TIDEMARK_TAG_SCOPE_SHIFT 19
#define TIDEMARK_TAG_OBJECT (1u << 18)
#define TIDEMARK_TAG_USE_LIMIT (1u << 18)

/// The tag of each scope's blocks.
extern uint32_t tidemark_scopeTags[TIDEMARK_SCOPE_LIMIT];

/// Adds to a counter of a scope that the current thread need not be charged to.
///
/// May be called by a thread that has ended as far as the probe is concerned.
void tidemark_countFor(uint32_t scope, TidemarkCounter counter, uint64_t by);

/// Counts a block that could not be tagged.
void tidemark_loseBlock(void);

/// Gives the current thread a slot; hooks call it when `block` is null.
///
/// - Returns: whether the thread may count.
bool tidemark_threadEnter(void);

/// A stretch of code.
typedef struct TidemarkCode {
  uintptr_t low;
  uintptr_t size;
} TidemarkCode;

/// Code that allocates for the runtime's own ends; fixed before hooks are called.
typedef struct TidemarkServices {
  TidemarkCode core;
  TidemarkCode dispatch;
  TidemarkCode loader;
  TidemarkCode cxx;
  TidemarkCode foundation;
  /// The main program, which is none of them.
  TidemarkCode program;
} TidemarkServices;

extern TidemarkServices tidemark_services;

TIDEMARK_OWN_CODE

/// Returns whether a frame lies on the thread's own stack, all of which above the frame can be read.
///
/// A fiber has a stack of its own, and so may a signal's handler.
static inline bool tidemark_isOnStack(const TidemarkThread *thread, const void *frame) {
  return (uintptr_t)frame - thread->stackLow < thread->stackEnd - thread->stackLow;
}

static inline bool tidemark_isIn(TidemarkCode code, uintptr_t address) {
  return address - code.low < code.size;
}

TIDEMARK_OWN_CODE_END

/// Returns whether an address is inside the code of an image that was loaded at the start.
bool tidemark_isCode(uintptr_t address);

/// Returns whether an address is inside the hooks; for a function of the runtime, whether the hook has
/// taken its place.
bool tidemark_isOwnCode(uintptr_t address);

/// Moves the bytes in use by what the block's counter does not say, and hands on what is held back
/// when it is much.
void tidemark_heapMove(TidemarkThread *thread, int64_t bytes);

/// States that hooks of this kind are installed.
void tidemark_addCapability(TidemarkCapability capability);

TIDEMARK_OWN_CODE

/// Adds to a counter of the current scope; only the thread that owns the block may call it.
static inline void tidemark_count(TidemarkBlock *block, TidemarkCounter counter, uint64_t by) {
  uint64_t *value = &block->values[counter];
  __atomic_store_n(value, __atomic_load_n(value, __ATOMIC_RELAXED) + by, __ATOMIC_RELAXED);
}

TIDEMARK_OWN_CODE_END

#endif
#endif
