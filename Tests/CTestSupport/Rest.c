#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
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

/// Looks while this is the only thread, while another one runs, and while another one waits.
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
