#if defined(__linux__)
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CTidemarkProbe.h"

/// `struct linux_dirent64` of the kernel.
typedef struct Entry {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t type;
  char name[];
} Entry;

int tidemark_descriptors(int *descriptors, int capacity) {
  // `opendir` would allocate.
  int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return 0;
  int count = 0;
  _Alignas(Entry) char buffer[8192];
  long length;
  while ((length = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
    for (long position = 0; position < length;) {
      const Entry *entry = (const Entry *)(buffer + position);
      position += entry->length;
      int descriptor = 0;
      const char *digit = entry->name;
      for (; *digit >= '0' && *digit <= '9'; digit++) descriptor = descriptor * 10 + (*digit - '0');
      if (*digit || descriptor == directory) continue;
      if (count < capacity) descriptors[count] = descriptor;
      count++;
    }
  }
  close(directory);
  return count;
}

#endif
