#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

#include "Probe.h"
#include "TaskMark.h"
#include "TaskRecords.h"
#include "TaskThread.h"
#include "Watch.h"

TIDEMARK_OWN_CODE

// Pointers that the concurrency runtime calls at every scheduling edge; null unless a thread
// sanitizer set them. Weak, so that a program without concurrency links.
typedef void Edge(const void *);
extern Edge *_swift_tsan_acquire __attribute__((weak));
extern Edge *_swift_tsan_release __attribute__((weak));
extern const void *const _swift_concurrency_debug_asyncTaskMetadata __attribute__((weak));
extern const uint32_t _swift_concurrency_debug_internal_layout_version __attribute__((weak));
extern const size_t _swift_concurrency_debug_asyncTaskSize __attribute__((weak));

const void *tidemark_taskMetadata;
static Edge *nextAcquire;
static Edge *nextRelease;
// Whether the hooks below see every task that starts to run.
static bool seesContext;

/// Milliseconds, which begin anew after 49.7 days; readers know.
static uint32_t sinceEpoch(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  uint64_t time = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
  return (uint32_t)((time - tidemark_tables.header->epoch) / 1000000);
}

// What follows is called rather than inlined, so that an edge which tells nothing new costs little.
#define SELDOM __attribute__((noinline))

SELDOM static void create(Task *task, bool isQueued, const void *caller) {
  TidemarkThread *thread = enterThread();
  if (!thread) return;
  uint32_t index = tidemark_takeRecord(thread);
  uint32_t scope = thread->scope;
  bool library = false;
  if (likely(index)) {
    TidemarkTaskRecord *record = &tidemark_tables.tasks[index];
    tidemark_walk(__builtin_frame_address(0), record->creation, TIDEMARK_CREATION_DEPTH, &library);
    __atomic_store_n(
      &record->scope, scope | (library ? TIDEMARK_LIBRARY_FLAG : 0), __ATOMIC_RELAXED);
    __atomic_store_n(&record->created, sinceEpoch(), __ATOMIC_RELAXED);
    __atomic_store_n(&record->task, (uint64_t)(uintptr_t)task, __ATOMIC_RELAXED);
    __atomic_store_n(&record->generation, record->generation + 1, __ATOMIC_RELEASE);
  } else {
    __atomic_fetch_add(&tidemark_tables.header->losses.tasks, 1, __ATOMIC_RELAXED);
  }
  uint64_t mark = markOf(scope, index) | MARK_NEW | (isQueued ? MARK_QUEUED : 0);
  if (unlikely(library)) {
    mark |= MARK_LIBRARY | MARK_FRESH;
    __atomic_fetch_add(&tidemark_tables.scopes[scope].libraryLive, 1, __ATOMIC_RELAXED);
  } else {
    tidemark_count(thread->block, TidemarkCounterTasksCreated, 1);
    if (isQueued) {
      tidemark_count(thread->block, TidemarkCounterJobsEnqueued, 1);
      tidemark_gauge(scope, TIDEMARK_GAUGE_LIVE + TIDEMARK_GAUGE_QUEUED);
    } else if (likely(seesContext)) {
      mark |= MARK_PENDING;
    } else {
      tidemark_gauge(scope, TIDEMARK_GAUGE_LIVE);
    }
  }
  __atomic_store_n(&task->mark, mark, __ATOMIC_RELAXED);
  if (tidemark_isWatched()) {
    tidemark_noteCreated(thread, task, mark);
    if (isQueued) tidemark_noteEnqueued(thread, task, mark, caller);
  }
  if (unlikely(tidemark_wantsSites) && !library) {
    uint64_t stack[TIDEMARK_SITE_DEPTH];
    tidemark_walk(__builtin_frame_address(0), stack, TIDEMARK_SITE_DEPTH, &library);
    tidemark_addSite(scope, TidemarkSiteKindTask, 0, stack);
  }
}

/// Marks a task as completed, and returns what was seen of it before.
static inline uint64_t markComplete(Task *task, uint64_t mark) {
  // What the task is charged to is changed by the task alone, so only the flags may be others by now.
  uint64_t completed = (mark & ~(MARK_QUEUED | MARK_PENDING)) | MARK_COMPLETE;
  return __atomic_exchange_n(&task->mark, completed, __ATOMIC_RELAXED);
}

