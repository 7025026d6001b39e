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
#include "RuntimeBlocks.h"

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

static bool tidemark_knowsChunks;

/// Threads hand on what they hold back of the bytes in use in steps of this size, so the peak is
/// known to within this much for each thread.
#define FLUSH_BYTES 4096

static inline void moveLive(TidemarkThread *thread, int64_t bytes) {
  TidemarkThreadRecord *record = thread->record;
  int64_t pending = __atomic_load_n(&record->pendingBytes, __ATOMIC_RELAXED) + bytes;
  __atomic_store_n(&record->pendingBytes, pending, __ATOMIC_RELAXED);
  if (unlikely(pending >= FLUSH_BYTES || pending <= -FLUSH_BYTES)) tidemark_heapFlush(record);
}

static inline void balance(TidemarkThread *thread, int64_t blocks, int64_t bytes) {
  TidemarkNet *net = thread->net;
  __atomic_store_n(
    &net->blocks, __atomic_load_n(&net->blocks, __ATOMIC_RELAXED) + blocks, __ATOMIC_RELAXED);
  __atomic_store_n(
    &net->bytes, __atomic_load_n(&net->bytes, __ATOMIC_RELAXED) + bytes, __ATOMIC_RELAXED);
}

static inline TidemarkThread *enterThread(void) {
  TidemarkThread *thread = &tidemark_thread;
  if (unlikely(!thread->block) && !tidemark_threadEnter()) return NULL;
  return thread;
}

/// Returns how many bytes a block holds, as `malloc_usable_size` does, from the word in front of it.
static inline int64_t sizeOf(void *block) {
  if (unlikely(!tidemark_knowsChunks)) return (int64_t)malloc_usable_size(block);
  // `mchunk_size` of glibc's `struct malloc_chunk`: three flag bits, of which 2 means mapped.
  size_t head = ((const size_t *)block)[-1];
  return (int64_t)((head & ~(size_t)7) - (head & 2 ? 16 : 8));
}

static inline void allocated(
  void *block, size_t size, uintptr_t caller, const uintptr_t *frame) {
  if (unlikely(!block)) return;
  TidemarkThread *thread = enterThread();
  if (unlikely(!thread)) return;
  int64_t usable = sizeOf(block);
  if (likely(!thread->quiet && !tidemark_isServiceCall(caller, frame))) {
    tidemark_count(thread->block, TidemarkCounterAllocations, 1);
    tidemark_count(thread->block, TidemarkCounterBytesAllocated, size);
    balance(thread, 1, usable);
    if (unlikely(tidemark_wantsSites)) tidemark_addAllocation(size);
  } else {
    tidemark_count(thread->block, TidemarkCounterRuntimeAllocations, 1);
    tidemark_count(thread->block, TidemarkCounterRuntimeBytes, size);
    tidemark_addRuntimeBlock(block);
  }
  moveLive(thread, usable);
}

/// Takes a block out of the figures that is about to be freed or moved.
static inline void freed(void *block) {
  TidemarkThread *thread = enterThread();
  if (unlikely(!thread)) return;
  int64_t usable = sizeOf(block);
  if (likely(!tidemark_isRuntimeBlock(block)) || !tidemark_removeRuntimeBlock(block))
    balance(thread, -1, -usable);
  moveLive(thread, -usable);
}

/// Takes down who called, first thing in a hook: the compiler moves seldom taken branches into functions
/// of their own, where the frame would be another one.
#define NOTE_CALLER \
  uintptr_t caller = (uintptr_t)__builtin_return_address(0); \
  const uintptr_t *frame = (const uintptr_t *)__builtin_frame_address(0); \
  __asm__ volatile("" : "+r"(caller), "+r"(frame))
#define CALLER caller, frame

EXPORT void *malloc(size_t size) {
  NOTE_CALLER;
  void *block = __libc_malloc(size);
  allocated(block, size, CALLER);
  return block;
}

EXPORT void *calloc(size_t count, size_t size) {
  NOTE_CALLER;
  void *block = __libc_calloc(count, size);
  allocated(block, count * size, CALLER);
  return block;
}

EXPORT void free(void *block) {
  if (!block) return;
  freed(block);
  __libc_free(block);
}

static void *reallocate(void *block, size_t size, uintptr_t caller, const uintptr_t *frame) {
  if (!block) {
    block = __libc_malloc(size);
    allocated(block, size, caller, frame);
    return block;
  }
  // Another thread may get the old place before the hook goes on, so it is given up first.
  TidemarkThread *thread = enterThread();
  int64_t before = sizeOf(block);
  bool wasRuntime = tidemark_isRuntimeBlock(block) && tidemark_removeRuntimeBlock(block);
  void *moved = __libc_realloc(block, size);
  if (!moved && size) {
    if (wasRuntime) tidemark_addRuntimeBlock(block);
    return moved;
  }
  if (likely(thread != NULL)) {
    if (!wasRuntime) balance(thread, -1, -before);
    moveLive(thread, -before);
  }
  allocated(moved, size, caller, frame);
  return moved;
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
  void *block = __libc_memalign(alignment, size);
  allocated(block, size, caller, frame);
  return block;
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
  return align(page, (size + page - 1) & ~(page - 1), CALLER);
}

__attribute__((constructor(103))) static void announce(void) {
  // The shape of the allocator's chunks is used only where it is the known one.
  bool isKnown = true;
  for (size_t size = 1; size < 1000000 && isKnown; size *= 3) {
    void *block = __libc_malloc(size);
    size_t head = block ? ((const size_t *)block)[-1] : 0;
    isKnown = block && (head & ~(size_t)7) - (head & 2 ? 16 : 8) == malloc_usable_size(block);
    __libc_free(block);
  }
  tidemark_knowsChunks = isKnown;
  tidemark_findCallers();
  tidemark_addCapability(TidemarkCapabilityHeap);
}

int tidemark_heapIsInterposed(void) { return 1; }

TIDEMARK_OWN_CODE_END

#else

int tidemark_heapIsInterposed(void) { return 0; }

#endif
