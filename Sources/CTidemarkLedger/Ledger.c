#include "CTidemarkLedger.h"

#include <stddef.h>

_Static_assert(sizeof(TidemarkTaskRecord) == 64, "a task record is one cache line");
_Static_assert(sizeof(TidemarkScopeRecord) == 64, "a scope record is one cache line");
_Static_assert(sizeof(TidemarkBlock) == 128, "a block is two cache lines");
_Static_assert(sizeof(TidemarkThreadRecord) == 128, "a thread record is two cache lines");
_Static_assert(
  offsetof(TidemarkLedgerHeader, poolThreads) % 64 == 0, "what is written often has its own line");
_Static_assert(
  offsetof(TidemarkLedgerHeader, liveBytes) % 64 == 0, "what is written often has its own line");
_Static_assert(offsetof(TidemarkLedgerHeader, losses) % 64 == 0, "losses have their own line");
_Static_assert(sizeof(TidemarkSiteRecord) == 128, "a site record is two cache lines");
