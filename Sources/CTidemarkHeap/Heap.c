#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CTidemarkHeap.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TIDEMARK_SANITIZED 1
#endif
#endif

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__linux__) && defined(__GLIBC__) && !defined(TIDEMARK_SANITIZED)
#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "CTidemarkThread.h"
#include "Callers.h"
#include "LiveBlocks.h"

TIDEMARK_OWN_CODE

// The C library's own entry points, which do not go through the interposed names.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)
#define EXPORT __attribute__((visibility("default")))

static inline bool isOff(void) { return tidemark_heapCare & TidemarkHeapCareOff; }

static inline TidemarkThread *enterThread(void) {
  TidemarkThread *thread = &tidemark_thread;
  if (unlikely(!thread->block) && !tidemark_threadEnter()) return NULL;
  return thread;
}

/// Returns how many bytes a block of the C library holds, from the word in front of it.
static inline int64_t sizeOfChunk(const void *block) {
  // `mchunk_size` of glibc's `struct malloc_chunk`: three flag bits, of which 2 means mapped.
  size_t head = ((const size_t *)block)[-1];
  return (int64_t)((head & ~(size_t)7) - 8 - ((head & 2) << 2));
}

/// Moves what the thread's present scope holds, and returns it.
static inline int64_t moveHeld(TidemarkThread *thread, int64_t bytes) {
  uint64_t *value = &thread->block->values[TidemarkCounterBytesHeld];
  int64_t held = (int64_t)__atomic_load_n(value, __ATOMIC_RELAXED) + bytes;
  __atomic_store_n(value, (uint64_t)held, __ATOMIC_RELAXED);
  return held;
}

static int64_t sizeOf(void *block) {
  bool isUnknown = tidemark_heapCare & TidemarkHeapCareChunks;
  return isUnknown ? (int64_t)malloc_usable_size(block) : sizeOfChunk(block);
}

/// Counts a block that was allocated, whatever there is to be looked at.
static __attribute__((noinline)) void *allocatedWithCare(
  void *block, size_t size, uintptr_t caller, const uintptr_t *frame) {
  if (!block || isOff()) return block;
  TidemarkThread *thread = enterThread();
  uint32_t *word = tidemark_blockWord(block);
  // The place may have been freed where no hook saw it.
  if (word) __atomic_store_n(word, 0, __ATOMIC_RELAXED);
  if (!thread) return block;
  int64_t held = sizeOf(block);
  int64_t unseen = 0;
  if (!thread->quiet && !tidemark_isServiceCall(caller, frame)) {
    tidemark_count(thread->block, TidemarkCounterAllocations, 1);
    tidemark_count(thread->block, TidemarkCounterBytesAllocated, size);
    tidemark_count(thread->block, TidemarkCounterBytesHeld, (uint64_t)held);
    if (!word) word = tidemark_makeSpan(block);
    if (word) {
      __atomic_store_n(word, tidemark_scopeTags[thread->scope], __ATOMIC_RELAXED);
      if (tidemark_heapCare & TidemarkHeapCareSites)
        word[TIDEMARK_SPAN_WORDS] = tidemark_addAllocation(size, (uint64_t)held);
    }
  } else {
    unseen = held;
  }
  tidemark_heapMove(thread, unseen);
  return block;
}

/// Returns whether a call is known at once not to be the runtime's own doing.
static inline bool isOrdinary(uintptr_t caller, const uintptr_t *frame) {
  if (tidemark_isIn(tidemark_services.program, caller)) return true;
  return tidemark_isIn(tidemark_callers.slowAlloc.code, caller)
    && tidemark_isIn(
      tidemark_callers.allocObject, frame[tidemark_callers.slowAlloc.distance]);
}

/// Counts a block that was allocated, where nothing is to be looked at besides; returns it.
///
/// What is said here is what nearly always holds, in as few steps as there can be: that somebody's
/// own code asked, on a thread that is known, for a block near others.
static inline __attribute__((always_inline)) void *allocated(
  void *block, size_t size, uintptr_t caller, const uintptr_t *frame) {
  TidemarkThread *thread = &tidemark_thread;
  uint32_t *span = tidemark_spanOf(block);
  if (unlikely(!span || !block || !thread->block || thread->quiet)
      || unlikely(!isOrdinary(caller, frame)))
    return allocatedWithCare(block, size, caller, frame);
  uint32_t *word = tidemark_wordIn(span, block);
  int64_t held = sizeOfChunk(block);
  __atomic_store_n(word, tidemark_scopeTags[thread->scope], __ATOMIC_RELAXED);
  tidemark_count(thread->block, TidemarkCounterAllocations, 1);
  tidemark_count(thread->block, TidemarkCounterBytesAllocated, size);
  if (unlikely(moveHeld(thread, held) > thread->heldCeiling)) tidemark_heapMove(thread, 0);
  return block;
}

