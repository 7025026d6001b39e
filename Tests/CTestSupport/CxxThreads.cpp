#include <thread>

#include "CTestSupport.h"

void test_runCxxThreads(int count) {
  for (int index = 0; index < count; index++) std::thread([] {}).join();
}
