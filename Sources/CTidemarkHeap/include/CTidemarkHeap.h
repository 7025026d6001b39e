#ifndef CTIDEMARK_HEAP_H
#define CTIDEMARK_HEAP_H

#include <stddef.h>

/// Counts what the program allocates, by taking the place of the malloc family.
///
/// Linking this target is interposing: a test bundle does, an application does not. There is
/// nothing to call; the counters are in the ledger.

/// Returns what a block of the malloc family holds, in bytes.
size_t tidemark_heldBytes(void *_Nullable block);

/// Returns 1 when this build interposes the malloc family, 0 when a sanitizer owns it.
int tidemark_heapIsInterposed(void);

#endif
