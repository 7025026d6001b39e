#if defined(__linux__)
#include <pthread.h>

#include "Probe.h"

TIDEMARK_OWN_CODE

// Held by the harness while scopes are opened and closed, never by a hook.
static pthread_mutex_t control = PTHREAD_MUTEX_INITIALIZER;

static void raise(uint32_t *peak, uint32_t value) {
  uint32_t old = __atomic_load_n(peak, __ATOMIC_RELAXED);
  while (value > old
         && !__atomic_compare_exchange_n(
           peak, &old, value, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

void tidemark_gauge(uint32_t scope, uint64_t by) {
  // Scopes nest rarely and shallowly, so the loop nearly always runs once.
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    uint64_t now = __atomic_add_fetch(&record->gauge, by, __ATOMIC_RELAXED);
    if ((uint32_t)now > record->peakLive) raise(&record->peakLive, (uint32_t)now);
    if ((uint32_t)(now >> 32) > record->peakQueued)
      raise(&record->peakQueued, (uint32_t)(now >> 32));
    scope = record->parent;
  } while (unlikely(scope));
}

void tidemark_threadGauge(uint32_t scope, int by) {
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    uint32_t now = __atomic_add_fetch(&record->threadsLive, (uint32_t)by, __ATOMIC_RELAXED);
    if (by > 0) raise(&record->threadsPeak, now);
    scope = record->parent;
  } while (scope);
}

/// Sums what all threads ever counted for a scope's slot.
static void sum(uint32_t scope, TidemarkBlock *total) {
  TidemarkTables *tables = &tidemark_tables;
  uint32_t used = __atomic_load_n(&tables->header->threadsUsed, __ATOMIC_RELAXED);
  *total = (TidemarkBlock){{0}};
  for (uint32_t slot = 0; slot < used && slot < TIDEMARK_THREAD_LIMIT; slot++) {
    uint64_t entry = (uint64_t)slot * TIDEMARK_SCOPE_LIMIT + scope;
    uint32_t block = __atomic_load_n(&tables->blockIndex[entry], __ATOMIC_ACQUIRE);
    if (!block) continue;
    for (int counter = 0; counter < TidemarkCounterCount; counter++)
      total->values[counter] +=
        __atomic_load_n(&tables->blocks[block].values[counter], __ATOMIC_RELAXED);
  }
}

/// Returns the scope around one that is still open, or `TIDEMARK_SCOPE_UNATTRIBUTED`.
static uint32_t openParent(const TidemarkScopeRecord *record) {
  if (!record->parent) return TIDEMARK_SCOPE_UNATTRIBUTED;
  const TidemarkScopeRecord *parent = &tidemark_tables.scopes[record->parent];
  bool isOpen = parent->state == TidemarkScopeStateOpen && parent->use == record->parentUse;
  return isOpen ? record->parent : TIDEMARK_SCOPE_UNATTRIBUTED;
}

/// A slot is free for new work once nothing can be charged to it any more.
static bool isReusable(const TidemarkScopeRecord *record) {
  if (record->state == TidemarkScopeStateFree) return true;
  if (record->state != TidemarkScopeStateClosed) return false;
  // Call sites are found by the use of the slot, so a scope around would lose them.
  if (tidemark_wantsSites && openParent(record)) return false;
  return __atomic_load_n(&record->gauge, __ATOMIC_ACQUIRE) == 0
    && __atomic_load_n(&record->libraryLive, __ATOMIC_ACQUIRE) == 0
    && __atomic_load_n(&record->threadsLive, __ATOMIC_ACQUIRE) == 0;
}

/// Moves what a scope counted to the one around it, which is still measured.
static void fold(uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  TidemarkScopeRecord *record = &tables->scopes[scope];
  uint32_t parent = openParent(record);
  if (record->state != TidemarkScopeStateClosed || !parent) return;
  TidemarkBlock total;
  sum(scope, &total);
  for (int counter = 0; counter < TidemarkCounterCount; counter++)
    __atomic_fetch_sub(
      &tables->bases[parent].values[counter],
      total.values[counter] - tables->bases[scope].values[counter], __ATOMIC_RELAXED);
  // From here on a look at the one around leaves this one out.
  __atomic_store_n(&record->state, TidemarkScopeStateFree, __ATOMIC_RELEASE);
}

static uint32_t takeScope(void) {
  TidemarkTables *tables = &tidemark_tables;
  uint32_t used = tables->header->scopesUsed;
  for (uint32_t scope = TIDEMARK_SCOPE_FIRST; scope < used; scope++)
    if (isReusable(&tables->scopes[scope])) {
      fold(scope);
      return scope;
    }
  if (used >= TIDEMARK_SCOPE_LIMIT) return TIDEMARK_SCOPE_UNATTRIBUTED;
  __atomic_store_n(&tables->header->scopesUsed, used + 1, __ATOMIC_RELEASE);
  return used;
}

static bool isAround(uint32_t outer, uint32_t inner) {
  for (; inner; inner = tidemark_tables.scopes[inner].parent)
    if (inner == outer) return true;
  return false;
}

/// Marks work that runs beside other work, since then the process's figures are nobody's own.
static void markOverlap(uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  for (uint32_t other = TIDEMARK_SCOPE_FIRST; other < tables->header->scopesUsed; other++) {
    TidemarkScopeRecord *record = &tables->scopes[other];
    if (record->state != TidemarkScopeStateOpen || isAround(other, scope)) continue;
    record->overlapped = 1;
    tables->scopes[scope].overlapped = 1;
  }
}

uint32_t tidemark_scopeOpen(void) {
  TidemarkThread *thread = &tidemark_thread;
  if (!thread->block && !tidemark_threadEnter()) return TIDEMARK_SCOPE_UNATTRIBUTED;
  const void *task = tidemark_currentTask();
  uint32_t outer = task ? tidemark_taskCharge(task, UINT32_MAX) : thread->base;
  pthread_mutex_lock(&control);
  uint32_t scope = takeScope();
  if (scope) {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    bool nested = outer >= TIDEMARK_SCOPE_FIRST
      && tidemark_tables.scopes[outer].state == TidemarkScopeStateOpen;
    sum(scope, &tidemark_tables.bases[scope]);
    record->gauge = 0;
    record->peakLive = 0;
    record->peakQueued = 0;
    record->threadsLive = 0;
    record->threadsPeak = 0;
    record->parent = nested ? outer : TIDEMARK_SCOPE_UNATTRIBUTED;
    record->parentUse = nested ? tidemark_tables.scopes[outer].use : 0;
    record->nested = 0;
    if (nested) tidemark_tables.scopes[outer].nested += 1;
    record->overlapped = 0;
    record->use += 1;
    record->owner = (uint64_t)(uintptr_t)task;
    record->outer = outer;
    __atomic_store_n(&record->state, TidemarkScopeStateOpen, __ATOMIC_RELEASE);
    markOverlap(scope);
  } else {
    __atomic_fetch_add(&tidemark_tables.header->losses.scopes, 1, __ATOMIC_RELAXED);
  }
  pthread_mutex_unlock(&control);
  if (!scope) return scope;
  if (task) tidemark_taskCharge(task, TIDEMARK_SCOPE_HARNESS);
  else thread->base = TIDEMARK_SCOPE_HARNESS;
  tidemark_threadCharge(thread, TIDEMARK_SCOPE_HARNESS);
  return scope;
}

static void moveOwner(const TidemarkScopeRecord *record, uint32_t scope) {
  TidemarkThread *thread = &tidemark_thread;
  if (!thread->block && !tidemark_threadEnter()) return;
  if (record->owner) tidemark_taskCharge((const void *)(uintptr_t)record->owner, scope);
  else thread->base = scope;
  tidemark_threadCharge(thread, scope);
}

void tidemark_scopeEnter(uint32_t scope) {
  if (scope < TIDEMARK_SCOPE_FIRST) return;
  moveOwner(&tidemark_tables.scopes[scope], scope);
}

void tidemark_scopeLeave(uint32_t scope) {
  if (scope < TIDEMARK_SCOPE_FIRST) return;
  moveOwner(&tidemark_tables.scopes[scope], TIDEMARK_SCOPE_HARNESS);
}

void tidemark_scopeClose(uint32_t scope) {
  if (scope < TIDEMARK_SCOPE_FIRST) return;
  TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
  moveOwner(record, record->outer);
  pthread_mutex_lock(&control);
  __atomic_store_n(&record->state, TidemarkScopeStateClosed, __ATOMIC_RELEASE);
  pthread_mutex_unlock(&control);
}

#endif
