#if defined(__linux__)
#define _GNU_SOURCE
#include <time.h>

#include "Watch.h"

TIDEMARK_OWN_CODE

bool tidemark_look(TidemarkMoment *moment) {
  TidemarkControl *control = tidemark_tables.control;
  uint64_t until = __atomic_load_n(&control->timesUntil, __ATOMIC_ACQUIRE);
  if (!until) return false;
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  uint64_t now = (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
  if (unlikely(now >= until)) {
    // In this order, so that nothing taken before can pass for what is asked for from now on.
    tidemark_raise(&control->timesFrom, now);
    __atomic_compare_exchange_n(
      &control->timesUntil, &until, 0, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
    return false;
  }
  moment->now = now;
  moment->from = __atomic_load_n(&control->timesFrom, __ATOMIC_RELAXED);
  moment->keepsEvents = now < __atomic_load_n(&control->eventsUntil, __ATOMIC_RELAXED);
  return true;
}

static inline void set(uint64_t *word, uint64_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

static inline void add(uint64_t *word, uint64_t by) { set(word, *word + by); }

static void addToHistogram(TidemarkThread *thread, int first, uint64_t executor, uint64_t duration) {
  TidemarkHistogram *histogram =
    &tidemark_tables.histograms[thread->slot].kinds[first + (int)(executor & TIDEMARK_EXECUTOR_KIND_MASK)];
  int bucket = duration < 256 ? 0 : 64 - __builtin_clzll(duration) - 8;
  if (bucket >= TIDEMARK_HISTOGRAM_BUCKETS) bucket = TIDEMARK_HISTOGRAM_BUCKETS - 1;
  add(&histogram->counts[bucket], 1);
  add(&histogram->sum, duration);
}

// The odd numbers say that a change is under way.
#define STATE_MASK 0xffu
#define CHANGING 0x100u

static inline TidemarkTaskState stateOf(const TidemarkTaskTimes *times) {
  return (TidemarkTaskState)(times->state & STATE_MASK);
}

/// Returns whether what is there is of this task and of this watch.
static inline bool isCurrent(
  const TidemarkTaskTimes *times, uint32_t index, const TidemarkMoment *moment) {
  return times->generation == tidemark_tables.tasks[index].generation && times->begun >= moment->from;
}

/// Begins to change a task's times.
static TidemarkTaskTimes *beginChange(uint32_t index, const TidemarkMoment *moment) {
  TidemarkTaskTimes *times = &tidemark_tables.times[index];
  bool continues = isCurrent(times, index, moment);
  uint32_t state = times->state | CHANGING;
  if (unlikely(!continues)) state &= ~STATE_MASK;
  __atomic_store_n(&times->state, state, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  if (likely(continues)) return times;
  __atomic_store_n(
    &times->generation, tidemark_tables.tasks[index].generation, __ATOMIC_RELAXED);
  set(&times->since, moment->now);
  set(&times->running, 0);
  set(&times->queued, 0);
  set(&times->waiting, 0);
  __atomic_store_n(&times->runs, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&times->hops, 0, __ATOMIC_RELAXED);
  set(&times->executor, 0);
  set(&times->begun, moment->now);
  return times;
}

static void endChange(TidemarkTaskTimes *times, TidemarkTaskState state) {
  uint32_t word = ((times->state | CHANGING) & ~STATE_MASK) + CHANGING;
  __atomic_store_n(&times->state, word | (uint32_t)state, __ATOMIC_RELEASE);
}

/// Adds the time up to a moment to that of the state that the task is in, and returns it.
static uint64_t addSpent(TidemarkTaskTimes *times, uint64_t now) {
  // Processors may differ by a little.
  uint64_t spent = now > times->since ? now - times->since : 0;
  switch (stateOf(times)) {
    case TidemarkTaskStateUnknown:
    case TidemarkTaskStateCompleted: break;
    case TidemarkTaskStateRunning: add(&times->running, spent); break;
    case TidemarkTaskStateEnqueued: add(&times->queued, spent); break;
    case TidemarkTaskStateCreated:
    case TidemarkTaskStateSuspended: add(&times->waiting, spent); break;
  }
  set(&times->since, now);
  return spent;
}

// In place of the executor that a task hopped from: nobody saw when it began to run there.
#define UNSEEN UINT64_MAX

/// Counts that a task hopped without leaving its thread, once it is seen to run on.
static void settleHop(TidemarkThread *thread, const TidemarkMoment *moment) {
  const Task *task = thread->hopTask;
  if (likely(!task)) return;
  thread->hopTask = NULL;
  // Left from an earlier watch, the task may be gone.
  if ((uint64_t)(uintptr_t)task != thread->record->task) return;
  uint32_t index = markRecord(__atomic_load_n(&task->mark, __ATOMIC_RELAXED));
  if (!index || !isCurrent(&tidemark_tables.times[index], index, moment)) return;
  TidemarkTaskTimes *times = beginChange(index, moment);
  TidemarkTaskState state = stateOf(times);
  if (state == TidemarkTaskStateRunning) {
    uint64_t spent = addSpent(times, thread->hopTime);
    if (thread->hopFrom != UNSEEN)
      addToHistogram(thread, TidemarkHistogramRunGlobal, thread->hopFrom, spent);
  }
  endChange(times, state);
}

/// Counts an event of a task about which nothing can be kept, as it has no record.
static void lose(const TidemarkMoment *moment) {
  if (moment->keepsEvents)
    __atomic_fetch_add(&tidemark_tables.header->losses.events, 1, __ATOMIC_RELAXED);
}

void tidemark_noteCreated(TidemarkThread *thread, const Task *task, uint64_t mark) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  uint32_t index = markRecord(mark);
  if (!index) return lose(&moment);
  endChange(beginChange(index, &moment), TidemarkTaskStateCreated);
  if (!moment.keepsEvents) return;
  tidemark_keepEvent(
    thread, &moment, TidemarkEventCreated, taskId(task),
    tidemark_place(tidemark_tables.tasks[index].creation), thread->record->taskId);
}

/// Returns whether the runtime is still at what follows from the completion of a task on the thread.
static bool isCompleting(const TidemarkThread *thread, const uintptr_t *frame) {
  for (int step = 0; step < 16 && tidemark_isOnStack(thread, frame); step++) {
    if (frame == thread->completing) return frame[1] == thread->completingReturn;
    const uintptr_t *next = (const uintptr_t *)frame[0];
    if (next <= frame) break;
    frame = next;
  }
  return false;
}

/// Returns the id of the task by whose doing another one is enqueued.
static uint64_t resumer(const TidemarkThread *thread, const Task *task, const void *frame) {
  if (thread->leaving == task) return taskId(task);
  if (thread->completed && isCompleting(thread, frame)) return thread->completed;
  return thread->record->taskId;
}

void tidemark_noteEnqueued(
  TidemarkThread *thread, const Task *task, uint64_t mark, const void *frame) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  uint32_t index = markRecord(mark);
  if (!index) return lose(&moment);
  TidemarkTaskTimes *times = &tidemark_tables.times[index];
  if (stateOf(times) == TidemarkTaskStateEnqueued && isCurrent(times, index, &moment)) return;
  const Dependency *dependency = task->dependency;
  uint64_t executor = dependency && dependency->kind == DEPENDENCY_EXECUTOR
    ? tidemark_executorWord(dependency->executor, task) : 0;
  beginChange(index, &moment);
  addSpent(times, moment.now);
  set(&times->executor, executor);
  endChange(times, TidemarkTaskStateEnqueued);
  tidemark_keepEvent(
    thread, &moment, TidemarkEventEnqueued, taskId(task), executor, resumer(thread, task, frame));
  thread->leaving = NULL;
}

void tidemark_noteRun(TidemarkThread *thread, const Task *task, uint64_t mark) {
  TidemarkMoment moment;
  thread->touched = NULL;
  thread->leaving = NULL;
  if (!tidemark_look(&moment)) return;
  settleHop(thread, &moment);
  set(&thread->record->since, 0);
  uint32_t index = markRecord(mark);
  if (!index) return lose(&moment);
  TidemarkTaskTimes *times = beginChange(index, &moment);
  bool isQueued = stateOf(times) == TidemarkTaskStateEnqueued;
  Executor current = tidemark_currentExecutor();
  // A task executor does not show itself on the thread.
  uint64_t executor = !current.identity && isQueued ? times->executor
                                                    : tidemark_executorWord(current, task);
  uint64_t spent = addSpent(times, moment.now);
  if (isQueued) addToHistogram(thread, TidemarkHistogramQueueGlobal, executor, spent);
  set(&times->executor, executor);
  __atomic_store_n(&times->runs, times->runs + 1, __ATOMIC_RELAXED);
  endChange(times, TidemarkTaskStateRunning);
  set(&thread->record->executor, executor);
  set(&thread->record->since, moment.now);
  tidemark_keepEvent(thread, &moment, TidemarkEventRun, taskId(task), executor, 0);
}

static TidemarkWait waitOf(const Task *task) {
  const Dependency *dependency = task->dependency;
  if (!dependency) return TidemarkWaitUnknown;
  switch (dependency->kind) {
    case DEPENDENCY_TASK: return TidemarkWaitTask;
    case DEPENDENCY_CONTINUATION: return TidemarkWaitContinuation;
    case DEPENDENCY_GROUP: return TidemarkWaitGroup;
    case DEPENDENCY_EXECUTOR: return TidemarkWaitEnqueued;
    default: return TidemarkWaitUnknown;
  }
}

/// Returns the place of those of the runtime's functions in which a task goes on that waits for a
/// continuation: of `Task.sleep` and what it calls, for example; 0 where it goes on in other code at once.
///
/// The task is this thread's still, and all contexts that are read are those of the runtime's functions.
static uint64_t placeOfWait(const Task *task) {
  uint64_t addresses[TIDEMARK_PLACE_DEPTH] = {0};
  uintptr_t function = (uintptr_t)task->resume;
  const uintptr_t *context = task->context;
  // A context starts with the caller's and the function to resume there. The continuation's own repeats
  // the task's.
  for (int count = 0, step = 0; count < TIDEMARK_PLACE_DEPTH && step <= TIDEMARK_PLACE_DEPTH; step++) {
    if (!tidemark_isConcurrency(function)) break;
    if (count != 1 || function != addresses[0]) addresses[count++] = function;
    if (!context) break;
    function = context[1];
    context = (const uintptr_t *)context[0];
  }
  return tidemark_place(addresses);
}

/// Ends a task's stretch on the thread.
static void leave(
  TidemarkThread *thread, const Task *task, uint32_t index, const TidemarkMoment *moment,
  TidemarkTaskState state) {
  TidemarkTaskTimes *times = beginChange(index, moment);
  uint64_t executor = thread->hopTask == task ? thread->hopFrom : times->executor;
  thread->hopTask = NULL;
  bool ran = stateOf(times) == TidemarkTaskStateRunning && executor != UNSEEN;
  uint64_t spent = addSpent(times, moment->now);
  if (ran) addToHistogram(thread, TidemarkHistogramRunGlobal, executor, spent);
  endChange(times, state);
}

void tidemark_noteSuspended(TidemarkThread *thread, const Task *task, uint64_t mark) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  TidemarkWait wait = waitOf(task);
  // A hop that ends in a queue is no stay on the executor that it goes to.
  if (wait == TidemarkWaitEnqueued) thread->leaving = task;
  else settleHop(thread, &moment);
  uint32_t index = markRecord(mark);
  if (!index) return lose(&moment);
  leave(thread, task, index, &moment, TidemarkTaskStateSuspended);
  if (!moment.keepsEvents) return;
  tidemark_keepEvent(
    thread, &moment, TidemarkEventSuspended, taskId(task), wait,
    wait == TidemarkWaitContinuation ? placeOfWait(task) : 0);
}

void tidemark_noteCompleted(
  TidemarkThread *thread, const Task *task, uint64_t mark, const void *frame) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  settleHop(thread, &moment);
  thread->completed = taskId(task);
  thread->completing = *(const uintptr_t *const *)frame;
  thread->completingReturn =
    tidemark_isOnStack(thread, thread->completing) ? thread->completing[1] : 0;
  uint32_t index = markRecord(mark);
  if (!index) return lose(&moment);
  leave(thread, task, index, &moment, TidemarkTaskStateCompleted);
  tidemark_keepEvent(thread, &moment, TidemarkEventCompleted, taskId(task), 0, 0);
}

