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

// The code of every image that was loaded at the start, for checking what may be an address of code.
static Range code[128];
static int codeCount;
// How many images had been unloaded by then.
static uint64_t unloadsAtStart;

TidemarkServices tidemark_services;

// What a walk meets most beside the main program's code, in which the hooks lie.
static TidemarkCode concurrency;

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
  Range range = {UINTPTR_MAX, 0, kind};
  for (int index = 0; index < image->dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &image->dlpi_phdr[index];
    if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
    uintptr_t low = image->dlpi_addr + header->p_vaddr;
    uintptr_t high = low + header->p_memsz;
    if (low < range.low) range.low = low;
    if (high > range.high) range.high = high;
  }
  if (range.high) {
    TidemarkCode place = {range.low, range.high - range.low};
    const char *name = image->dlpi_name;
    if (!name || !*name) tidemark_services.program = place;
    else if (strstr(name, "/libswift_Concurrency.so")) concurrency = place;
    else if (strstr(name, "/libswiftCore.so")) tidemark_services.core = place;
    else if (strstr(name, "/libdispatch.so")) tidemark_services.dispatch = place;
    else if (strstr(name, "/libstdc++.so")) tidemark_services.cxx = place;
    else if (strstr(name, "/ld-linux")) tidemark_services.loader = place;
    else if (strstr(name, "/libFoundation.so")) tidemark_services.foundation = place;
  }
  if (range.high && codeCount < (int)(sizeof code / sizeof *code)) code[codeCount++] = range;
  if (kind == TidemarkImageKindUser) return 0;
  if (range.high && rangeCount < (int)(sizeof ranges / sizeof *ranges)) ranges[rangeCount++] = range;
  return 0;
}

// The linker's names for the ends of the section that holds the hooks.
extern const char __start_tidemark_text[];
extern const char __stop_tidemark_text[];

bool tidemark_isOwnCode(uintptr_t address) {
  return address - (uintptr_t)__start_tidemark_text
    < (uintptr_t)__stop_tidemark_text - (uintptr_t)__start_tidemark_text;
}

void tidemark_findImages(void) {
  ranges[0] = (Range){
    (uintptr_t)__start_tidemark_text, (uintptr_t)__stop_tidemark_text, TidemarkImageKindRuntime};
  rangeCount = 1;
  codeCount = 0;
  unloadsAtStart += tidemark_unloads();
  dl_iterate_phdr(addImage, NULL);
}

TidemarkImageKind tidemark_imageKind(uintptr_t address) {
  if (tidemark_isIn(concurrency, address)) return TidemarkImageKindRuntime;
  if (tidemark_isIn(tidemark_services.program, address))
    return address - ranges[0].low < ranges[0].high - ranges[0].low
      ? TidemarkImageKindRuntime : TidemarkImageKindUser;
  for (int index = 0; index < rangeCount; index++)
    if (address - ranges[index].low < ranges[index].high - ranges[index].low)
      return ranges[index].kind;
  return TidemarkImageKindUser;
}

bool tidemark_isConcurrency(uintptr_t address) { return tidemark_isIn(concurrency, address); }

static int readUnloads(struct dl_phdr_info *image, size_t size, void *context) {
  (void)size;
  *(uint64_t *)context = image->dlpi_subs;
  return 1;
}

uint64_t tidemark_unloads(void) {
  uint64_t unloads = 0;
  dl_iterate_phdr(readUnloads, &unloads);
  return unloads - unloadsAtStart;
}

bool tidemark_findCode(uintptr_t address, TidemarkCodePlace *place) {
  Dl_info info;
  struct link_map *map = NULL;
  if (!dladdr1((const void *)address, &info, (void **)&map, RTLD_DL_LINKMAP) || !map) return false;
  // The image may have taken the place of another one that the address was taken from.
  if (!tidemark_isCode(address) && tidemark_unloads() > 0) return false;
  place->image = map->l_name;
  place->symbol = info.dli_sname;
  place->offset = address - map->l_addr;
  return true;
}

bool tidemark_isCode(uintptr_t address) {
  for (int index = 0; index < codeCount; index++)
    if (address - code[index].low < code[index].high - code[index].low) return true;
  return false;
}

/// Returns the async context that the function of a frame may keep, or 0.
static uintptr_t contextOf(const uintptr_t *frame) {
  uintptr_t context;
  uint64_t head[2];
  if (!tidemark_peek(frame - 1, &context, sizeof context)) return 0;
  if (!context || (context & 7) || !tidemark_peek((const void *)context, head, sizeof head)) return 0;
  return tidemark_isCode((uintptr_t)head[1]) ? context : 0;
}

int tidemark_walkContexts(uint64_t *addresses, int count, int depth, uintptr_t context) {
  // An async context starts with the caller's context and the function to resume there.
  for (int step = 0; step < 32 && count < depth && context && !(context & 7); step++) {
    uint64_t head[2];
    if (!tidemark_peek((const void *)context, head, sizeof head)) break;
    TidemarkImageKind kind = tidemark_imageKind((uintptr_t)head[1]);
    if (!tidemark_isCode((uintptr_t)head[1])) break;
    // The symbolizer looks one byte before a return address; a resume address is a function's start.
    if (kind == TidemarkImageKindUser) addresses[count++] = head[1] + 1;
    context = (uintptr_t)head[0];
  }
  return count;
}

void tidemark_walk(const void *start, uint64_t *addresses, int depth, bool *library) {
  // The one place that depends on the processor: a frame starts with the caller's frame pointer
  // followed by the return address, on x86-64 and aarch64 alike.
  const uintptr_t *frame = start;
  const uintptr_t *innermost = NULL;
  // Where a function keeps no frame pointer, what is found may be any number. On the thread's own stack
  // all of what lies further out can be read; on another one the kernel is asked.
  bool isOwnStack = tidemark_isOnStack(&tidemark_thread, start);
  uintptr_t end = isOwnStack ? tidemark_thread.stackEnd : UINTPTR_MAX;
  uintptr_t copy[2];
  int count = 0;
  bool wasUser = false;
  *library = false;
  // A bound on the walk keeps a very deep stack without user code from costing much.
  for (int step = 0; step < 32 && count < depth; step++) {
    const uintptr_t *words = frame;
    if (unlikely(!isOwnStack) && step > 0) {
      if (!tidemark_peek(frame, copy, sizeof copy)) break;
      words = copy;
    }
    uintptr_t next = words[0];
    uintptr_t address = words[1];
    TidemarkImageKind kind = tidemark_imageKind(address);
    bool isUser = kind == TidemarkImageKindUser || kind == TidemarkImageKindLibrary;
    if (isUser) {
      if (count == 0 && kind == TidemarkImageKindLibrary) *library = true;
      addresses[count++] = address;
    } else if (wasUser) {
      // The last function before the runtime's is the async one that the job resumed.
      innermost = frame;
    }
    if (kind == TidemarkImageKindService) break;
    wasUser = isUser;
    if (next <= (uintptr_t)frame || next > end - 16 || (next & 7)) break;
    frame = (const uintptr_t *)next;
  }
  // An async function keeps its context just below its frame pointer. Another function keeps
  // something else there, so what is found is checked at each step.
  if (unlikely(tidemark_wantsSites) && innermost && count < depth)
    count = tidemark_walkContexts(addresses, count, depth, contextOf(innermost));
  for (; count < depth; count++) addresses[count] = 0;
}

TIDEMARK_OWN_CODE_END

#endif
