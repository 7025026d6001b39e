#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CTestSupport.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <malloc.h>
#include <threads.h>
#endif

extern char **environ;

// Keeps the compiler from seeing that a block is not used.
static void use(void *block) { __asm__ volatile("" : : "r"(block) : "memory"); }

typedef void *New(size_t);

bool test_allocateAndFree(const char *name) {
  void *block = NULL;
#if defined(__linux__)
  if (strcmp(name, "malloc") == 0) block = malloc(100);
  if (strcmp(name, "calloc") == 0) block = calloc(25, 4);
  if (strcmp(name, "realloc") == 0) block = realloc(NULL, 100);
  if (strcmp(name, "reallocarray") == 0) block = reallocarray(NULL, 25, 4);
  if (strcmp(name, "posix_memalign") == 0 && posix_memalign(&block, 64, 100) != 0) return false;
  if (strcmp(name, "aligned_alloc") == 0) block = aligned_alloc(64, 100);
  if (strcmp(name, "memalign") == 0) block = memalign(64, 100);
  if (strcmp(name, "valloc") == 0) block = valloc(100);
  if (strcmp(name, "pvalloc") == 0) block = pvalloc(100);
  if (strcmp(name, "operator new") == 0) {
    New *allocate = (New *)dlsym(RTLD_DEFAULT, "_Znwm");
    if (allocate) block = allocate(100);
  }
#endif
  use(block);
  free(block);
  return block != NULL;
}

void test_mallocAndFree(size_t count, size_t size) {
  for (size_t index = 0; index < count; index++) {
    char *block = malloc(size);
    use(block);
    free(block);
  }
}

typedef struct Blocks {
  void **blocks;
  size_t count;
  unsigned seed;
  int rounds;
} Blocks;

static pthread_key_t lastKey;
static pthread_once_t lastKeyOnce = PTHREAD_ONCE_INIT;

static void freeBlocks(Blocks *all) {
  for (size_t index = 0; index < all->count; index++) free(all->blocks[index]);
}

/// Runs again and again until there are no more rounds of destructors.
static void freeLast(void *context) {
  Blocks *all = context;
  if (++all->rounds < 4) pthread_setspecific(lastKey, all);
  else freeBlocks(all);
}

static void makeLastKey(void) { pthread_key_create(&lastKey, freeLast); }

static void *freeAll(void *context) {
  Blocks *all = context;
  if (all->rounds < 0) freeBlocks(all);
  else pthread_setspecific(lastKey, all);
  return NULL;
}

void test_freeOnThread(void **blocks, size_t count, bool isLate) {
  pthread_once(&lastKeyOnce, makeLastKey);
  Blocks all = {blocks, count, 0, isLate ? 0 : -1};
  pthread_t thread;
  if (pthread_create(&thread, NULL, freeAll, &all) == 0) pthread_join(thread, NULL);
}

static void *shuffle(void *context) {
  Blocks *all = context;
  for (int round = 0; round < all->rounds; round++) {
    all->seed = all->seed * 1103515245 + 12345;
    unsigned number = all->seed >> 8;
    void **slot = &all->blocks[number % all->count];
    void *block = malloc(1 + number % 5000);
    if (number % 7 == 0) block = realloc(block, 1 + number % 40000);
    if (number % 5 == 0) block = realloc(block, 1);
    void *old = __atomic_exchange_n(slot, block, __ATOMIC_ACQ_REL);
    free(old);
  }
  return NULL;
}

void test_shuffleBlocks(int threads, int rounds, void **left, size_t count) {
  pthread_t handles[64];
  Blocks parts[64];
  for (int index = 0; index < threads; index++) {
    parts[index] = (Blocks){left, count, (unsigned)index * 77 + 1, rounds};
    if (pthread_create(&handles[index], NULL, shuffle, &parts[index]) != 0) abort();
  }
  for (int index = 0; index < threads; index++) pthread_join(handles[index], NULL);
}

static pthread_barrier_t barrier;

static void *waitForAll(void *context) {
  pthread_barrier_wait(&barrier);
  return context;
}

