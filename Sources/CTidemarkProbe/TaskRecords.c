#if defined(__linux__)
#include "TaskRecords.h"

TIDEMARK_OWN_CODE

// Batches of free records, linked through their first record: index in the low half, tag above.
static uint64_t freeBatches;

static inline uint32_t *batchOf(TidemarkTaskRecord *record) { return &record->created; }
static inline uint32_t *lengthOf(TidemarkTaskRecord *record) { return &record->scope; }

uint32_t tidemark_refillRecords(TidemarkThread *thread) {
  TidemarkTables *tables = &tidemark_tables;
  uint64_t head = __atomic_load_n(&freeBatches, __ATOMIC_ACQUIRE);
  while ((uint32_t)head) {
    uint32_t first = (uint32_t)head;
    uint64_t next = __atomic_load_n(batchOf(&tables->tasks[first]), __ATOMIC_RELAXED);
    uint64_t replacement = ((head >> 32) + 1) << 32 | next;
    if (__atomic_compare_exchange_n(
          &freeBatches, &head, replacement, true, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      thread->freeCount = __atomic_load_n(lengthOf(&tables->tasks[first]), __ATOMIC_RELAXED);
      return first;
    }
  }
  uint32_t first =
    __atomic_fetch_add(&tables->header->tasksUsed, TIDEMARK_RECORD_BATCH, __ATOMIC_RELAXED);
  if (first + TIDEMARK_RECORD_BATCH > TIDEMARK_TASK_LIMIT) {
    __atomic_store_n(&tables->header->tasksUsed, TIDEMARK_TASK_LIMIT, __ATOMIC_RELAXED);
    return 0;
  }
  for (uint32_t index = 0; index < TIDEMARK_RECORD_BATCH; index++)
    __atomic_store_n(
      tidemark_linkOf(&tables->tasks[first + index]),
      index + 1 < TIDEMARK_RECORD_BATCH ? first + index + 1 : 0, __ATOMIC_RELAXED);
  thread->freeCount = TIDEMARK_RECORD_BATCH;
  return first;
}

void tidemark_giveBatch(uint32_t first, uint32_t length) {
  TidemarkTaskRecord *record = &tidemark_tables.tasks[first];
  __atomic_store_n(lengthOf(record), length, __ATOMIC_RELAXED);
  uint64_t head = __atomic_load_n(&freeBatches, __ATOMIC_RELAXED);
  uint64_t replacement;
  do {
    __atomic_store_n(batchOf(record), (uint32_t)head, __ATOMIC_RELAXED);
    replacement = ((head >> 32) + 1) << 32 | first;
  } while (!__atomic_compare_exchange_n(
    &freeBatches, &head, replacement, true, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
}

void tidemark_giveLoneRecord(uint32_t index) {
  __atomic_store_n(tidemark_linkOf(&tidemark_tables.tasks[index]), 0, __ATOMIC_RELAXED);
  tidemark_giveBatch(index, 1);
}

void tidemark_giveRecords(TidemarkThread *thread) {
  if (!thread->freeHead) return;
  tidemark_giveBatch(thread->freeHead, thread->freeCount);
  thread->freeHead = 0;
  thread->freeCount = 0;
}

TIDEMARK_OWN_CODE_END

#endif