/// Says that a record describes no task any more.
static inline void clearRecord(uint32_t index) {
  TidemarkTaskRecord *record = &tidemark_tables.tasks[index];
  __atomic_store_n(&record->task, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&record->generation, record->generation + 1, __ATOMIC_RELEASE);
}

/// Notes that a task has gone that completes on a thread without a record.
///
/// What it did there is lost, and told of as such. But its scope must not wait for it for ever.
SELDOM static void completeUncounted(Task *task, uint64_t mark) {
  // What a forked child has left of its parent's tasks is not in its own ledger.
  if (tidemark_isOff) return;
  // A thread that has ended does not ask for a record any more, which would have told of the loss.
  if (tidemark_thread.ended)
    __atomic_fetch_add(&tidemark_tables.header->losses.threads, 1, __ATOMIC_RELAXED);
  mark = markComplete(task, mark);
  if ((mark & (MARK_QUEUED | MARK_FRESH)) == MARK_QUEUED)
    tidemark_gauge(markScope(mark), -TIDEMARK_GAUGE_QUEUED);
  uint32_t scope = markCreator(mark);
  if (mark & MARK_LIBRARY)
    __atomic_fetch_sub(&tidemark_tables.scopes[scope].libraryLive, 1, __ATOMIC_RELEASE);
  else if (!(mark & (MARK_INTERNAL | MARK_PENDING)))
    tidemark_gauge(scope, -TIDEMARK_GAUGE_LIVE);
  uint32_t index = markRecord(mark);
  if (!index) return;
  clearRecord(index);
  tidemark_giveLoneRecord(index);
}

SELDOM static void complete(Task *task, uint64_t mark, uint64_t status, const void *caller) {
  TidemarkThread *thread = enterThread();
  if (unlikely(!thread)) {
    completeUncounted(task, mark);
    return;
  }
  mark = markComplete(task, mark);
  if (unlikely((mark & (MARK_QUEUED | MARK_FRESH)) == MARK_QUEUED)) {
    // A thread that cancelled the task saw it enqueued when it had been run already.
    tidemark_count(blockOf(thread, markScope(mark)), TidemarkCounterJobsEnqueued, (uint64_t)-1);
    tidemark_gauge(markScope(mark), -TIDEMARK_GAUGE_QUEUED);
  }
  // The creator's scope, which is what the creation was counted for: what the task does may be
  // charged to a scope that the task itself opened.
  uint32_t scope = markCreator(mark);
  if (unlikely(mark & MARK_LIBRARY)) {
    __atomic_fetch_sub(&tidemark_tables.scopes[scope].libraryLive, 1, __ATOMIC_RELEASE);
  } else if (likely(!(mark & MARK_INTERNAL))) {
    TidemarkBlock *block = blockOf(thread, scope);
    tidemark_count(block, TidemarkCounterTasksCompleted, 1);
    if (unlikely(status & STATUS_CANCELLED)) tidemark_count(block, TidemarkCounterTasksCancelled, 1);
    if (unlikely(mark & MARK_PENDING)) tidemark_gauge(scope, TIDEMARK_GAUGE_LIVE);
    tidemark_gauge(scope, -TIDEMARK_GAUGE_LIVE);
  }
  if (tidemark_isWatched() && isShown(mark)) tidemark_noteCompleted(thread, task, mark, caller);
  uint32_t index = markRecord(mark);
  if (likely(index)) {
    clearRecord(index);
    tidemark_giveRecord(thread, index);
  }
  // The task does not leave the thread through the exit hook when it completes.
  leaveTask(thread);
}

SELDOM static void enqueue(Task *task, uint64_t mark) {
  TidemarkThread *thread = enterThread();
  if (!thread) return;
  // Atomic, because a thread that cancels the task may come by at the same time.
  while (!__atomic_compare_exchange_n(
    &task->mark, &mark, (mark | MARK_QUEUED) & ~MARK_PENDING, true, __ATOMIC_RELAXED,
    __ATOMIC_RELAXED)) {
  }
  if (unlikely(mark & (MARK_QUEUED | MARK_FRESH | MARK_COMPLETE))) return;
  uint32_t scope = markScope(mark);
  tidemark_count(blockOf(thread, scope), TidemarkCounterJobsEnqueued, 1);
  // A task that has yet to run is charged to its creator's scope in every way.
  tidemark_gauge(
    scope, TIDEMARK_GAUGE_QUEUED + (mark & MARK_PENDING ? TIDEMARK_GAUGE_LIVE : 0));
}

