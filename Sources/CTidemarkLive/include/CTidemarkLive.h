#ifndef CTIDEMARK_LIVE_H
#define CTIDEMARK_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A stretch of another process's memory; what `struct iovec` is.
typedef struct TidemarkPiece {
  uintptr_t start;
  size_t size;
} TidemarkPiece;

/// Copies memory of another process, as `process_vm_readv` does.
///
/// - Parameters:
///   - pieces: where to read, `count` of them, 1024 at most.
/// - Returns: how many bytes were copied, or -1 with the reason in `errno`.
ptrdiff_t tidemark_readMemory(
  int pid, void *_Nonnull room, size_t size, const TidemarkPiece *_Nonnull pieces, int count);

/// Returns how many processors a process may use, or 0 when nobody can tell.
int tidemark_processorsOf(int pid);

/// Holds on to a process, to wait for its end and to learn how it ends.
///
/// - Returns: a descriptor that can be polled and has to be closed, or -1.
int tidemark_openProcess(int pid);

/// Returns whether the system tells how a process has ended that its parent has taken notice of.
///
/// - Parameters:
///   - process: what `tidemark_openProcess` returned before that.
///   - status: set to what the parent was told by `waitpid`.
bool tidemark_takeExitStatus(int process, int *_Nonnull status);

/// Asks the system to let the calling thread run for a short time only, but soon, when it has to.
///
/// It takes no more of a processor than any other thread does. Kernels before 6.12 do nothing.
void tidemark_takeShortTurns(void);

#endif
