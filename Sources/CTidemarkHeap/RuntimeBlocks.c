#if defined(__linux__)
#include "RuntimeBlocks.h"

#include "CTidemarkThread.h"

TIDEMARK_OWN_CODE

#define TABLE_SIZE 65536
#define WINDOW 32

uint8_t tidemark_runtimeFilter[TIDEMARK_FILTER_SIZE];

// A block is somewhere in the window that starts at its hash; 0 means free.
static uintptr_t table[TABLE_SIZE];

static inline uint64_t placeOf(uint64_t hash) { return (hash >> 20) % TABLE_SIZE; }

static void move(uint64_t hash, int by) {
  uint8_t *count = &tidemark_runtimeFilter[hash >> 49];
  uint8_t old = __atomic_load_n(count, __ATOMIC_RELAXED);
  while (old != UINT8_MAX
         && !__atomic_compare_exchange_n(
           count, &old, (uint8_t)(old + by), true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

void tidemark_addRuntimeBlock(const void *block) {
  uint64_t hash = tidemark_blockHash(block);
  for (uint64_t step = 0; step < WINDOW; step++) {
    uintptr_t *entry = &table[(placeOf(hash) + step) % TABLE_SIZE];
    uintptr_t expected = 0;
    if (__atomic_load_n(entry, __ATOMIC_RELAXED) != 0) continue;
    if (!__atomic_compare_exchange_n(
          entry, &expected, (uintptr_t)block, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
      continue;
    move(hash, 1);
    return;
  }
}

bool tidemark_removeRuntimeBlock(const void *block) {
  uint64_t hash = tidemark_blockHash(block);
  for (uint64_t step = 0; step < WINDOW; step++) {
    uintptr_t *entry = &table[(placeOf(hash) + step) % TABLE_SIZE];
    if (__atomic_load_n(entry, __ATOMIC_RELAXED) != (uintptr_t)block) continue;
    __atomic_store_n(entry, 0, __ATOMIC_RELAXED);
    move(hash, -1);
    return true;
  }
  return false;
}

TIDEMARK_OWN_CODE_END

#endif
