#include "COther.h"

__attribute__((noinline)) int cother_start(
  pthread_t *thread, void *(*function)(void *), void *argument) {
  int result = pthread_create(thread, 0, function, argument);
  __asm__ volatile("");
  return result;
}
