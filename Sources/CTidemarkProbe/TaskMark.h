#ifndef TIDEMARK_TASK_MARK_H
#define TIDEMARK_TASK_MARK_H

#include <stdint.h>

#include "Probe.h"

// What a task of the runtime looks like, and the mark that the probe keeps in it.

TIDEMARK_OWN_CODE

/// The head of `AsyncTask` in the concurrency runtime of Swift 6.3 (layout version 1, 208 bytes).
typedef struct Task {
  const void *metadata;
  uint64_t references;
  void *scheduler[2];
  uint32_t flags;
  uint32_t id;
  void *voucher;
  /// `Job::Reserved`: null in every new task and used by nothing in the runtime. It holds a mark.
  uint64_t mark;
  void *resume;
  void *context;
  uint64_t reserved;
  uint64_t exclusivity[2];
  /// `ActiveTaskStatus`: the flags and the innermost status record.
  uint64_t status;
  void *statusRecord;
  void *allocator[3];
  void *locals;
  uint32_t idHigh;
  uint32_t idPadding;
  uint64_t basePriority;
  /// `TaskDependencyStatusRecord`: what the task waits for; null while it runs.
  const struct Dependency *dependency;
} Task;

/// `SerialExecutorRef` and `TaskExecutorRef`: the executor's identity, null for the global one, and its
/// implementation, which is null for default actors.
typedef struct Executor {
  const void *identity;
  uintptr_t implementation;
} Executor;

/// `TaskDependencyStatusRecord`.
typedef struct Dependency {
  uint64_t flags;
  const void *parent;
  /// For what is enqueued, the executor.
  Executor executor;
  uint32_t kind;
} Dependency;

#define DEPENDENCY_TASK 1
#define DEPENDENCY_CONTINUATION 2
#define DEPENDENCY_GROUP 3
#define DEPENDENCY_EXECUTOR 4

#define KNOWN_LAYOUT_VERSION 1
#define KNOWN_TASK_SIZE 208

// Bits of `ActiveTaskStatus`.
#define STATUS_CANCELLED 0x100
#define STATUS_ENQUEUED 0x1000
#define STATUS_COMPLETE 0x2000
#define STATUS_TASK_EXECUTOR 0x8000
// A bit of the job's flags: the task was created with an executor of its own.
#define FLAG_TASK_EXECUTOR (1u << 29)

_Static_assert(offsetof(Task, status) == 0x60, "as in the runtime");
_Static_assert(offsetof(Task, idHigh) == 0x90, "as in the runtime");
_Static_assert(offsetof(Task, dependency) == 0xa0, "as in the runtime");
_Static_assert(offsetof(Dependency, kind) == 0x20, "as in the runtime");

// A mark: what the task belongs to and what was already seen of it, readable without touching its
// record. From the lowest bit: the record's index, the scope that is charged for what the task does,
// and the scope that is charged for the task, which is its creator's.
#define MARK_INDEX_BITS 22
#define MARK_SCOPE_BITS 13
#define MARK_SCOPE_SHIFT MARK_INDEX_BITS
#define MARK_CREATOR_SHIFT (MARK_SCOPE_SHIFT + MARK_SCOPE_BITS)
#define MARK_SCOPE_MASK ((UINT64_C(1) << MARK_SCOPE_BITS) - 1)
#define MARK_TAG (UINT64_C(0xa5) << 56)
#define MARK_TAG_MASK (UINT64_C(0xff) << 56)
#define MARK_QUEUED (UINT64_C(1) << 48)
#define MARK_COMPLETE (UINT64_C(1) << 49)
#define MARK_LIBRARY (UINT64_C(1) << 50)
#define MARK_INTERNAL (UINT64_C(1) << 51)
// The task was made by a test library and has not run yet: its start is the library's doing.
#define MARK_FRESH (UINT64_C(1) << 52)
// The task has not run yet.
#define MARK_NEW (UINT64_C(1) << 53)
// The task has been counted, but its scope's gauge has not been moved: a task is mostly seen first
// while it is made and enqueued at once, and the gauge is then moved once for both.
#define MARK_PENDING (UINT64_C(1) << 54)
_Static_assert(TIDEMARK_TASK_LIMIT <= 1 << MARK_INDEX_BITS, "an index fits into a mark");
_Static_assert(TIDEMARK_SCOPE_LIMIT <= 1 << MARK_SCOPE_BITS, "a scope fits into a mark");
_Static_assert(MARK_CREATOR_SHIFT + MARK_SCOPE_BITS <= 48, "the flags have bits of their own");

static inline uint32_t markRecord(uint64_t mark) {
  return (uint32_t)mark & ((1u << MARK_INDEX_BITS) - 1);
}
static inline uint32_t markScope(uint64_t mark) {
  return (uint32_t)(mark >> MARK_SCOPE_SHIFT & MARK_SCOPE_MASK);
}
static inline uint32_t markCreator(uint64_t mark) {
  return (uint32_t)(mark >> MARK_CREATOR_SHIFT & MARK_SCOPE_MASK);
}
static inline uint64_t markOf(uint32_t scope, uint32_t index) {
  return MARK_TAG | (uint64_t)scope << MARK_CREATOR_SHIFT | (uint64_t)scope << MARK_SCOPE_SHIFT | index;
}

/// The runtime's id of a task.
static inline uint64_t taskId(const Task *task) { return (uint64_t)task->idHigh << 32 | task->id; }

TIDEMARK_OWN_CODE_END

#endif
