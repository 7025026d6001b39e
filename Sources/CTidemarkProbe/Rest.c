#if defined(__linux__)
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "KernelDirectory.h"
#include "Probe.h"

TIDEMARK_OWN_CODE

/// Returns whether a thread sleeps in the kernel, or is gone.
static bool isAsleep(int directory, int thread) {
  char path[32];
  snprintf(path, sizeof path, "%d/stat", thread);
  int file = openat(directory, path, O_RDONLY | O_CLOEXEC);
  // Short of descriptors, nothing is known.
  if (file < 0) return errno == ENOENT || errno == ESRCH;
  // The number, the name in parentheses, and a letter for the state.
  char text[128];
  ssize_t length = read(file, text, sizeof text - 1);
  int error = errno;
  close(file);
  if (length <= 0) return length < 0 && error == ESRCH;
  text[length] = 0;
  const char *name = strrchr(text, ')');
  if (!name || name[1] != ' ') return false;
  return name[2] == 'S' || name[2] == 'Z' || name[2] == 'X';
}

bool tidemark_othersSleep(void) {
  int directory = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  int own = (int)syscall(SYS_gettid);
  bool sleep = true;
  TidemarkEntries threads;
  tidemark_listEntries(&threads, directory);
  for (int thread; sleep && (thread = tidemark_nextEntry(&threads)) >= 0;)
    sleep = thread == own || isAsleep(directory, thread);
  close(directory);
  return sleep;
}

TIDEMARK_OWN_CODE_END

#endif
