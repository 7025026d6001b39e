#define _GNU_SOURCE
#include "CTidemarkLive.h"

#include <errno.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

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

int tidemark_openProcess(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0u); }

// What the kernel calls `struct pidfd_info`, as of its first version.
typedef struct ProcessInfo {
  uint64_t mask;
  uint64_t group;
  uint32_t numbers[11];
  int32_t exitStatus;
} ProcessInfo;

bool tidemark_takeExitStatus(int process, int *status) {
  // PIDFD_INFO_EXIT, of Linux 6.15: others clear the bit or refuse the call.
  const uint64_t wanted = 1u << 3;
  ProcessInfo info = {.mask = wanted};
  if (process < 0 || ioctl(process, _IOWR(0xFF, 11, ProcessInfo), &info) != 0
      || !(info.mask & wanted))
    return false;
  *status = info.exitStatus;
  return true;
}

// What the kernel calls `struct sched_attr`, as of its first version.
typedef struct SchedulingAttributes {
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
} SchedulingAttributes;

void tidemark_takeShortTurns(void) {
  SchedulingAttributes attributes = {.size = sizeof attributes};
  if (syscall(SYS_sched_getattr, 0, &attributes, (unsigned)sizeof attributes, 0u) != 0
      || attributes.policy != SCHED_OTHER)
    return;
  // The shortest slice that there is, in nanoseconds.
  attributes.runtime = 100000;
  syscall(SYS_sched_setattr, 0, &attributes, 0u);
}

#else

ptrdiff_t tidemark_readMemory(
  int pid, void *room, size_t size, const TidemarkPiece *pieces, int count) {
  errno = ENOSYS;
  return -1;
}

int tidemark_processorsOf(int pid) { return 0; }

int tidemark_openProcess(int pid) { return -1; }

bool tidemark_takeExitStatus(int process, int *status) { return false; }

void tidemark_takeShortTurns(void) {}

#endif
