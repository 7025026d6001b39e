#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <string.h>

#include "Probe.h"

TIDEMARK_OWN_CODE

typedef struct Range {
  uintptr_t low;
  uintptr_t high;
  TidemarkImageKind kind;
} Range;

// Filled once by the constructor, before any hook is installed, and only read afterwards.
static Range ranges[8];
static int rangeCount;

static TidemarkImageKind kindOfName(const char *path) {
  const char *name = strrchr(path, '/');
  name = name ? name + 1 : path;
  if (strncmp(name, "libswift_Concurrency.so", 23) == 0) return TidemarkImageKindRuntime;
  if (strncmp(name, "libswiftCore.so", 15) == 0) return TidemarkImageKindRuntime;
  if (strncmp(name, "libdispatch.so", 14) == 0) return TidemarkImageKindService;
  if (strncmp(name, "ld-linux", 8) == 0) return TidemarkImageKindService;
  if (strncmp(name, "libXCTest.so", 12) == 0) return TidemarkImageKindLibrary;
  if (strncmp(name, "libTesting.so", 13) == 0) return TidemarkImageKindLibrary;
  return TidemarkImageKindUser;
}

static int addImage(struct dl_phdr_info *image, size_t size, void *context) {
  (void)size;
  (void)context;
  TidemarkImageKind kind = kindOfName(image->dlpi_name);
  if (kind == TidemarkImageKindUser) return 0;
  Range range = {UINTPTR_MAX, 0, kind};
  for (int index = 0; index < image->dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &image->dlpi_phdr[index];
    if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
    uintptr_t low = image->dlpi_addr + header->p_vaddr;
    uintptr_t high = low + header->p_memsz;
    if (low < range.low) range.low = low;
    if (high > range.high) range.high = high;
  }
  if (range.high && rangeCount < (int)(sizeof ranges / sizeof *ranges)) ranges[rangeCount++] = range;
  return 0;
}

// The linker's names for the ends of the section that holds the hooks.
extern const char __start_tidemark_text[];
extern const char __stop_tidemark_text[];

void tidemark_findImages(void) {
  ranges[0] = (Range){
    (uintptr_t)__start_tidemark_text, (uintptr_t)__stop_tidemark_text, TidemarkImageKindRuntime};
  rangeCount = 1;
  dl_iterate_phdr(addImage, NULL);
}

TidemarkImageKind tidemark_imageKind(uintptr_t address) {
  for (int index = 0; index < rangeCount; index++)
    if (address - ranges[index].low < ranges[index].high - ranges[index].low)
      return ranges[index].kind;
  return TidemarkImageKindUser;
}

bool tidemark_isServiceCode(uintptr_t address) {
  return tidemark_imageKind(address) == TidemarkImageKindService;
}

bool tidemark_findCode(uintptr_t address, TidemarkCodePlace *place) {
  Dl_info info;
  struct link_map *map = NULL;
  if (!dladdr1((const void *)address, &info, (void **)&map, RTLD_DL_LINKMAP) || !map) return false;
  place->image = map->l_name;
  place->symbol = info.dli_sname;
  place->offset = address - map->l_addr;
  return true;
}

void tidemark_walk(uint64_t *addresses, bool *library) {
  // The one place that depends on the processor: a frame starts with the caller's frame pointer
  // followed by the return address, on x86-64 and aarch64 alike.
  const uintptr_t *frame = __builtin_frame_address(0);
  uintptr_t end = tidemark_thread.stackEnd;
  int count = 0;
  *library = false;
  // A bound on the walk keeps a very deep stack without user code from costing much.
  for (int step = 0; step < 32 && count < TIDEMARK_CREATION_DEPTH; step++) {
    uintptr_t next = frame[0];
    uintptr_t address = frame[1];
    TidemarkImageKind kind = tidemark_imageKind(address);
    if (kind == TidemarkImageKindUser || kind == TidemarkImageKindLibrary) {
      if (count == 0 && kind == TidemarkImageKindLibrary) *library = true;
      addresses[count++] = address;
    } else if (kind == TidemarkImageKindService) {
      break;
    }
    if (next <= (uintptr_t)frame || next + 16 > end || (next & 7)) break;
    frame = (const uintptr_t *)next;
  }
  for (; count < TIDEMARK_CREATION_DEPTH; count++) addresses[count] = 0;
}

#endif
