#if !defined(__linux__)
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "CTidemarkProbe.h"

// On other platforms everything builds and runs, and there is no ledger: every figure is
// unavailable for that reason.

const TidemarkLedgerHeader *tidemark_ledger(void) { return NULL; }
uint32_t tidemark_scopeOpen(void) { return TIDEMARK_SCOPE_UNATTRIBUTED; }
void tidemark_scopeEnter(uint32_t scope) { (void)scope; }
void tidemark_scopeLeave(uint32_t scope) { (void)scope; }
void tidemark_scopeReturn(uint32_t scope) { (void)scope; }
void tidemark_scopeClose(uint32_t scope) { (void)scope; }
void tidemark_askForSites(bool wanted) { (void)wanted; }
void tidemark_forgetSites(uint32_t scope) { (void)scope; }
TidemarkProcess tidemark_process(void) { return (TidemarkProcess){{0, 0}, 0}; }
int64_t tidemark_heapMark(void) { return 0; }
int64_t tidemark_heapPeak(void) { return 0; }
const void *tidemark_currentTask(void) { return NULL; }

bool tidemark_peek(const void *address, void *buffer, size_t size) {
  (void)address;
  (void)buffer;
  (void)size;
  return false;
}

TidemarkPublication tidemark_publish(void) {
  return (TidemarkPublication){TidemarkPublishNotPrepared, 0, ""};
}

void tidemark_unpublish(void) {}
void tidemark_publishOrSay(void) {}

void tidemark_describePublication(
  const TidemarkPublication *publication, char *text, size_t size) {
  (void)publication;
  snprintf(text, size, "there is no ledger to show: this platform has no probe");
}

void tidemark_ask(uint64_t timesUntil, uint64_t eventsUntil) {
  (void)timesUntil;
  (void)eventsUntil;
}

TidemarkRuntimeLayout tidemark_runtimeLayout(void) { return (TidemarkRuntimeLayout){0, 0}; }
size_t tidemark_residentBytes(void) { return 0; }

int tidemark_openPipe(int ends[2]) {
  if (pipe(ends) != 0) return -1;
  for (int index = 0; index < 2; index++) fcntl(ends[index], F_SETFD, FD_CLOEXEC);
  return 0;
}

int tidemark_descriptors(TidemarkDescriptor *descriptors, int capacity) {
  (void)descriptors;
  (void)capacity;
  return 0;
}

bool tidemark_othersSleep(void) { return false; }
int tidemark_ledgerDescriptor(void) { return -1; }

void tidemark_startOwnThreads(bool begins) { (void)begins; }

bool tidemark_publishAddress(const char *address, bool needsToken) {
  (void)address;
  return false;
}

uint64_t tidemark_unloads(void) { return 0; }

bool tidemark_findCode(uintptr_t address, TidemarkCodePlace *place) {
  (void)address;
  (void)place;
  return false;
}

#endif
