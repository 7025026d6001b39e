#include "CTidemarkHarness.h"

#if defined(__linux__)
// Exported by libswift_Concurrency.so (6.3); the compiler calls them for the frames of async functions.
extern __attribute__((swiftcall, weak)) void *swift_task_alloc(size_t size);
extern __attribute__((swiftcall, weak)) void swift_task_dealloc(void *pointer);

void tidemark_reserveTaskStack(size_t size) {
  if (swift_task_alloc && swift_task_dealloc) swift_task_dealloc(swift_task_alloc(size));
}
#else
void tidemark_reserveTaskStack(size_t size) { (void)size; }
#endif
