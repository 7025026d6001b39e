#include <malloc.h>
#include <stdlib.h>

#include "CTidemarkAgent.h"

#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
int64_t tidemark_heapInUse(void) {
  struct mallinfo2 heap = mallinfo2();
  return (int64_t)(heap.uordblks + heap.hblkhd);
}
#else
int64_t tidemark_heapInUse(void) { return -1; }
#endif