int test_runThreadsAtOnce(int count, size_t stackSize) {
  pthread_t *threads = calloc((size_t)count, sizeof *threads);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackSize);
  pthread_barrier_init(&barrier, NULL, (unsigned)count + 1);
  int started = 0;
  while (started < count
         && pthread_create(&threads[started], &attributes, waitForAll, NULL) == 0)
    started++;
  if (started < count) abort();
  pthread_barrier_wait(&barrier);
  for (int index = 0; index < started; index++) pthread_join(threads[index], NULL);
  pthread_barrier_destroy(&barrier);
  pthread_attr_destroy(&attributes);
  free(threads);
  return started;
}

struct TestThreads {
  pthread_mutex_t lock;
  // For the waiting threads, and for whoever waits for them.
  pthread_cond_t told;
  pthread_cond_t done;
  int count;
  int running;
  // What is to be done: by which thread, and how many blocks it has still to allocate.
  int worker;
  int blocks;
  bool isOver;
  pthread_t threads[];
};

static void *waitForWork(void *context) {
  TestThreads *all = context;
  pthread_mutex_lock(&all->lock);
  int index = all->running++;
  pthread_cond_signal(&all->done);
  while (!all->isOver) {
    if (all->worker == index && all->blocks > 0) {
      test_mallocAndFree((size_t)all->blocks, 100);
      all->blocks = 0;
      pthread_cond_signal(&all->done);
    }
    pthread_cond_wait(&all->told, &all->lock);
  }
  pthread_mutex_unlock(&all->lock);
  return NULL;
}

TestThreads *test_startThreads(int count, size_t stackSize) {
  TestThreads *all = calloc(1, sizeof *all + (size_t)count * sizeof(pthread_t));
  if (!all) return NULL;
  pthread_mutex_init(&all->lock, NULL);
  pthread_cond_init(&all->told, NULL);
  pthread_cond_init(&all->done, NULL);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackSize);
  while (all->count < count
         && pthread_create(&all->threads[all->count], &attributes, waitForWork, all) == 0) {
    all->count++;
    // One after the other, so that the index of a thread is the order of its start.
    pthread_mutex_lock(&all->lock);
    while (all->running < all->count) pthread_cond_wait(&all->done, &all->lock);
    pthread_mutex_unlock(&all->lock);
  }
  pthread_attr_destroy(&attributes);
  if (all->count == count) return all;
  test_endThreads(all);
  return NULL;
}

void test_allocateOnThread(TestThreads *all, int index, int blocks) {
  pthread_mutex_lock(&all->lock);
  all->worker = index;
  all->blocks = blocks;
  pthread_cond_broadcast(&all->told);
  while (all->blocks > 0) pthread_cond_wait(&all->done, &all->lock);
  pthread_mutex_unlock(&all->lock);
}

void test_endThreads(TestThreads *all) {
  pthread_mutex_lock(&all->lock);
  all->isOver = true;
  pthread_cond_broadcast(&all->told);
  pthread_mutex_unlock(&all->lock);
  for (int index = 0; index < all->count; index++) pthread_join(all->threads[index], NULL);
  pthread_cond_destroy(&all->done);
  pthread_cond_destroy(&all->told);
  pthread_mutex_destroy(&all->lock);
  free(all);
}

// Each call is a call site of its own, and none is the last thing that the function does.
__attribute__((noinline)) void test_allocateOnManyStacks(int width, int depth) {
  if (depth == 0) {
    test_mallocAndFree(1, 100);
    __asm__ volatile("");
    return;
  }
  if (width > 0) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 1");
  if (width > 1) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 2");
  if (width > 2) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 3");
  if (width > 3) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 4");
  if (width > 4) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 5");
  if (width > 5) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 6");
  if (width > 6) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 7");
  if (width > 7) test_allocateOnManyStacks(width, depth - 1);
  __asm__ volatile("# 8");
}

