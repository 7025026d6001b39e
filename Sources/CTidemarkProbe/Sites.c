#if defined(__linux__)
#include "Probe.h"

TIDEMARK_OWN_CODE

bool tidemark_wantsSites;

void tidemark_askForSites(bool wanted) {
  __atomic_store_n(&tidemark_wantsSites, wanted, __ATOMIC_RELEASE);
}

static uint64_t mix(uint64_t hash, uint64_t value) {
  hash ^= value;
  hash *= UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ (hash >> 29);
}

void tidemark_addSite(
  uint32_t scope, TidemarkSiteKind kind, uint64_t bytes, const uint64_t *stack) {
  if (scope < TIDEMARK_SCOPE_FIRST) return;
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
      site->scope = scope;
      site->use = use;
      site->kind = kind;
      for (int index = 0; index < TIDEMARK_SITE_DEPTH; index++) site->stack[index] = stack[index];
      found = hash;
    }
    if (found != hash) continue;
    __atomic_fetch_add(&site->count, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&site->bytes, bytes, __ATOMIC_RELAXED);
    return;
  }
  __atomic_fetch_add(&tables->header->losses.sites, 1, __ATOMIC_RELAXED);
}

void tidemark_forgetSites(uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  if (!tidemark_wantsSites || !tables->sites || scope < TIDEMARK_SCOPE_FIRST) return;
  for (uint32_t index = 0; index < TIDEMARK_SITE_LIMIT; index++) {
    TidemarkSiteRecord *site = &tables->sites[index];
    uint64_t hash = __atomic_load_n(&site->hash, __ATOMIC_ACQUIRE);
    if (!hash || site->scope != scope) continue;
    __atomic_store_n(&site->count, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&site->bytes, 0, __ATOMIC_RELAXED);
    // The next owner takes the record before it names itself, and must not be taken for this one.
    __atomic_store_n(&site->scope, 0, __ATOMIC_RELAXED);
    // A site further along may then get a second record, which readers add up with the first.
    __atomic_store_n(&site->hash, 0, __ATOMIC_RELEASE);
  }
}

void tidemark_addAllocation(uint64_t bytes) {
  uint32_t scope = tidemark_thread.scope;
  if (scope < TIDEMARK_SCOPE_FIRST) return;
  uint64_t stack[TIDEMARK_SITE_DEPTH];
  bool library;
  tidemark_walk(__builtin_frame_address(0), stack, TIDEMARK_SITE_DEPTH, &library);
  tidemark_addSite(scope, TidemarkSiteKindAllocation, bytes, stack);
}

TIDEMARK_OWN_CODE_END

#endif
