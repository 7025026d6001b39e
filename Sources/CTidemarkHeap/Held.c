#include "CTidemarkHeap.h"

#if defined(__linux__)
#include <malloc.h>

size_t tidemark_heldBytes(void *block) { return malloc_usable_size(block); }
#else
size_t tidemark_heldBytes(void *block) {
  (void)block;
  return 0;
}
#endif
