#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "CTidemarkAgent.h"
#include "CTidemarkPreload.h"
#include "CTidemarkProbe.h"

/// Takes this library out of what is loaded into the programs that the process starts.
///
/// Works inside of the string that is there: it only gets shorter, so nothing is allocated, and whoever
/// has a pointer to it sees the same.
static void leaveEnvironment(void) {
  Dl_info self;
  char *list = getenv("LD_PRELOAD");
  if (!list || !dladdr((const void *)leaveEnvironment, &self)) return;
  const char *name = self.dli_fname;
  size_t length = strlen(name);
  char *end = list;
  for (char *word = list; *word;) {
    size_t size = strcspn(word, ": ");
    bool isOwn = size == length && strncmp(word, name, length) == 0;
    if (!isOwn) {
      if (end != list) *end++ = ':';
      memmove(end, word, size);
      end += size;
    }
    word += size;
    word += strspn(word, ": ");
  }
  bool isEmpty = end == list;
  memset(end, 0, strlen(end));
  if (isEmpty) unsetenv("LD_PRELOAD");
}

/// Shows the process as soon as it runs; it goes on without being seen when that fails.
__attribute__((constructor(105))) static void start(void) {
  leaveEnvironment();
  const TidemarkLedgerHeader *ledger = tidemark_ledger();
  // Without Swift's concurrency there is nothing to see.
  bool isSeen = ledger
    && (ledger->capabilities & (TidemarkCapabilityScheduler | TidemarkCapabilityUnknownLayout));
  if (isSeen && tidemark_showsLedger()) tidemark_publishOrSay();
}

#endif
