#ifndef CTIDEMARK_LIVE_H
#define CTIDEMARK_LIVE_H

#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

/// Copies memory of another process, as `process_vm_readv` does.
///
/// - Parameters:
///   - pieces: where to read, `count` of them, 1024 at most.
/// - Returns: how many bytes were copied, or -1 with the reason in `errno`.
ssize_t tidemark_readMemory(
  pid_t pid, void *_Nonnull room, size_t size, const struct iovec *_Nonnull pieces, int count);

/// Returns how many processors a process may use, or 0 when nobody can tell.
int tidemark_processorsOf(pid_t pid);

#endif
