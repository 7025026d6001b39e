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
  /// Where what is allocated and freed is balanced: in the record, the harness's part apart.
  TidemarkNet *net;
  /// The scope that is charged now, and the one that is charged while no task runs.
  uint32_t scope;
  uint32_t base;
  uint32_t slot;
  /// The scopes of the tasks that are interrupted by the one that runs; deeper ones than there is
  /// room for are taken to be of the same scope as the one that interrupted them.
  uint32_t depth;
  uint16_t outer[TIDEMARK_NESTING_LIMIT];
  /// Records of completed tasks, kept for the next ones.
  uint32_t freeHead;
  uint32_t freeCount;
  /// Greater than 0 while what is allocated is made once for the whole process.
  uint32_t quiet;
  /// The record of the task that runs, and of those that it interrupts.
  uint32_t running;
  uint32_t outerRunning[TIDEMARK_NESTING_LIMIT];
  /// The highest address of the thread's stack.
  uintptr_t stackEnd;
  bool ended;
} TidemarkThread;

extern __thread TidemarkThread tidemark_thread __attribute__((tls_model("initial-exec")));

/// Whether call sites are asked for; hooks look at it on every event.
extern bool tidemark_wantsSites;

/// Counts the current call stack as one that allocated.
void tidemark_addAllocation(uint64_t bytes);

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
} TidemarkServices;

extern TidemarkServices tidemark_services;

static inline bool tidemark_isIn(TidemarkCode code, uintptr_t address) {
  return address - code.low < code.size;
}

/// Returns whether an address is inside the code of an image that was loaded at the start.
bool tidemark_isCode(uintptr_t address);

/// Moves what a thread holds back of the bytes and blocks in use to the ledger's totals.
void tidemark_heapFlush(TidemarkThreadRecord *record);

/// States that hooks of this kind are installed.
void tidemark_addCapability(TidemarkCapability capability);

/// Adds to a counter of the current scope; only the thread that owns the block may call it.
static inline void tidemark_count(TidemarkBlock *block, TidemarkCounter counter, uint64_t by) {
  uint64_t *value = &block->values[counter];
  __atomic_store_n(value, __atomic_load_n(value, __ATOMIC_RELAXED) + by, __ATOMIC_RELAXED);
}

#endif
#endif