void tidemark_noteHop(TidemarkThread *thread, Executor from, Executor to) {
  const Task *task = (const Task *)(uintptr_t)thread->record->task;
  TidemarkMoment moment;
  if (!task || !tidemark_look(&moment)) return;
  settleHop(thread, &moment);
  uint32_t index = markRecord(__atomic_load_n(&task->mark, __ATOMIC_RELAXED));
  if (!index) return lose(&moment);
  uint64_t origin = tidemark_executorWord(from, task);
  uint64_t target = tidemark_executorWord(to, task);
  TidemarkTaskTimes *times = beginChange(index, &moment);
  bool ran = stateOf(times) == TidemarkTaskStateRunning;
  set(&times->executor, target);
  __atomic_store_n(&times->hops, times->hops + 1, __ATOMIC_RELAXED);
  endChange(times, TidemarkTaskStateRunning);
  thread->hopTask = task;
  thread->hopTime = moment.now;
  thread->hopFrom = ran ? origin : UNSEEN;
  set(&thread->record->executor, target);
  tidemark_keepEvent(thread, &moment, TidemarkEventHopped, taskId(task), target, origin);
}

void tidemark_noteReturn(TidemarkThread *thread, const Task *task) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  uint32_t index = markRecord(__atomic_load_n(&task->mark, __ATOMIC_RELAXED));
  const TidemarkTaskTimes *times = &tidemark_tables.times[index];
  bool isKnown = index && isCurrent(times, index, &moment);
  set(&thread->record->executor, isKnown ? times->executor : 0);
  set(&thread->record->since, isKnown ? times->since : 0);
}

void tidemark_noteThread(TidemarkThread *thread, TidemarkEventKind kind) {
  TidemarkMoment moment;
  if (!tidemark_look(&moment)) return;
  tidemark_keepEvent(thread, &moment, kind, thread->record->tid, thread->record->kind, 0);
}

void tidemark_ask(uint64_t timesUntil, uint64_t eventsUntil) {
  if (!tidemark_tables.control || tidemark_isOff) return;
  tidemark_raise(
    &tidemark_tables.control->timesUntil, timesUntil > eventsUntil ? timesUntil : eventsUntil);
  tidemark_raise(&tidemark_tables.control->eventsUntil, eventsUntil);
}

TIDEMARK_OWN_CODE_END

#endif