#define CALL_4(n) CALL(n) CALL(n + 1) CALL(n + 2) CALL(n + 3)
#define CALL_16(n) CALL_4(n) CALL_4(n + 4) CALL_4(n + 8) CALL_4(n + 12)
#define CALL_64(n) CALL_16(n) CALL_16(n + 16) CALL_16(n + 32) CALL_16(n + 48)
#define CALL(n) \
  if (depth == 1) body(); \
  else test_callOnManyStacks(depth - 1, body); \
  __asm__ volatile("# " #n);

__attribute__((noinline)) void test_callOnManyStacks(int depth, void (*body)(void)) {
  CALL_64(0)
  CALL_64(64)
  CALL_16(128)
}

static void *exitAtOnce(void *context) { pthread_exit(context); }

void test_runThreadThatExits(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, exitAtOnce, NULL) == 0) pthread_join(thread, NULL);
}

bool test_failToStartThread(void) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, (size_t)1 << 60);
  pthread_t thread;
  int result = pthread_create(&thread, &attributes, exitAtOnce, NULL);
  pthread_attr_destroy(&attributes);
  if (result == 0) pthread_join(thread, NULL);
  return result != 0;
}

#if defined(__linux__)
static int returnNumber(void *context) { return (int)(size_t)context; }

int test_runStandardThreads(int count) {
  int sum = 0;
  for (int index = 1; index <= count; index++) {
    thrd_t thread;
    int result = 0;
    if (thrd_create(&thread, returnNumber, (void *)(size_t)index) != thrd_success) return -1;
    if (thrd_join(thread, &result) != thrd_success) return -1;
    sum += result;
  }
  return sum;
}
#else
int test_runStandardThreads(int count) { return count * (count + 1) / 2; }
#endif

static pthread_key_t key;
static pthread_once_t keyOnce = PTHREAD_ONCE_INIT;

static void destroy(void *context) {
  size_t blocks = (size_t)context;
  test_mallocAndFree(blocks, 100);
}

static void makeKey(void) { pthread_key_create(&key, destroy); }

static void *setSpecific(void *context) {
  pthread_setspecific(key, context);
  return NULL;
}

void test_runThreadWithDestructor(int blocks) {
  pthread_once(&keyOnce, makeKey);
  pthread_t thread;
  if (pthread_create(&thread, NULL, setSpecific, (void *)(size_t)blocks) == 0)
    pthread_join(thread, NULL);
}

typedef struct Waiting {
  pthread_t thread;
  int ends[2];
  char name[16];
} Waiting;

static void *waitForEnd(void *context) {
  Waiting *waiting = context;
#if defined(__linux__)
  pthread_setname_np(pthread_self(), waiting->name);
#endif
  char byte;
  ssize_t length = read(waiting->ends[0], &byte, 1);
  (void)length;
  return NULL;
}

void *test_startWaitingThread(const char *name) {
  Waiting *waiting = calloc(1, sizeof *waiting);
  if (!waiting || pipe(waiting->ends) != 0) return NULL;
  strncpy(waiting->name, name, sizeof waiting->name - 1);
  if (pthread_create(&waiting->thread, NULL, waitForEnd, waiting) != 0) return NULL;
  return waiting;
}

void test_endWaitingThread(void *thread) {
  Waiting *waiting = thread;
  close(waiting->ends[1]);
  pthread_join(waiting->thread, NULL);
  close(waiting->ends[0]);
  free(waiting);
}

int test_forkAndAllocate(int blocks) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    test_mallocAndFree((size_t)blocks, 100);
    test_runThreadThatExits();
    test_mallocAndFree((size_t)blocks, 100);
    _exit(7);
  }
  int status;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

int test_runInChild(void (*body)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    body();
    fflush(stdout);
    _exit(7);
  }
  int status;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

int test_spawn(const char *path) {
  char *arguments[] = {(char *)path, NULL};
  pid_t child;
  if (posix_spawn(&child, path, NULL, NULL, arguments, environ) != 0) return -1;
  int status;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

int test_start(
  char *const *arguments, char *const *variables, const char *output, const char *errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  int flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0666);
  posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0666);
  // What tests beside this one have open is not the program's.
#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 34)
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
#endif
  // Threads of a pool have signals blocked, and other tests have some ignored, which is nothing for a
  // program to inherit.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child;
  int code = posix_spawn(&child, arguments[0], &actions, &attributes, arguments, variables);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code == 0 ? child : -1;
}

int test_wait(int child) {
  int status;
  while (waitpid(child, &status, 0) != child)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
