#if defined(__linux__)
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "Probe.h"

TidemarkTables tidemark_tables;
bool tidemark_isOff;

static uint64_t nanoseconds(struct timespec time) {
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t roundUp(uint64_t value) { return (value + 4095) & ~UINT64_C(4095); }

/// Ends all counting, whatever has been counted so far.
static void switchOff(void) {
  tidemark_isOff = true;
  __atomic_fetch_or(&tidemark_heapCare, TidemarkHeapCareOff, __ATOMIC_RELAXED);
  tidemark_thread.ended = true;
  tidemark_thread.block = NULL;
}

/// Counts nothing in a forked child, and gives it an empty ledger in place of its parent's: what that
/// holds is not the child's.
static void childAfterFork(void) {
  switchOff();
  tidemark_forgetPublication();
  const TidemarkLedgerHeader parents = *tidemark_tables.header;
  void *memory = mmap(
    tidemark_tables.header, (size_t)parents.size, PROT_READ | PROT_WRITE,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  if (memory == MAP_FAILED) _exit(127);
  TidemarkLedgerHeader *header = memory;
  *header = (TidemarkLedgerHeader){
    .magic = parents.magic,
    .version = parents.version,
    .headerSize = parents.headerSize,
    .size = parents.size,
    .capabilities = TidemarkCapabilityOff | TidemarkCapabilityForked,
    .epoch = parents.epoch,
    .scopesOffset = parents.scopesOffset,
    .threadsOffset = parents.threadsOffset,
    .blockIndexOffset = parents.blockIndexOffset,
    .blocksOffset = parents.blocksOffset,
    .tasksOffset = parents.tasksOffset,
    .sitesOffset = parents.sitesOffset,
    .basesOffset = parents.basesOffset,
    .siteListsOffset = parents.siteListsOffset,
    .timesOffset = parents.timesOffset,
    .histogramsOffset = parents.histogramsOffset,
    .ringsOffset = parents.ringsOffset,
    .eventsOffset = parents.eventsOffset,
    .placesOffset = parents.placesOffset,
    .controlOffset = parents.controlOffset,
    .scopesUsed = TIDEMARK_SCOPE_FIRST,
    .blocksUsed = 1,
    .tasksUsed = 1,
  };
}

bool tidemark_mapLedger(void) {
  if (tidemark_tables.header) return true;
  uint64_t scopes = roundUp(sizeof(TidemarkLedgerHeader));
  uint64_t threads = scopes + roundUp(sizeof(TidemarkScopeRecord) * (uint64_t)TIDEMARK_SCOPE_LIMIT);
  uint64_t index = threads + roundUp(sizeof(TidemarkThreadRecord) * (uint64_t)TIDEMARK_THREAD_LIMIT);
  uint64_t blocks = index
    + roundUp(sizeof(uint32_t) * (uint64_t)TIDEMARK_THREAD_LIMIT * TIDEMARK_SCOPE_LIMIT);
  uint64_t tasks = blocks + roundUp(sizeof(TidemarkBlock) * (uint64_t)TIDEMARK_BLOCK_LIMIT);
  uint64_t sites = tasks + roundUp(sizeof(TidemarkTaskRecord) * (uint64_t)TIDEMARK_TASK_LIMIT);
  uint64_t bases = sites + roundUp(sizeof(TidemarkSiteRecord) * (uint64_t)TIDEMARK_SITE_LIMIT);
  uint64_t lists = bases + roundUp(sizeof(TidemarkBlock) * (uint64_t)TIDEMARK_SCOPE_LIMIT);
  uint64_t times = lists + roundUp(sizeof(uint32_t) * (uint64_t)TIDEMARK_SCOPE_LIMIT);
  uint64_t histograms = times + roundUp(sizeof(TidemarkTaskTimes) * (uint64_t)TIDEMARK_TASK_LIMIT);
  uint64_t rings =
    histograms + roundUp(sizeof(TidemarkHistograms) * (uint64_t)TIDEMARK_THREAD_LIMIT);
  uint64_t events = rings + roundUp(sizeof(TidemarkRing) * (uint64_t)TIDEMARK_RING_LIMIT);
  uint64_t places = events
    + roundUp(sizeof(TidemarkEvent) * (uint64_t)TIDEMARK_RING_LIMIT * TIDEMARK_RING_EVENTS);
  uint64_t control = places + roundUp(sizeof(TidemarkPlace) * (uint64_t)TIDEMARK_PLACE_LIMIT);
  uint64_t size = control + roundUp(sizeof(TidemarkControl));
  int file = tidemark_makeLedgerFile(size);
  char *memory = mmap(
    NULL, size, PROT_READ | PROT_WRITE,
    MAP_NORESERVE | (file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED), file, 0);
  if (memory == MAP_FAILED) {
    // Tried once: to ask the kernel at every event would cost more than what is measured.
    switchOff();
    return false;
  }
  TidemarkLedgerHeader *header = (TidemarkLedgerHeader *)memory;
  header->version = TIDEMARK_LEDGER_VERSION;
  header->headerSize = sizeof(TidemarkLedgerHeader);
  header->size = size;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  header->epoch = nanoseconds(now);
  header->scopesOffset = scopes;
  header->threadsOffset = threads;
  header->blockIndexOffset = index;
  header->blocksOffset = blocks;
  header->tasksOffset = tasks;
  header->sitesOffset = sites;
  header->basesOffset = bases;
  header->siteListsOffset = lists;
  header->timesOffset = times;
  header->histogramsOffset = histograms;
  header->ringsOffset = rings;
  header->eventsOffset = events;
  header->placesOffset = places;
  header->controlOffset = control;
  header->pid = (uint64_t)getpid();
  header->processStart = tidemark_processStart();
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct timespec wall;
  clock_gettime(CLOCK_REALTIME, &wall);
  header->wallEpoch = nanoseconds(wall) - (nanoseconds(now) - header->epoch);
  header->scopesUsed = TIDEMARK_SCOPE_FIRST;
  header->threadsUsed = 0;
  // Index 0 of the blocks and of the task records means none.
  header->blocksUsed = 1;
  header->tasksUsed = 1;
  tidemark_tables = (TidemarkTables){
    .header = header,
    .scopes = (TidemarkScopeRecord *)(memory + scopes),
    .threads = (TidemarkThreadRecord *)(memory + threads),
    .blockIndex = (uint32_t *)(memory + index),
    .blocks = (TidemarkBlock *)(memory + blocks),
    .tasks = (TidemarkTaskRecord *)(memory + tasks),
    .sites = (TidemarkSiteRecord *)(memory + sites),
    .siteLists = (uint32_t *)(memory + lists),
    .bases = (TidemarkBlock *)(memory + bases),
    .times = (TidemarkTaskTimes *)(memory + times),
    .histograms = (TidemarkHistograms *)(memory + histograms),
    .rings = (TidemarkRing *)(memory + rings),
    .events = (TidemarkEvent *)(memory + events),
    .places = (TidemarkPlace *)(memory + places),
    .control = (TidemarkControl *)(memory + control),
  };
  tidemark_tables.scopes[TIDEMARK_SCOPE_UNATTRIBUTED].state = TidemarkScopeStateOpen;
  tidemark_tables.scopes[TIDEMARK_SCOPE_HARNESS].state = TidemarkScopeStateOpen;
  __atomic_store_n(&header->magic, TIDEMARK_LEDGER_MAGIC, __ATOMIC_RELEASE);
  return true;
}

size_t tidemark_residentBytes(void) {
  const TidemarkLedgerHeader *header = tidemark_tables.header;
  if (!header) return 0;
  size_t resident = 0;
  size_t pageSize = (size_t)getpagesize();
  unsigned char pages[1024];
  for (uint64_t offset = 0; offset < header->size; offset += sizeof pages * pageSize) {
    uint64_t left = header->size - offset;
    uint64_t length = left < sizeof pages * pageSize ? left : sizeof pages * pageSize;
    if (mincore((char *)header + offset, length, pages) != 0) return resident;
    for (uint64_t page = 0; page * pageSize < length; page++)
      resident += (size_t)(pages[page] & 1) * pageSize;
  }
  return resident;
}

const TidemarkLedgerHeader *tidemark_ledger(void) { return tidemark_tables.header; }

void tidemark_addCapability(TidemarkCapability capability) {
  if (tidemark_mapLedger())
    __atomic_fetch_or(
      &tidemark_tables.header->capabilities, (uint32_t)capability, __ATOMIC_RELAXED);
}

bool tidemark_peek(const void *address, void *buffer, size_t size) {
  struct iovec local = {buffer, size};
  struct iovec remote = {(void *)address, size};
  // Hooks call this, of which whoever called them must not notice anything.
  int saved = errno;
  bool isRead = process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)size;
  errno = saved;
  return isRead;
}

/// Defined by what is linked beside the probe and must not be disturbed by it.
extern bool tidemark_startsOff(void) __attribute__((weak));

static bool isSwitchedOff(void) {
  const char *mode = getenv("TIDEMARK");
  return (mode && strcmp(mode, "off") == 0) || (tidemark_startsOff && tidemark_startsOff());
}

__attribute__((constructor(101))) static void start(void) {
  if (!tidemark_mapLedger()) return;
  tidemark_findImages();
  if (isSwitchedOff()) {
    tidemark_addCapability(TidemarkCapabilityOff);
    switchOff();
    return;
  }
#if defined(TIDEMARK_SANITIZED)
  tidemark_addCapability(TidemarkCapabilitySanitizer);
#endif
  tidemark_installScheduler();
  pthread_atfork(NULL, NULL, childAfterFork);
}

#endif