/// Notes what a viewer asks for of a task that the runtime releases while it is not complete.
SELDOM static void noteReleased(Task *task, uint64_t mark, uint64_t status, const void *caller) {
  TidemarkThread *thread = enterThread();
  if (!thread || !isShown(mark)) return;
  if (!(status & STATUS_ENQUEUED)) thread->touched = NULL;
  // Who cancels a task releases it, too, perhaps before who enqueues it does.
  else if (thread->touched != task) tidemark_noteEnqueued(thread, task, mark, caller);
}

static inline void releasedBy(const void *object, const void *caller) {
  if (*(const void *const *)object != tidemark_taskMetadata) return;
  Task *task = (Task *)object;
  uint64_t mark = __atomic_load_n(&task->mark, __ATOMIC_RELAXED);
  uint64_t status = __atomic_load_n(&task->status, __ATOMIC_RELAXED);
  if (likely((mark & MARK_TAG_MASK) == MARK_TAG)) {
    if (mark & MARK_COMPLETE) return;
    if (status & STATUS_COMPLETE) {
      complete(task, mark, status, caller);
    } else {
      // One enqueue is mostly reported twice.
      if (!(mark & MARK_QUEUED) && (status & STATUS_ENQUEUED)) enqueue(task, mark);
      if (tidemark_isWatched()) noteReleased(task, mark, status, caller);
    }
  } else if (mark != 0) {
    __atomic_fetch_add(&tidemark_tables.header->losses.layout, 1, __ATOMIC_RELAXED);
  } else if (!(status & STATUS_COMPLETE)) {
    create(task, status & STATUS_ENQUEUED, caller);
  }
}

static void released(const void *object) { releasedBy(object, __builtin_frame_address(0)); }

SELDOM static void run(Task *task) {
  TidemarkThread *thread = enterThread();
  if (!thread) return;
  // A thread that cancels the task acquires it, too; only one of them takes the mark away.
  uint64_t mark =
    __atomic_fetch_and(&task->mark, ~(MARK_QUEUED | MARK_FRESH | MARK_NEW), __ATOMIC_RELAXED);
  // Written last by the task's creator, the record is fetched ahead of the task's completion.
  if (mark & MARK_NEW) __builtin_prefetch(&tidemark_tables.tasks[markRecord(mark)], 1);
  if (unlikely((mark & (MARK_QUEUED | MARK_FRESH)) != MARK_QUEUED)) return;
  uint32_t scope = markScope(mark);
  tidemark_count(blockOf(thread, scope), TidemarkCounterJobsRun, 1);
  tidemark_gauge(scope, -TIDEMARK_GAUGE_QUEUED);
}

/// Notes a task that runs without ever having been handed to an executor by the user's code.
SELDOM static void meet(Task *task) {
  static bool mainHasRun;
  TidemarkThread *thread = enterThread();
  if (thread && !mainHasRun && thread->record->tid == tidemark_tables.header->pid) {
    // The one that runs the program's own `main`, and the first that the main thread runs. No piece of
    // measured work creates it.
    mainHasRun = true;
    uint32_t scope = thread->scope;
    tidemark_threadCharge(thread, TIDEMARK_SCOPE_HARNESS);
    create(task, false, __builtin_frame_address(0));
    tidemark_threadCharge(thread, scope);
    return;
  }
  // The runtime's own, such as the one inside `Task.sleep`.
  __atomic_store_n(
    &task->mark, markOf(TIDEMARK_SCOPE_HARNESS, 0) | MARK_INTERNAL, __ATOMIC_RELAXED);
}

