#ifndef CTIDEMARK_AGENT_H
#define CTIDEMARK_AGENT_H

#include <stdbool.h>
#include <stdint.h>

/// Tells the probe to keep its ledger where other processes can see it; linking it is what says so.
bool tidemark_showsLedger(void);

/// Returns `TIDEMARK_TOKEN` of the environment, or null where it is not set or the program has rights
/// that its caller lacks. It may be called from any thread that may call `getenv`.
const char *_Nullable tidemark_givenToken(void);

/// Returns the bytes of the heap that are in use, with the allocator's own part of each block, or -1
/// where the C library can't tell. What threads keep for their next allocations counts as in use.
///
/// Holds the lock of one arena of the allocator after the other, for as long as it takes to count the
/// arena's free blocks.
int64_t tidemark_heapInUse(void);

#endif
