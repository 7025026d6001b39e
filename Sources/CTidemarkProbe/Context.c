#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>

#include "TaskThread.h"

TIDEMARK_OWN_CODE

/// Moves the gauge for a task that starts to run without having been enqueued.
__attribute__((noinline)) static void settle(Task *task) {
  uint64_t mark = __atomic_fetch_and(&task->mark, ~MARK_PENDING, __ATOMIC_RELAXED);
  if (mark & MARK_PENDING) tidemark_gauge(markCreator(mark), TIDEMARK_GAUGE_LIVE);
}

typedef void Context(char *);

/// Offset of `AsyncTask::PrivateStorage`, whose first member the context functions are given.
#define PRIVATE_OFFSET offsetof(Task, exclusivity)

static Context *nextEnter;
static Context *nextExit;

/// Finds one of the runtime's functions, which has to be called whether or not anything is counted.
static Context *contextFunction(Context **known, const char *name) {
  Context *found = __atomic_load_n(known, __ATOMIC_RELAXED);
  if (likely(found != NULL)) return found;
  found = (Context *)dlsym(RTLD_NEXT, name);
  __atomic_store_n(known, found, __ATOMIC_RELAXED);
  return found;
}

static Context *runtimesEnter(void) {
  return contextFunction(&nextEnter, "swift_task_enterThreadLocalContext");
}

static Context *runtimesExit(void) {
  return contextFunction(&nextExit, "swift_task_exitThreadLocalContext");
}

/// Takes the place of the runtime's function: a task starts or goes on running on this thread.
///
/// Weak, like the other functions of the runtime's: in a program with a runtime of its own inside,
/// the runtime's definition is the one that stays.
__attribute__((weak)) void swift_task_enterThreadLocalContext(char *state) {
  Task *task = (Task *)(state - PRIVATE_OFFSET);
  TidemarkThread *thread = likely(tidemark_taskMetadata != NULL) ? enterThread() : NULL;
  if (likely(thread != NULL)) {
    if (likely(thread->depth < TIDEMARK_NESTING_LIMIT)) {
      thread->outer[thread->depth] = (uint16_t)thread->scope;
      thread->outerTasks[thread->depth] = (const void *)(uintptr_t)thread->record->task;
    }
    thread->depth += 1;
    uint64_t mark = __atomic_load_n(&task->mark, __ATOMIC_RELAXED);
    bool isKnown = (mark & MARK_TAG_MASK) == MARK_TAG;
    if (unlikely(mark & MARK_PENDING) && isKnown) settle(task);
    if (tidemark_isWatched() && isShown(mark)) tidemark_noteRun(thread, task, mark);
    setTask(thread, likely(isShown(mark)) ? task : NULL);
    tidemark_threadCharge(thread, isKnown ? markScope(mark) : TIDEMARK_SCOPE_UNATTRIBUTED);
  }
  Context *next = runtimesEnter();
  if (likely(next != NULL)) next(state);
}

/// Takes the place of the runtime's function: a task is suspended on this thread.
__attribute__((weak)) void swift_task_exitThreadLocalContext(char *state) {
  Context *next = runtimesExit();
  if (likely(next != NULL)) next(state);
  TidemarkThread *thread = likely(tidemark_taskMetadata != NULL) ? enterThread() : NULL;
  if (unlikely(!thread)) return;
  if (tidemark_isWatched()) {
    Task *task = (Task *)(state - PRIVATE_OFFSET);
    uint64_t mark = __atomic_load_n(&task->mark, __ATOMIC_RELAXED);
    if (isShown(mark)) tidemark_noteSuspended(thread, task, mark);
  }
  leaveTask(thread);
}

bool tidemark_findContext(void) { return runtimesEnter() && runtimesExit(); }

bool tidemark_ownsContext(void) {
  return tidemark_isOwnCode((uintptr_t)swift_task_enterThreadLocalContext)
    && tidemark_isOwnCode((uintptr_t)swift_task_exitThreadLocalContext);
}

TIDEMARK_OWN_CODE_END

#endif
