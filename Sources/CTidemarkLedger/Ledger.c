#include "CTidemarkLedger.h"

#include <stddef.h>

_Static_assert(sizeof(TidemarkTaskRecord) == 64, "a task record is one cache line");
_Static_assert(sizeof(TidemarkScopeRecord) == 64, "a scope record is one cache line");
_Static_assert(sizeof(TidemarkBlock) == 128, "a block is two cache lines");
_Static_assert(sizeof(TidemarkThreadRecord) == 192, "a thread record is three cache lines");
_Static_assert(
  offsetof(TidemarkLedgerHeader, poolThreads) % 64 == 0, "what is written often has its own line");
_Static_assert(
  offsetof(TidemarkLedgerHeader, liveBytes) % 64 == 0, "what is written often has its own line");
_Static_assert(offsetof(TidemarkLedgerHeader, losses) % 64 == 0, "losses have their own line");
_Static_assert(sizeof(TidemarkSiteRecord) == 128, "a site record is two cache lines");
_Static_assert(
  offsetof(TidemarkThreadRecord, task) == 128, "what a thread writes often has a line of its own");
_Static_assert(sizeof(TidemarkTaskTimes) == 64, "a task's times are one cache line");
_Static_assert(sizeof(TidemarkEvent) == 32, "two events are a cache line");
_Static_assert(sizeof(TidemarkPlace) == 64, "a place is one cache line");
_Static_assert(sizeof(TidemarkRing) == 64, "a ring's head is one cache line");
_Static_assert(sizeof(TidemarkHistogram) % 64 == 0, "histograms share no cache line");
