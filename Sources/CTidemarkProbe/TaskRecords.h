#ifndef TIDEMARK_TASK_RECORDS_H
#define TIDEMARK_TASK_RECORDS_H

#if defined(__linux__)

#include "Probe.h"

/// The free records of tasks: each thread keeps some, and they go from thread to thread in batches.
///
/// While a record is free, some of its fields are links: to the next one of its list, and in the first
/// one of a batch to the next batch and the batch's length.
#define TIDEMARK_RECORD_BATCH 32

/// Gets records for a thread that has none left.
///
/// - Returns: the first of them, or 0 when there are none.
uint32_t tidemark_refillRecords(TidemarkThread *thread);

/// Gives a list of records to the threads that need some.
void tidemark_giveBatch(uint32_t first, uint32_t length);

/// Gives a record, of a thread that can't keep any, to those that need some.
void tidemark_giveLoneRecord(uint32_t index);

/// Gives the records of completed tasks that a thread keeps to the other threads.
void tidemark_giveRecords(TidemarkThread *thread);

TIDEMARK_OWN_CODE

static inline uint32_t *tidemark_linkOf(TidemarkTaskRecord *record) { return &record->next; }

/// Takes a record for a task; 0 when there is none.
static inline uint32_t tidemark_takeRecord(TidemarkThread *thread) {
  uint32_t index = thread->freeHead;
  if (unlikely(!index)) {
    index = tidemark_refillRecords(thread);
    if (!index) return 0;
  }
  TidemarkTaskRecord *tasks = tidemark_tables.tasks;
  uint32_t next = __atomic_load_n(tidemark_linkOf(&tasks[index]), __ATOMIC_RELAXED);
  thread->freeHead = next;
  thread->freeCount -= 1;
  // Written last by the thread on which its task completed, it is fetched ahead of its use.
  __builtin_prefetch(&tasks[next], 1);
  return index;
}

/// Keeps the record of a task that has completed for the next one.
static inline void tidemark_giveRecord(TidemarkThread *thread, uint32_t index) {
  TidemarkTaskRecord *tasks = tidemark_tables.tasks;
  if (unlikely(thread->freeCount >= 2 * TIDEMARK_RECORD_BATCH)) {
    // Hand a batch on, so that a thread which only completes tasks feeds one that only creates.
    uint32_t first = thread->freeHead;
    uint32_t last = first;
    for (int step = 1; step < TIDEMARK_RECORD_BATCH; step++) last = *tidemark_linkOf(&tasks[last]);
    thread->freeHead = *tidemark_linkOf(&tasks[last]);
    thread->freeCount -= TIDEMARK_RECORD_BATCH;
    __atomic_store_n(tidemark_linkOf(&tasks[last]), 0, __ATOMIC_RELAXED);
    tidemark_giveBatch(first, TIDEMARK_RECORD_BATCH);
  }
  __atomic_store_n(tidemark_linkOf(&tasks[index]), thread->freeHead, __ATOMIC_RELAXED);
  thread->freeHead = index;
  thread->freeCount += 1;
}

TIDEMARK_OWN_CODE_END

#endif
#endif
