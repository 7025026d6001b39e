#include <thread>

#include "CTestSupport.h"

// The C++ library keeps no frame pointers: whoever calls it directly is missing from call stacks once
// the optimizer has made one function of it and of what is inline in the library's header.
__attribute__((noinline)) static void runThread() {
  std::thread([] {}).join();
  __asm__ volatile("");
}

void test_runCxxThreads(int count) {
  for (int index = 0; index < count; index++) {
    runThread();
    __asm__ volatile("");
  }
}
