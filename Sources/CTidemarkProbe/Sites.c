#if defined(__linux__)
#include "Probe.h"

TIDEMARK_OWN_CODE

bool tidemark_wantsSites;
uint32_t tidemark_heapCare = TidemarkHeapCareChunks;

void tidemark_askForSites(bool wanted) {
  if (wanted) __atomic_fetch_or(&tidemark_heapCare, TidemarkHeapCareSites, __ATOMIC_RELEASE);
  __atomic_store_n(&tidemark_wantsSites, wanted, __ATOMIC_RELEASE);
}

static uint64_t mix(uint64_t hash, uint64_t value) {
  hash ^= value;
  hash *= UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ (hash >> 29);
}

/// Puts a new record into the list of its scope, along which it is read and given up.
static void enlist(TidemarkSiteRecord *site, uint32_t scope) {
  uint32_t *list = &tidemark_tables.siteLists[scope];
  uint32_t first = __atomic_load_n(list, __ATOMIC_RELAXED);
  do site->next = first;
  while (!__atomic_compare_exchange_n(
    list, &first, (uint32_t)(site - tidemark_tables.sites) + 1, true, __ATOMIC_RELEASE,
    __ATOMIC_RELAXED));
}

/// Returns the record of a call stack after counting it, or null when there is no room.
static TidemarkSiteRecord *addSite(
  uint32_t scope, TidemarkSiteKind kind, uint64_t bytes, const uint64_t *stack) {
  TidemarkTables *tables = &tidemark_tables;
  uint32_t use = tables->scopes[scope].use;
  // A call that creates a task allocates on the same stack, and scopes and kinds are small numbers:
  // they must not meet in the same bits, or two of them are counted as one.
  uint64_t hash = mix((uint64_t)use << 32 | (uint64_t)scope << 8 | kind, 0);
  for (int index = 0; index < TIDEMARK_SITE_DEPTH; index++) hash = mix(hash, stack[index]);
  if (!hash) hash = 1;
  for (uint32_t probe = 0; probe < 64; probe++) {
    TidemarkSiteRecord *site = &tables->sites[(hash + probe) % TIDEMARK_SITE_LIMIT];
    uint64_t found = __atomic_load_n(&site->hash, __ATOMIC_ACQUIRE);
    if (found == 0
        && __atomic_compare_exchange_n(
          &site->hash, &found, hash, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      // A reader looks only when the scope is at rest, so the rest may follow the hash.
      site->use = use;
      site->kind = kind;
      __atomic_store_n(&site->scope, scope, __ATOMIC_RELEASE);
      for (int index = 0; index < TIDEMARK_SITE_DEPTH; index++) site->stack[index] = stack[index];
      enlist(site, scope);
      found = hash;
    }
    if (found != hash) continue;
    __atomic_fetch_add(&site->count, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&site->bytes, bytes, __ATOMIC_RELAXED);
    return site;
  }
  __atomic_fetch_add(&tables->header->losses.sites, 1, __ATOMIC_RELAXED);
  return NULL;
}

void tidemark_addSite(
  uint32_t scope, TidemarkSiteKind kind, uint64_t bytes, const uint64_t *stack) {
  if (scope >= TIDEMARK_SCOPE_FIRST) addSite(scope, kind, bytes, stack);
}

void tidemark_forgetSites(uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  if (!tidemark_wantsSites || !tables->sites || scope < TIDEMARK_SCOPE_FIRST) return;
  // What is left of the work goes on counting in its records, which are not given to others then.
  if (tidemark_isBusy(&tables->scopes[scope])) return;
  uint32_t next = __atomic_exchange_n(&tables->siteLists[scope], 0, __ATOMIC_ACQUIRE);
  while (next) {
    TidemarkSiteRecord *site = &tables->sites[next - 1];
    next = site->next;
    __atomic_store_n(&site->count, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&site->bytes, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&site->live, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&site->liveBytes, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&site->liveObjects, 0, __ATOMIC_RELAXED);
    // The next owner takes the record before it names itself, and must not be taken for this one.
    __atomic_store_n(&site->scope, 0, __ATOMIC_RELAXED);
    // A site further along may then get a second record, which readers add up with the first.
    __atomic_store_n(&site->hash, 0, __ATOMIC_RELEASE);
  }
}

uint32_t tidemark_addAllocation(uint64_t bytes, uint64_t held) {
  uint32_t scope = tidemark_thread.scope;
  if (!tidemark_wantsSites || scope < TIDEMARK_SCOPE_FIRST) return 0;
  uint64_t stack[TIDEMARK_SITE_DEPTH];
  bool library;
  tidemark_walk(__builtin_frame_address(0), stack, TIDEMARK_SITE_DEPTH, &library);
  TidemarkSiteRecord *site = addSite(scope, TidemarkSiteKindAllocation, bytes, stack);
  if (!site) return 0;
  __atomic_fetch_add(&site->live, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&site->liveBytes, held, __ATOMIC_RELAXED);
  return (uint32_t)(site - tidemark_tables.sites) + 1;
}

/// Returns the record that a block was counted in, or null when it is other work's by now.
static TidemarkSiteRecord *siteOf(uint32_t tag, uint32_t site) {
  if (!site) return NULL;
  TidemarkSiteRecord *record = &tidemark_tables.sites[site - 1];
  uint32_t own = tag >> TIDEMARK_TAG_SCOPE_SHIFT;
  uint32_t scope = __atomic_load_n(&record->scope, __ATOMIC_ACQUIRE);
  // Another thread may have taken the record for the same call stack and not have filled it in yet.
  if (!scope) return __atomic_load_n(&record->hash, __ATOMIC_ACQUIRE) ? record : NULL;
  return scope == own && record->use == (tag & (TIDEMARK_TAG_USE_LIMIT - 1)) ? record : NULL;
}

void tidemark_markSite(uint32_t tag, uint32_t site) {
  TidemarkSiteRecord *record = siteOf(tag, site);
  if (record) __atomic_fetch_add(&record->liveObjects, 1, __ATOMIC_RELAXED);
}

static void moveLive(uint32_t tag, uint32_t site, uint64_t blocks, uint64_t bytes) {
  TidemarkSiteRecord *record = siteOf(tag, site);
  if (!record) return;
  __atomic_fetch_add(&record->live, blocks, __ATOMIC_RELAXED);
  __atomic_fetch_add(&record->liveBytes, bytes, __ATOMIC_RELAXED);
  if (tag & TIDEMARK_TAG_OBJECT) __atomic_fetch_add(&record->liveObjects, blocks, __ATOMIC_RELAXED);
}

void tidemark_addFree(uint32_t tag, uint32_t site, uint64_t held) {
  moveLive(tag, site, (uint64_t)-1, (uint64_t)-(int64_t)held);
}

void tidemark_takeBackFree(uint32_t tag, uint32_t site, uint64_t held) {
  moveLive(tag, site, 1, held);
}

TIDEMARK_OWN_CODE_END

#endif
