#if defined(__linux__)
#include <pthread.h>

#include "Probe.h"

TIDEMARK_OWN_CODE

uint32_t tidemark_scopeTags[TIDEMARK_SCOPE_LIMIT] = {
  [TIDEMARK_SCOPE_UNATTRIBUTED] = TIDEMARK_SCOPE_UNATTRIBUTED << TIDEMARK_TAG_SCOPE_SHIFT | 1,
  [TIDEMARK_SCOPE_HARNESS] = TIDEMARK_SCOPE_HARNESS << TIDEMARK_TAG_SCOPE_SHIFT | 1,
};

// Held by the harness while scopes are opened and closed, never by a hook.
static pthread_mutex_t control = PTHREAD_MUTEX_INITIALIZER;

static void raise(uint32_t *peak, uint32_t value) {
  uint32_t old = __atomic_load_n(peak, __ATOMIC_RELAXED);
  while (value > old
         && !__atomic_compare_exchange_n(
           peak, &old, value, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

void tidemark_gaugeRose(TidemarkScopeRecord *record, uint64_t now) {
  raise(&record->peakLive, (uint32_t)now);
  raise(&record->peakQueued, (uint32_t)(now >> 32));
}

void tidemark_threadWillStart(uint32_t scope, uint32_t live[TIDEMARK_PEAK_DEPTH]) {
  int level = 0;
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    uint32_t now = __atomic_add_fetch(&record->threadsLive, 1, __ATOMIC_RELEASE);
    if (level < TIDEMARK_PEAK_DEPTH) live[level++] = now;
    else raise(&record->threadsPeak, now);
    scope = tidemark_parentOf(record);
  } while (scope);
}

void tidemark_threadHasStarted(uint32_t scope, const uint32_t live[TIDEMARK_PEAK_DEPTH]) {
  int level = 0;
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    raise(&record->threadsPeak, live[level++]);
    scope = tidemark_parentOf(record);
  } while (scope && level < TIDEMARK_PEAK_DEPTH);
}

void tidemark_threadHasEnded(uint32_t scope) {
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    // Once nothing is left of it, the slot may be taken for other work and nested elsewhere.
    uint32_t parent = tidemark_parentOf(record);
    __atomic_sub_fetch(&record->threadsLive, 1, __ATOMIC_RELEASE);
    scope = parent;
  } while (scope);
}

bool tidemark_isBusy(const TidemarkScopeRecord *record) {
  // Tasks and threads of nested scopes are in this one's gauges too.
  return __atomic_load_n(&record->gauge, __ATOMIC_ACQUIRE) != 0
    || __atomic_load_n(&record->libraryLive, __ATOMIC_ACQUIRE) != 0
    || __atomic_load_n(&record->threadsLive, __ATOMIC_ACQUIRE) != 0;
}

/// A slot is free for new work once nothing can be charged to it any more, and once nothing that it
/// was nested in is still open, whose figures it is part of.
static bool isReusable(const TidemarkScopeRecord *record) {
  if (record->state == TidemarkScopeStateFree) return true;
  if (record->state != TidemarkScopeStateClosed) return false;
  if (record->use + 1 >= TIDEMARK_TAG_USE_LIMIT) return false;
  for (uint32_t outer = tidemark_parentOf(record); outer;
       outer = tidemark_parentOf(&tidemark_tables.scopes[outer]))
    if (tidemark_tables.scopes[outer].state == TidemarkScopeStateOpen) return false;
  return !tidemark_isBusy(record);
}

static uint32_t takeScope(void) {
  TidemarkTables *tables = &tidemark_tables;
  uint32_t used = tables->header->scopesUsed;
  for (uint32_t scope = TIDEMARK_SCOPE_FIRST; scope < used; scope++)
    if (isReusable(&tables->scopes[scope])) return scope;
  if (used >= TIDEMARK_SCOPE_LIMIT) return TIDEMARK_SCOPE_UNATTRIBUTED;
  __atomic_store_n(&tables->header->scopesUsed, used + 1, __ATOMIC_RELEASE);
  return used;
}

/// Notes what a slot's counters stand at: they are never reset, so nobody has to stop counting.
static void noteBase(uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  TidemarkBlock base = {{0}};
  uint32_t used = __atomic_load_n(&tables->header->threadsUsed, __ATOMIC_ACQUIRE);
  for (uint32_t slot = 0; slot < used && slot < TIDEMARK_THREAD_LIMIT; slot++) {
    uint32_t block = __atomic_load_n(
      &tables->blockIndex[(uint64_t)slot * TIDEMARK_SCOPE_LIMIT + scope], __ATOMIC_ACQUIRE);
    if (!block) continue;
    for (int counter = 0; counter < TidemarkCounterCount; counter++)
      base.values[counter] +=
        __atomic_load_n(&tables->blocks[block].values[counter], __ATOMIC_RELAXED);
  }
  tables->bases[scope] = base;
}

static bool isAround(uint32_t outer, uint32_t inner) {
  for (; inner; inner = tidemark_parentOf(&tidemark_tables.scopes[inner]))
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
    record->gauge = 0;
    record->peakLive = 0;
    record->peakQueued = 0;
    record->threadsLive = 0;
    record->threadsPeak = 0;
    record->parent = nested ? outer : TIDEMARK_SCOPE_UNATTRIBUTED;
    record->parentUse = nested ? tidemark_tables.scopes[outer].use : 0;
    record->overlapped = 0;
    record->hasNested = 0;
    if (nested) tidemark_tables.scopes[outer].hasNested = 1;
    record->use += 1;
    record->owner = (uint64_t)(uintptr_t)task;
    record->outer = outer;
    record->thread = task ? 0 : thread->record->tid;
    // From here on what earlier work left behind can be freed without being taken for this one's.
    __atomic_store_n(
      &tidemark_scopeTags[scope], scope << TIDEMARK_TAG_SCOPE_SHIFT | record->use, __ATOMIC_RELEASE);
    noteBase(scope);
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

/// Charges the owner of a scope to another one, if it is the one who asks.
///
/// Anybody may close a scope; its owner may be gone by then.
static void moveOwner(const TidemarkScopeRecord *record, uint32_t scope) {
  TidemarkThread *thread = &tidemark_thread;
  if (!thread->block && !tidemark_threadEnter()) return;
  const void *task = tidemark_currentTask();
  if ((uint64_t)(uintptr_t)task != record->owner) return;
  if (task) {
    tidemark_taskCharge(task, scope);
  } else {
    if (thread->record->tid != record->thread) return;
    thread->base = scope;
  }
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

void tidemark_scopeReturn(uint32_t scope) {
  if (scope < TIDEMARK_SCOPE_FIRST) return;
  const TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
  moveOwner(record, record->outer);
}

void tidemark_scopeClose(uint32_t scope) {
  // In a forked child the scope was opened by its parent, which may have held the lock.
  if (scope < TIDEMARK_SCOPE_FIRST || tidemark_isOff) return;
  TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
  pthread_mutex_lock(&control);
  __atomic_store_n(&record->state, TidemarkScopeStateClosed, __ATOMIC_RELEASE);
  pthread_mutex_unlock(&control);
}

TIDEMARK_OWN_CODE_END

#endif
