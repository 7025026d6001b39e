#if defined(__linux__)
#define _GNU_SOURCE
#include "LiveBlocks.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

TIDEMARK_OWN_CODE

uint32_t *tidemark_spans[TIDEMARK_SPAN_LIMIT];

#define SPAN_BYTES ((size_t)TIDEMARK_SPAN_WORDS * 2 * sizeof(uint32_t))

static bool isRefused;

uint32_t *tidemark_makeSpan(const void *block) {
  uint32_t **span =
    &tidemark_spans[((uintptr_t)block >> TIDEMARK_SPAN_BITS) % TIDEMARK_SPAN_LIMIT];
  void *words = isRefused
    ? MAP_FAILED
    : mmap(
        NULL, SPAN_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
        0);
  if (words == MAP_FAILED) {
    tidemark_loseBlock();
    return NULL;
  }
  uint32_t *expected = NULL;
  if (!__atomic_compare_exchange_n(
        span, &expected, (uint32_t *)words, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    munmap(words, SPAN_BYTES);
  return tidemark_blockWord(block);
}

void tidemark_markObject(const void *object) {
  uint32_t *word = object ? tidemark_blockWord(object) : NULL;
  uint32_t tag = word ? __atomic_load_n(word, __ATOMIC_RELAXED) : 0;
  // Allocated where no hook saw it, so that it would not be seen freed either.
  if (!tag) return tidemark_loseBlock();
  __atomic_store_n(word, tag | TIDEMARK_TAG_OBJECT, __ATOMIC_RELAXED);
  tidemark_count(tidemark_thread.block, TidemarkCounterObjectsHeld, 1);
  if (tidemark_heapCare & TidemarkHeapCareSites)
    tidemark_markSite(tag, word[TIDEMARK_SPAN_WORDS]);
}

void tidemark_freedElsewhere(uint32_t tag, int64_t held) {
  uint32_t scope = tag >> TIDEMARK_TAG_SCOPE_SHIFT;
  uint32_t current = __atomic_load_n(&tidemark_scopeTags[scope], __ATOMIC_ACQUIRE);
  // What an earlier use of the slot left behind is not the present one's.
  if (current != (tag & ~TIDEMARK_TAG_OBJECT)) return;
  tidemark_countFor(scope, TidemarkCounterBlocksFreed, 1);
  tidemark_countFor(scope, TidemarkCounterBytesHeld, (uint64_t)-held);
  if (tag & TIDEMARK_TAG_OBJECT)
    tidemark_countFor(scope, TidemarkCounterObjectsHeld, (uint64_t)-1);
}

__attribute__((constructor(101))) static void lookForRefusal(void) {
  const char *text = getenv("TIDEMARK_FORCE_NO_BLOCKS");
  isRefused = text && strcmp(text, "1") == 0;
  // Blocks from before have words already, which is not what is to be tried.
  if (isRefused) memset(tidemark_spans, 0, sizeof tidemark_spans);
}

TIDEMARK_OWN_CODE_END

#endif