static void acquired(const void *object) {
  if (*(const void *const *)object != tidemark_taskMetadata) return;
  Task *task = (Task *)object;
  uint64_t mark = __atomic_load_n(&task->mark, __ATOMIC_RELAXED);
  if (unlikely(mark == 0)) {
    meet(task);
  } else if (!(mark & MARK_COMPLETE)
             && (__atomic_load_n(&task->status, __ATOMIC_RELAXED) & STATUS_ENQUEUED)) {
    if (mark & MARK_QUEUED) run(task);
    // Who runs the task enters it next, and who cancels it releases it.
    if (tidemark_isWatched()) tidemark_thread.touched = task;
  }
}

// Installed where somebody else, such as a thread sanitizer, has taken the pointers before.
static void releasedToo(const void *object) {
  releasedBy(object, __builtin_frame_address(0));
  nextRelease(object);
}

static void acquiredToo(const void *object) {
  acquired(object);
  nextAcquire(object);
}

uint32_t tidemark_taskCharge(const void *object, uint32_t scope) {
  // The memory of a task whose layout is not known is left alone.
  if (!tidemark_taskMetadata) return TIDEMARK_SCOPE_UNATTRIBUTED;
  Task *task = (Task *)object;
  uint64_t mark = __atomic_load_n(&task->mark, __ATOMIC_RELAXED);
  if ((mark & MARK_TAG_MASK) != MARK_TAG) {
    if (scope == UINT32_MAX || mark != 0) return TIDEMARK_SCOPE_UNATTRIBUTED;
    mark = MARK_TAG | MARK_INTERNAL;
    __atomic_store_n(&task->mark, mark, __ATOMIC_RELAXED);
  }
  if (scope == UINT32_MAX) return markScope(mark);
  uint64_t charged;
  do {
    charged = (mark & ~(MARK_SCOPE_MASK << MARK_SCOPE_SHIFT)) | (uint64_t)scope << MARK_SCOPE_SHIFT;
    // Atomic, because a thread that cancels the task may come by at the same time.
  } while (!__atomic_compare_exchange_n(
    &task->mark, &mark, charged, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return markScope(mark);
}

static bool knowsLayout(void) {
  const char *force = getenv("TIDEMARK_FORCE_UNKNOWN_LAYOUT");
  if (force && *force == '1') return false;
  return &_swift_tsan_acquire && &_swift_tsan_release && &_swift_concurrency_debug_asyncTaskMetadata
    && &_swift_concurrency_debug_internal_layout_version && &_swift_concurrency_debug_asyncTaskSize
    && _swift_concurrency_debug_internal_layout_version == KNOWN_LAYOUT_VERSION
    && _swift_concurrency_debug_asyncTaskSize == KNOWN_TASK_SIZE;
}

TidemarkRuntimeLayout tidemark_runtimeLayout(void) {
  TidemarkRuntimeLayout layout = {0, 0};
  if (&_swift_concurrency_debug_internal_layout_version)
    layout.version = _swift_concurrency_debug_internal_layout_version;
  if (&_swift_concurrency_debug_asyncTaskSize)
    layout.taskSize = (uint32_t)_swift_concurrency_debug_asyncTaskSize;
  return layout;
}

void tidemark_installScheduler(void) {
  if (!tidemark_ownsContext()) {
    // The pointers above would still work, but not tell whose doing anything is.
    tidemark_addCapability(TidemarkCapabilityStaticRuntime);
    return;
  }
  if (!knowsLayout()) {
    tidemark_addCapability(TidemarkCapabilityUnknownLayout);
    return;
  }
  tidemark_taskMetadata = _swift_concurrency_debug_asyncTaskMetadata;
  nextAcquire = __atomic_load_n(&_swift_tsan_acquire, __ATOMIC_ACQUIRE);
  nextRelease = __atomic_load_n(&_swift_tsan_release, __ATOMIC_ACQUIRE);
  seesContext = tidemark_findContext();
  __atomic_store_n(&_swift_tsan_acquire, nextAcquire ? acquiredToo : acquired, __ATOMIC_RELEASE);
  __atomic_store_n(&_swift_tsan_release, nextRelease ? releasedToo : released, __ATOMIC_RELEASE);
  tidemark_addCapability(TidemarkCapabilityScheduler);
  if (seesContext) tidemark_addCapability(TidemarkCapabilityContext);
}

TIDEMARK_OWN_CODE_END

#endif
