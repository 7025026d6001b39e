#ifndef TIDEMARK_KERNEL_DIRECTORY_H
#define TIDEMARK_KERNEL_DIRECTORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CTidemarkThread.h"

// Lists a directory of `/proc` without `opendir`, which would allocate.

TIDEMARK_OWN_CODE

/// `struct linux_dirent64` of the kernel.
typedef struct TidemarkEntry {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t type;
  char name[];
} TidemarkEntry;

typedef struct TidemarkEntries {
  int directory;
  long length;
  long position;
  _Alignas(TidemarkEntry) char buffer[8192];
} TidemarkEntries;

/// Starts to list an open directory.
static inline void tidemark_listEntries(TidemarkEntries *entries, int directory) {
  entries->directory = directory;
  entries->length = entries->position = 0;
}

/// Returns the next number that names an entry, or -1 at the end; other names are left out.
static inline int tidemark_nextEntry(TidemarkEntries *entries) {
  for (;;) {
    if (entries->position >= entries->length) {
      entries->length =
        syscall(SYS_getdents64, entries->directory, entries->buffer, sizeof entries->buffer);
      entries->position = 0;
      if (entries->length <= 0) return -1;
    }
    const TidemarkEntry *entry =
      (const TidemarkEntry *)(entries->buffer + entries->position);
    entries->position += entry->length;
    int number = 0;
    const char *digit = entry->name;
    for (; *digit >= '0' && *digit <= '9'; digit++) number = number * 10 + (*digit - '0');
    if (!*digit) return number;
  }
}

TIDEMARK_OWN_CODE_END

#endif
