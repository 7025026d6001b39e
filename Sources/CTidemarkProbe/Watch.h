#ifndef TIDEMARK_WATCH_H
#define TIDEMARK_WATCH_H

#if defined(__linux__)

#include "Probe.h"
#include "TaskMark.h"

// What is kept only while a viewer asks for it: times, histograms and transitions.

TIDEMARK_OWN_CODE

/// Returns whether a viewer may ask for times: the one word that hooks look at.
static inline bool tidemark_isWatched(void) {
  return unlikely(__atomic_load_n(&tidemark_tables.control->timesUntil, __ATOMIC_RELAXED) != 0);
}

TIDEMARK_OWN_CODE_END

/// A moment for which a viewer asks.
typedef struct TidemarkMoment {
  uint64_t now;
  /// Times that began earlier are void.
  uint64_t from;
  bool keepsEvents;
} TidemarkMoment;

/// Takes the time, if a viewer asks for it still, and ends the watch otherwise.
bool tidemark_look(TidemarkMoment *moment);

/// Notes that the thread made a task, of which there is a record by now.
void tidemark_noteCreated(TidemarkThread *thread, const Task *task, uint64_t mark);

/// Notes that a task is enqueued, as often as the runtime says so of one enqueuing.
///
/// - Parameter frame: the frame of the hook that the runtime called.
void tidemark_noteEnqueued(TidemarkThread *thread, const Task *task, uint64_t mark, const void *frame);

/// Notes that a task is on the thread, from now on.
void tidemark_noteRun(TidemarkThread *thread, const Task *task, uint64_t mark);

/// Notes that a task leaves the thread; nobody else has it yet.
void tidemark_noteSuspended(TidemarkThread *thread, const Task *task, uint64_t mark);

/// Notes that a task has completed, before its record is given up.
///
/// - Parameter frame: the frame of the hook that the runtime called.
void tidemark_noteCompleted(TidemarkThread *thread, const Task *task, uint64_t mark, const void *frame);

/// Notes that the thread's task asks for another executor, to which it goes at once or by being enqueued.
void tidemark_noteHop(TidemarkThread *thread, Executor from, Executor to);

/// Notes that the thread goes on with a task which another one had interrupted.
void tidemark_noteReturn(TidemarkThread *thread, const Task *task);

/// Notes that the thread has started or ends.
void tidemark_noteThread(TidemarkThread *thread, TidemarkEventKind kind);

/// Adds a transition to the thread's ring.
void tidemark_keepEvent(
  TidemarkThread *thread, const TidemarkMoment *moment, TidemarkEventKind kind, uint64_t task,
  uint64_t object, uint64_t other);

/// Returns the number by which events name a part of a call stack.
///
/// - Parameter addresses: as many as a place has room for, innermost first; 0 after the last one.
uint64_t tidemark_place(const uint64_t addresses[TIDEMARK_PLACE_DEPTH]);

/// Leaves the thread's ring to later threads.
void tidemark_giveRing(TidemarkThread *thread);

/// Returns an executor as the ledger has it.
///
/// - Parameter task: the task that goes there or is there.
uint64_t tidemark_executorWord(Executor executor, const Task *task);

/// Returns the executor that runs what the thread does.
Executor tidemark_currentExecutor(void);

#endif
#endif
