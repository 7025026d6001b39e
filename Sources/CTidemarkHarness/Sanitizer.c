#include "CTidemarkHarness.h"

#if defined(__linux__)
extern __attribute__((weak)) void __tsan_acquire(void *address);
extern __attribute__((weak)) void __tsan_release(void *address);

void tidemark_sanitizerAcquire(const void *lock) {
  if (__tsan_acquire) __tsan_acquire((void *)lock);
}

void tidemark_sanitizerRelease(const void *lock) {
  if (__tsan_release) __tsan_release((void *)lock);
}
#else
void tidemark_sanitizerAcquire(const void *lock) { (void)lock; }
void tidemark_sanitizerRelease(const void *lock) { (void)lock; }
#endif
