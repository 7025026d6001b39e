#if defined(__linux__)
#include "Watch.h"

TIDEMARK_OWN_CODE

// Weak, so that a program without concurrency links.
extern __attribute__((swiftcall, weak)) Executor swift_task_getCurrentExecutor(void);
extern __attribute__((swiftcall, weak)) bool swift_task_isMainExecutor(Executor);

/// `TaskExecutorPreferenceStatusRecord`.
typedef struct Preference {
  /// The kind in the lowest 8 bits.
  uint64_t flags;
  const void *parent;
  uint64_t isRetained;
  Executor executor;
} Preference;

#define PREFERENCE_RECORD 5

// The main actor's executor, once it was seen, and others that are known not to be it. The runtime makes
// it before it enqueues the first job, so that no other one can have had its address since.
static const void *mainExecutor;
static const void *otherExecutors[64];

static bool isMain(Executor executor) {
  if (executor.identity == __atomic_load_n(&mainExecutor, __ATOMIC_RELAXED)) return true;
  const void **other = &otherExecutors[(uintptr_t)executor.identity / 16 % 64];
  if (executor.identity == __atomic_load_n(other, __ATOMIC_RELAXED)) return false;
  if (!swift_task_isMainExecutor) return false;
  bool found = swift_task_isMainExecutor(executor);
  __atomic_store_n(found ? &mainExecutor : other, executor.identity, __ATOMIC_RELAXED);
  return found;
}

/// Finds the executor that a task prefers to the global one.
///
/// Whoever cancels the task puts a record of its own in front of the list for a while, which lies on its
/// stack. So the list is read as what may be gone.
static uint64_t preferredExecutor(const Task *task) {
  Preference record;
  const void *next = __atomic_load_n(&task->statusRecord, __ATOMIC_ACQUIRE);
  for (int step = 0; next && step < 64; step++) {
    if (!tidemark_peek(next, &record, sizeof record)) break;
    if ((record.flags & 0xff) == PREFERENCE_RECORD)
      return ((uint64_t)(uintptr_t)record.executor.identity & ~TIDEMARK_EXECUTOR_KIND_MASK)
        | (record.executor.identity ? TidemarkExecutorCustom : TidemarkExecutorGlobal);
    next = record.parent;
  }
  // It has one, and nobody can tell which.
  return TidemarkExecutorCustom;
}

uint64_t tidemark_executorWord(Executor executor, const Task *task) {
  if (!executor.identity) {
    bool prefers = (task->flags & FLAG_TASK_EXECUTOR)
      || (__atomic_load_n(&task->status, __ATOMIC_RELAXED) & STATUS_TASK_EXECUTOR);
    return unlikely(prefers) ? preferredExecutor(task) : TidemarkExecutorGlobal;
  }
  uint64_t identity = (uint64_t)(uintptr_t)executor.identity & ~TIDEMARK_EXECUTOR_KIND_MASK;
  if (!executor.implementation) return identity | TidemarkExecutorActor;
  return identity | (isMain(executor) ? TidemarkExecutorMain : TidemarkExecutorCustom);
}

Executor tidemark_currentExecutor(void) {
  if (swift_task_getCurrentExecutor) return swift_task_getCurrentExecutor();
  return (Executor){NULL, 0};
}

TIDEMARK_OWN_CODE_END

#endif