/// What is known of a block that is about to be freed or moved.
typedef struct Given {
  uint32_t tag;
  uint32_t site;
  int64_t held;
} Given;

/// Takes a block out of the figures, whosoever it is.
static __attribute__((noinline)) Given giveWithCare(void *block) {
  if (isOff()) return (Given){0, 0, 0};
  TidemarkThread *thread = enterThread();
  uint32_t *word = tidemark_blockWord(block);
  Given given = {word ? __atomic_load_n(word, __ATOMIC_RELAXED) : 0, 0, sizeOf(block)};
  int64_t before = thread ? moveHeld(thread, 0) : 0;
  if (given.tag) {
    __atomic_store_n(word, 0, __ATOMIC_RELAXED);
    tidemark_freedElsewhere(given.tag, given.held);
    if (tidemark_heapCare & TidemarkHeapCareSites) {
      given.site = word[TIDEMARK_SPAN_WORDS];
      tidemark_addFree(given.tag, given.site, (uint64_t)given.held);
    }
  }
  if (thread) tidemark_heapMove(thread, before - moveHeld(thread, 0) - given.held);
  return given;
}

/// Takes a block out of the figures that is about to be freed; another thread may then get its place.
static inline void give(void *block) {
  if (unlikely(tidemark_heapCare)) {
    if (!isOff()) giveWithCare(block);
    return;
  }
  TidemarkThread *thread = &tidemark_thread;
  uint32_t *span = tidemark_spanOf(block);
  if (unlikely(!span || !thread->block)) {
    giveWithCare(block);
    return;
  }
  uint32_t *word = tidemark_wordIn(span, block);
  uint32_t tag = __atomic_load_n(word, __ATOMIC_RELAXED);
  // Also where it is no one's: then there is no such scope.
  if (unlikely((tag & ~TIDEMARK_TAG_OBJECT) != tidemark_scopeTags[thread->scope])) {
    giveWithCare(block);
    return;
  }
  int64_t held = sizeOfChunk(block);
  __atomic_store_n(word, 0, __ATOMIC_RELAXED);
  tidemark_count(thread->block, TidemarkCounterBlocksFreed, 1);
  if (tag & TIDEMARK_TAG_OBJECT)
    tidemark_count(thread->block, TidemarkCounterObjectsHeld, (uint64_t)-1);
  if (unlikely(moveHeld(thread, -held) < thread->heldFloor)) tidemark_heapMove(thread, 0);
}

/// Takes down who called, in the hook itself: the compiler moves seldom taken branches into functions
/// of their own, where the frame would be another one.
#define NOTE_CALLER \
  uintptr_t caller = (uintptr_t)__builtin_return_address(0); \
  const uintptr_t *frame = (const uintptr_t *)__builtin_frame_address(0); \
  __asm__ volatile("" : "+r"(caller), "+r"(frame))
#define CALLER caller, frame

static __attribute__((noinline)) void *mallocWithCare(
  size_t size, uintptr_t caller, const uintptr_t *frame) {
  return allocatedWithCare(__libc_malloc(size), size, caller, frame);
}

EXPORT __attribute__((hot)) void *malloc(size_t size) {
  if (unlikely(tidemark_heapCare)) {
    if (isOff()) return __libc_malloc(size);
    NOTE_CALLER;
    return mallocWithCare(size, CALLER);
  }
  void *block = __libc_malloc(size);
  // Both can be had again after the call, and need not be kept across it.
  NOTE_CALLER;
  return allocated(block, size, CALLER);
}

static __attribute__((noinline)) void *callocWithCare(
  size_t count, size_t size, uintptr_t caller, const uintptr_t *frame) {
  return allocatedWithCare(__libc_calloc(count, size), count * size, caller, frame);
}

EXPORT void *calloc(size_t count, size_t size) {
  if (unlikely(tidemark_heapCare)) {
    if (isOff()) return __libc_calloc(count, size);
    NOTE_CALLER;
    return callocWithCare(count, size, CALLER);
  }
  void *block = __libc_calloc(count, size);
  NOTE_CALLER;
  return allocated(block, count * size, CALLER);
}

