#ifndef TIDEMARK_TASK_THREAD_H
#define TIDEMARK_TASK_THREAD_H

#if defined(__linux__)

#include "Watch.h"

// What a thread does for a task.

/// The first word of every task, or null while the runtime's layout is not known to be the right one.
extern const void *tidemark_taskMetadata __attribute__((visibility("hidden")));

/// Finds the runtime's functions by which tasks come to a thread and leave it; false without them.
bool tidemark_findContext(void);

/// Returns whether the hooks have taken the place of these functions.
bool tidemark_ownsContext(void);

TIDEMARK_OWN_CODE

static inline TidemarkThread *enterThread(void) {
  TidemarkThread *thread = &tidemark_thread;
  if (unlikely(!thread->block) && !tidemark_threadEnter()) return NULL;
  return thread;
}

/// Where the figures of a task are counted: on this thread, for the task's own scope.
static inline TidemarkBlock *blockOf(TidemarkThread *thread, uint32_t scope) {
  if (likely(thread->scope == scope)) return thread->block;
  if (unlikely(thread->otherScope != scope)) {
    TidemarkBlock *block = tidemark_threadBlock(thread, scope);
    if (unlikely(block == &thread->spare)) return block;
    thread->otherBlock = block;
    thread->otherScope = scope;
  }
  return thread->otherBlock;
}

/// Says which task the thread runs: one that the runtime did not make for itself, or none.
///
/// Of the two words, neither is ever there with that of another task but none.
static inline void setTask(TidemarkThread *thread, const Task *task) {
  TidemarkThreadRecord *record = thread->record;
  __atomic_store_n(&record->taskId, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&record->task, (uint64_t)(uintptr_t)task, __ATOMIC_RELEASE);
  if (task) __atomic_store_n(&record->taskId, taskId(task), __ATOMIC_RELEASE);
}

/// Goes on with what the thread's task had interrupted.
static inline void leaveTask(TidemarkThread *thread) {
  if (unlikely(!thread->depth)) {
    tidemark_threadCharge(thread, thread->base);
    setTask(thread, NULL);
  } else if (--thread->depth < TIDEMARK_NESTING_LIMIT) {
    tidemark_threadCharge(thread, thread->outer[thread->depth]);
    const Task *outer = thread->outerTasks[thread->depth];
    setTask(thread, outer);
    if (unlikely(outer != NULL) && tidemark_isWatched()) tidemark_noteReturn(thread, outer);
  } else {
    setTask(thread, NULL);
  }
}

/// Returns whether a task has been counted and is not the runtime's own.
static inline bool isShown(uint64_t mark) {
  return (mark & (MARK_TAG_MASK | MARK_INTERNAL)) == MARK_TAG;
}

TIDEMARK_OWN_CODE_END

#endif
#endif
