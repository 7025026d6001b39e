#ifndef TIDEMARK_LIVE_BLOCKS_H
#define TIDEMARK_LIVE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CTidemarkThread.h"

/// The blocks that are in use, by address: whose each of them is, and which call site allocated it.
///
/// A free can come from anywhere, so whose block it is has to be known. Where a block starts, a word
/// beside the heap holds the tag of the scope that allocated it. Words lie at a fixed place for each
/// address, so nothing is searched and nothing can fill; a word is written only by whoever holds the
/// block, so nothing is locked. The heap is divided into spans of 64 MiB, and the words of a span are
/// mapped when its first block is allocated; pages that nobody wrote to take no memory.
///
/// A block of the runtime's own has no tag, and so is nobody's.

#define TIDEMARK_SPAN_BITS 26
#define TIDEMARK_SPAN_WORDS (1u << (TIDEMARK_SPAN_BITS - 4))
// For addresses of 48 bits.
#define TIDEMARK_SPAN_LIMIT (1u << (48 - TIDEMARK_SPAN_BITS))

/// The words of each span, followed by the call sites of the same blocks; null while there are none.
extern uint32_t *tidemark_spans[TIDEMARK_SPAN_LIMIT];

/// Returns the words of the span that an address lies in, or null where nothing has been tagged yet.
static inline uint32_t *tidemark_spanOf(const void *block) {
  return __atomic_load_n(
    &tidemark_spans[((uintptr_t)block >> TIDEMARK_SPAN_BITS) % TIDEMARK_SPAN_LIMIT],
    __ATOMIC_ACQUIRE);
}

/// Returns the word of a block in its span.
static inline uint32_t *tidemark_wordIn(uint32_t *span, const void *block) {
  return &span[((uintptr_t)block >> 4) % TIDEMARK_SPAN_WORDS];
}

/// Returns the word of a block, or null where nothing has been tagged near it.
static inline uint32_t *tidemark_blockWord(const void *block) {
  uint32_t *span = tidemark_spanOf(block);
  return span ? tidemark_wordIn(span, block) : NULL;
}

/// Makes room for the words of the span that a block lies in.
///
/// - Returns: the block's word, or null when there is no room; the loss is counted.
uint32_t *tidemark_makeSpan(const void *block);

/// Marks a block as an object of the thread's present scope, once the runtime has allocated it.
void tidemark_markObject(const void *object);

/// Takes a block out of the figures of its scope.
///
/// May be called by a thread that has ended as far as the probe is concerned.
void tidemark_freedElsewhere(uint32_t tag, int64_t held);

#endif