EXPORT __attribute__((hot)) void free(void *block) {
  if (unlikely(!block)) return;
  give(block);
  __libc_free(block);
}

/// Undoes that a block was given up, since it could not be moved.
static void takeBack(void *block, Given given) {
  TidemarkThread *thread = enterThread();
  int64_t before = thread ? moveHeld(thread, 0) : 0;
  if (given.tag) {
    uint32_t *word = tidemark_blockWord(block);
    uint32_t scope = given.tag >> TIDEMARK_TAG_SCOPE_SHIFT;
    __atomic_store_n(word, given.tag, __ATOMIC_RELAXED);
    if ((given.tag & ~TIDEMARK_TAG_OBJECT) == tidemark_scopeTags[scope]) {
      tidemark_countFor(scope, TidemarkCounterBlocksFreed, (uint64_t)-1);
      tidemark_countFor(scope, TidemarkCounterBytesHeld, (uint64_t)given.held);
      if (given.tag & TIDEMARK_TAG_OBJECT)
        tidemark_countFor(scope, TidemarkCounterObjectsHeld, 1);
    }
    if (tidemark_heapCare & TidemarkHeapCareSites)
      tidemark_takeBackFree(given.tag, given.site, (uint64_t)given.held);
  }
  if (thread) tidemark_heapMove(thread, before - moveHeld(thread, 0) + given.held);
}

static void *reallocate(void *block, size_t size, uintptr_t caller, const uintptr_t *frame) {
  if (!block) {
    block = __libc_malloc(size);
    return allocatedWithCare(block, size, caller, frame);
  }
  // Another thread may get the old place before the hook goes on, so it is given up first.
  Given given = giveWithCare(block);
  void *moved = __libc_realloc(block, size);
  if (!moved && size) {
    takeBack(block, given);
    return moved;
  }
  return allocatedWithCare(moved, size, caller, frame);
}

EXPORT void *realloc(void *block, size_t size) {
  NOTE_CALLER;
  return reallocate(block, size, CALLER);
}

EXPORT void *reallocarray(void *block, size_t count, size_t size) {
  NOTE_CALLER;
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) {
    errno = ENOMEM;
    return NULL;
  }
  return reallocate(block, total, CALLER);
}

static void *align(size_t alignment, size_t size, uintptr_t caller, const uintptr_t *frame) {
  return allocatedWithCare(__libc_memalign(alignment, size), size, caller, frame);
}

EXPORT void *memalign(size_t alignment, size_t size) {
  NOTE_CALLER;
  return align(alignment, size, CALLER);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
  NOTE_CALLER;
  return align(alignment, size, CALLER);
}

EXPORT int posix_memalign(void **result, size_t alignment, size_t size) {
  NOTE_CALLER;
  if (alignment < sizeof(void *) || (alignment & (alignment - 1))) return EINVAL;
  int saved = errno;
  void *block = align(alignment, size, CALLER);
  errno = saved;
  if (!block) return ENOMEM;
  *result = block;
  return 0;
}

EXPORT void *valloc(size_t size) {
  NOTE_CALLER;
  return align((size_t)getpagesize(), size, CALLER);
}

EXPORT void *pvalloc(size_t size) {
  NOTE_CALLER;
  size_t page = (size_t)getpagesize();
  size_t whole;
  if (__builtin_add_overflow(size, page - 1, &whole)) {
    errno = ENOMEM;
    return NULL;
  }
  return align(page, whole & ~(page - 1), CALLER);
}

__attribute__((constructor(103))) static void announce(void) {
  if (tidemark_isOff) return;
  // The shape of the allocator's chunks is used only where it is the known one.
  bool isKnown = true;
  for (size_t size = 1; size < 1000000 && isKnown; size *= 3) {
    void *block = __libc_malloc(size);
    size_t head = block ? ((const size_t *)block)[-1] : 0;
    isKnown = block && (head & ~(size_t)7) - (head & 2 ? 16 : 8) == malloc_usable_size(block);
    __libc_free(block);
  }
  tidemark_findCallers();
  if (isKnown) __atomic_fetch_and(&tidemark_heapCare, ~TidemarkHeapCareChunks, __ATOMIC_RELAXED);
  tidemark_addCapability(TidemarkCapabilityHeap);
}

int tidemark_heapIsInterposed(void) { return 1; }

TIDEMARK_OWN_CODE_END

#else

int tidemark_heapIsInterposed(void) { return 0; }

#endif
