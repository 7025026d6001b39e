#if defined(__linux__)
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/syscall.h>
#endif
#include "CTestSupport.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

int test_fork(bool unseen) {
#if defined(__linux__)
  if (unseen) return (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#else
  (void)unseen;
#endif
  return fork();
}

void test_closeFrom(int first) {
  for (int number = first; number < 4096; number++) close(number);
}

int test_sealedMemory(const char *name, long size, bool sealed) {
#if defined(__linux__)
  int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0 || ftruncate(file, size) != 0) return -1;
  if (sealed && fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) return -1;
  return file;
#else
  (void)name;
  (void)size;
  (void)sealed;
  return -1;
#endif
}

void test_forgetMemory(int file, long size) {
#if defined(__linux__)
  fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, size);
#else
  (void)file;
  (void)size;
#endif
}
