#define _GNU_SOURCE
#include "CTidemarkLive.h"

#include <errno.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/uio.h>

_Static_assert(
  sizeof(TidemarkPiece) == sizeof(struct iovec)
    && offsetof(TidemarkPiece, size) == offsetof(struct iovec, iov_len),
  "a piece is laid out as the kernel wants it");

ptrdiff_t tidemark_readMemory(
  int pid, void *room, size_t size, const TidemarkPiece *pieces, int count) {
  struct iovec local = {room, size};
  return process_vm_readv(
    pid, &local, 1, (const struct iovec *)(const void *)pieces, (unsigned long)count, 0);
}

int tidemark_processorsOf(int pid) {
  // Room for more processors than the C library's set has.
  static const size_t sizes[] = {sizeof(cpu_set_t), 8 * sizeof(cpu_set_t), 64 * sizeof(cpu_set_t)};
  for (unsigned index = 0; index < sizeof sizes / sizeof *sizes; index++) {
    char set[64 * sizeof(cpu_set_t)] __attribute__((aligned(16)));
    if (sched_getaffinity(pid, sizes[index], (cpu_set_t *)set) == 0)
      return CPU_COUNT_S(sizes[index], (cpu_set_t *)set);
  }
  return 0;
}

#else

ptrdiff_t tidemark_readMemory(
  int pid, void *room, size_t size, const TidemarkPiece *pieces, int count) {
  errno = ENOSYS;
  return -1;
}

int tidemark_processorsOf(int pid) { return 0; }

#endif
