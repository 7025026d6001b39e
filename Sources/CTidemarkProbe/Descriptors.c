#if defined(__linux__)
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "KernelDirectory.h"
#include "Probe.h"

TIDEMARK_OWN_CODE

// Dispatch opens a few descriptors when the first timer or event is asked for and keeps them for
// ever; whoever comes first has not leaked them.
#define SERVICE_LIMIT 16
static int service[SERVICE_LIMIT];
static int serviceCount;

static int noted(int descriptor, uintptr_t caller) {
  if (descriptor < 0 || !tidemark_isIn(tidemark_services.dispatch, caller)) return descriptor;
  int index = __atomic_fetch_add(&serviceCount, 1, __ATOMIC_RELAXED);
  if (index < SERVICE_LIMIT) __atomic_store_n(&service[index], descriptor + 1, __ATOMIC_RELAXED);
  return descriptor;
}

/// Dispatch closes one of them now and then, and a file of the program may get the number. What is
/// no file of a file system has no type.
static bool isService(int descriptor, const struct stat *status) {
  if ((status->st_mode & S_IFMT) != 0) return false;
  for (int index = 0; index < SERVICE_LIMIT; index++)
    if (__atomic_load_n(&service[index], __ATOMIC_RELAXED) == descriptor + 1) return true;
  return false;
}

#define CALLER ((uintptr_t)__builtin_return_address(0))

// These take the place of the C library's functions for every caller that goes through a PLT.
int epoll_create1(int flags) { return noted((int)syscall(SYS_epoll_create1, flags), CALLER); }

int eventfd(unsigned value, int flags) {
  return noted((int)syscall(SYS_eventfd2, value, flags), CALLER);
}

int timerfd_create(int clock, int flags) {
  return noted((int)syscall(SYS_timerfd_create, clock, flags), CALLER);
}

/// Looks at a descriptor; what is gone has a status of zeros.
static void look(int descriptor, struct stat *status) {
#if defined(__x86_64__)
  // The C library asks by an empty path, which takes the kernel twice as long.
  if (syscall(SYS_fstat, descriptor, status) == 0) return;
#else
  if (fstat(descriptor, status) == 0) return;
#endif
  *status = (struct stat){0};
}

/// Tells what a descriptor refers to, since its number is soon given to another file.
static uint64_t identityOf(const struct stat *status) {
  return ((uint64_t)status->st_dev << 40) ^ (uint64_t)status->st_ino
    ^ (uint64_t)status->st_rdev << 20;
}

int tidemark_openPipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int tidemark_descriptors(TidemarkDescriptor *descriptors, int capacity) {
  // The look's own descriptor is gone again when it returns.
  int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return 0;
  int count = 0;
  TidemarkEntries entries;
  tidemark_listEntries(&entries, directory);
  for (int descriptor; (descriptor = tidemark_nextEntry(&entries)) >= 0;) {
    if (descriptor == directory) continue;
    struct stat status;
    look(descriptor, &status);
    if (isService(descriptor, &status)) continue;
    if (count < capacity)
      descriptors[count] = (TidemarkDescriptor){descriptor, identityOf(&status)};
    count++;
  }
  close(directory);
  return count;
}

TIDEMARK_OWN_CODE_END

#endif
