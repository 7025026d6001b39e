#ifndef TIDEMARK_RUNTIME_BLOCKS_H
#define TIDEMARK_RUNTIME_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/// The blocks that the runtime allocated for itself and that are in use.
///
/// A free can come from anywhere, so which blocks are left out of the balance has to be known by
/// address. They are few: caches, and what the runtime needs for a moment while it fills them.

#define TIDEMARK_FILTER_SIZE 32768

/// How many runtime blocks there are for each hash; 255 stays.
extern uint8_t tidemark_runtimeFilter[TIDEMARK_FILTER_SIZE];

static inline uint64_t tidemark_blockHash(const void *block) {
  return ((uint64_t)(uintptr_t)block >> 4) * UINT64_C(0x9e3779b97f4a7c15);
}

/// Returns whether a block may be one of the runtime's; costs one load.
static inline bool tidemark_isRuntimeBlock(const void *block) {
  uint8_t *count = &tidemark_runtimeFilter[tidemark_blockHash(block) >> 49];
  return __builtin_expect(__atomic_load_n(count, __ATOMIC_RELAXED) != 0, 0);
}

/// Notes a block that the runtime has allocated for itself.
void tidemark_addRuntimeBlock(const void *block);

/// Forgets a block before it is freed.
///
/// - Returns: whether it was one of the runtime's.
bool tidemark_removeRuntimeBlock(const void *block);

#endif
