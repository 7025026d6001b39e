#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CTestSupport.h"

static volatile bool mayEnd;

static void *spin(void *context) {
  *(volatile bool *)context = true;
  while (!mayEnd) {
  }
  return NULL;
}

static bool becomesTrue(bool (*look)(void)) {
  struct timespec pause = {0, 1000000};
  for (int round = 0; round < 10000; round++) {
    if (look()) return true;
    nanosleep(&pause, NULL);
  }
  return false;
}

/// Looks while there is a descriptor for the list of threads, and none for a thread.
static bool looksShortOfDescriptors(bool (*look)(void)) {
  struct rlimit before;
  int lowest = dup(0);
  if (lowest < 0 || close(lowest) != 0 || getrlimit(RLIMIT_NOFILE, &before) != 0) return true;
  struct rlimit one = {(rlim_t)lowest + 1, before.rlim_max};
  if (setrlimit(RLIMIT_NOFILE, &one) != 0) return true;
  bool result = look();
  setrlimit(RLIMIT_NOFILE, &before);
  return result;
}

/// Looks while this is the only thread, while another one runs, the same short of descriptors, and while
/// another one waits.
static int looks(bool (*look)(void)) {
  int seen = look() ? 1 : 0;
  volatile bool runs = false;
  pthread_t thread;
  if (pthread_create(&thread, NULL, spin, (void *)&runs) != 0) return -1;
  while (!runs) {
  }
  bool wasTrue = false;
  for (int round = 0; round < 100; round++) wasTrue = look() || wasTrue;
  if (!wasTrue) seen |= 2;
  if (!looksShortOfDescriptors(look)) seen |= 8;
  mayEnd = true;
  pthread_join(thread, NULL);
  void *waiting = test_startWaitingThread("waits");
  if (!waiting) return -1;
  if (becomesTrue(look)) seen |= 4;
  test_endWaitingThread(waiting);
  return seen;
}

int test_forkAndLook(bool (*look)(void)) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) _exit(looks(look));
  int status;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}
