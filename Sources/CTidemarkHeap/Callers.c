#if defined(__linux__)
#define _GNU_SOURCE
#include "Callers.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdlib.h>

TIDEMARK_OWN_CODE

TidemarkCallers tidemark_callers;
bool tidemark_isLearning;

// Functions of the runtime that allocate for their caller without going through `swift_allocObject`.
static const char *const namesForCallers[] = {
  "swift_allocBox", "swift_allocEmptyBox", "swift_allocError", "swift_bufferAllocate",
};
// Those that call the allocator itself for their caller. The ones above do so for their caches.
static const char *const namesOfDirect[] = {"swift_coroFrameAlloc", "swift_stdlib_readLine_stdin"};
#define CALLER_COUNT (sizeof namesForCallers / sizeof *namesForCallers)
#define DIRECT_COUNT (sizeof namesOfDirect / sizeof *namesOfDirect)

static TidemarkCode forCallers[CALLER_COUNT];
static TidemarkCode direct[DIRECT_COUNT];
// Where the side table of an object is allocated that is referred to weakly: the object's doing.
static uintptr_t sideTable;

static TidemarkCode extentOf(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  if (!function || !dladdr1(function, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol)
    return (TidemarkCode){0, 0};
  // A return address may be one past the last instruction, where a call never returns.
  return (TidemarkCode){(uintptr_t)info.dli_saddr, symbol->st_size + 1};
}

bool tidemark_callsForItself(uintptr_t address) {
  if (address == sideTable) return false;
  for (size_t index = 0; index < DIRECT_COUNT; index++)
    if (tidemark_isIn(direct[index], address)) return false;
  return true;
}

bool tidemark_keepsForItself(uintptr_t address) {
  if (address == sideTable) return false;
  for (size_t index = 0; index < CALLER_COUNT; index++)
    if (tidemark_isIn(forCallers[index], address)) return false;
  return true;
}

bool tidemark_isRuntimesNew(const uintptr_t *frame) {
  uint32_t word = tidemark_callers.operatorNew.distance;
  if (!tidemark_isIn(tidemark_services.cxx, frame[word]))
    return tidemark_isIn(tidemark_callers.runtime, frame[word]);
  // A string or a container of the C++ library: a few frames further out is who called that.
  uintptr_t end = tidemark_thread.stackEnd;
  // Of a fiber's stack nothing is known but that there is a page here.
  if (!tidemark_isOnStack(&tidemark_thread, frame)) end = ((uintptr_t)frame | 4095) + 1;
  end -= sizeof(uintptr_t);
  for (uint32_t last = word + 32; word < last && (uintptr_t)&frame[word] < end; word++) {
    if (!tidemark_isCode(frame[word]) || tidemark_isIn(tidemark_services.cxx, frame[word])) continue;
    return tidemark_isIn(tidemark_callers.runtime, frame[word]);
  }
  return false;
}

#define SEARCHED 40

// What the stack held above the hook's frame in two calls from different places.
static uintptr_t seen[2][SEARCHED];
static uintptr_t seenCaller;
static int round;

void tidemark_learn(uintptr_t caller, const uintptr_t *frame) {
  seenCaller = caller;
  for (int word = 0; word < SEARCHED; word++) seen[round][word] = frame[word];
}

/// Finds where the return address lies that differs between two calls from here.
static TidemarkPassage passage(TidemarkCode code) {
  if (!tidemark_isIn(code, seenCaller)) return (TidemarkPassage){{0, 0}, 0};
  for (uint32_t word = 2; word < SEARCHED; word++)
    if (tidemark_isOwnCode(seen[0][word]) && tidemark_isOwnCode(seen[1][word])
        && seen[0][word] != seen[1][word])
      return (TidemarkPassage){code, word};
  return (TidemarkPassage){{0, 0}, 0};
}

typedef void *SlowAlloc(size_t, size_t);
typedef void *New(size_t);
typedef void *WeakInit(void *, void *);

static void learnSlowAlloc(void) {
  SlowAlloc *function = (SlowAlloc *)dlsym(RTLD_NEXT, "swift_slowAlloc");
  if (!function) return;
  round = 0;
  free(function(32, 7));
  round = 1;
  free(function(32, 7));
  tidemark_callers.slowAlloc = passage(extentOf("swift_slowAlloc"));
}

static void learnOperatorNew(void) {
  New *function = (New *)dlsym(RTLD_NEXT, "_Znwm");
  if (!function) return;
  round = 0;
  free(function(32));
  round = 1;
  free(function(32));
  tidemark_callers.operatorNew = passage(extentOf("_Znwm"));
}

/// Refers to an object weakly, which must be the first time, and sees who allocates.
static void learnSideTable(void) {
  // A heap object as the runtime lays it out: the type, then the counts, 3 in a new one. The type
  // is not looked at as long as the object lives, which it does for ever.
  static uintptr_t object[4] = {0, 3};
  static uintptr_t reference[2];
  WeakInit *function = (WeakInit *)dlsym(RTLD_NEXT, "swift_weakInit");
  if (!function || !tidemark_callers.slowAlloc.distance) return;
  seenCaller = 0;
  round = 0;
  function(reference, object);
  if (tidemark_isIn(tidemark_callers.slowAlloc.code, seenCaller))
    sideTable = seen[0][tidemark_callers.slowAlloc.distance];
  else
    sideTable = seenCaller;
}

void tidemark_findCallers(void) {
  static const char *const within[] = {
    "swift_getTypeName", "swift_dynamicCast", "swift_allocObject", "swift_getGenericMetadata",
    "swift_getWitnessTable", "swift_conformsToProtocol", "swift_slowAlloc",
  };
  TidemarkCode core = tidemark_services.core;
  uintptr_t low =
    (uintptr_t)dlsym(RTLD_NEXT, "_swift_makeAnyHashableUpcastingToHashableBaseType");
  // The runtime's object files come after the compiled Swift ones; where they don't, nothing is
  // set apart.
  if (!low || !tidemark_isIn(core, low)) return;
  for (size_t index = 0; index < sizeof within / sizeof *within; index++) {
    TidemarkCode code = extentOf(within[index]);
    if (!tidemark_isIn(core, code.low) || code.low < low) return;
  }
  tidemark_isLearning = true;
  learnSlowAlloc();
  learnOperatorNew();
  learnSideTable();
  tidemark_isLearning = false;
  if (!tidemark_callers.slowAlloc.distance || !sideTable) {
    tidemark_callers = (TidemarkCallers){0};
    return;
  }
  for (size_t index = 0; index < CALLER_COUNT; index++)
    forCallers[index] = extentOf(namesForCallers[index]);
  for (size_t index = 0; index < DIRECT_COUNT; index++)
    direct[index] = extentOf(namesOfDirect[index]);
  tidemark_callers.allocObject = extentOf("swift_allocObject");
  tidemark_callers.core = core;
  // Standard output gets its buffer from whoever writes first.
  tidemark_callers.streamBuffer = extentOf("_IO_file_doallocate");
  tidemark_callers.runtime = (TidemarkCode){low, core.low + core.size - low};
}

TIDEMARK_OWN_CODE_END

#endif
