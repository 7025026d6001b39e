#if defined(__linux__)
#include "Watch.h"

TIDEMARK_OWN_CODE

_Static_assert(
  TIDEMARK_PLACE_DEPTH == TIDEMARK_CREATION_DEPTH, "a place has room for all that is known of a creation");

/// After how many places that others have taken there is taken to be no room.
#define PROBES 16

static void fill(TidemarkPlace *place, const uint64_t *addresses) {
  for (int index = 0; index < TIDEMARK_PLACE_DEPTH; index++)
    __atomic_store_n(&place->addresses[index], addresses[index], __ATOMIC_RELAXED);
  __atomic_store_n(&place->isWhole, 1, __ATOMIC_RELEASE);
}

uint64_t tidemark_place(const uint64_t addresses[TIDEMARK_PLACE_DEPTH]) {
  if (!addresses[0]) return 0;
  uint64_t hash = 0;
  for (int index = 0; index < TIDEMARK_PLACE_DEPTH; index++) {
    hash = (hash ^ addresses[index]) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 29;
  }
  if (!hash) hash = 1;
  for (uint32_t probe = 0; probe < PROBES; probe++) {
    uint32_t index = ((uint32_t)hash + probe) % TIDEMARK_PLACE_LIMIT;
    TidemarkPlace *place = &tidemark_tables.places[index];
    uint64_t found = __atomic_load_n(&place->hash, __ATOMIC_ACQUIRE);
    if (!found)
      __atomic_compare_exchange_n(
        &place->hash, &found, hash, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    if (found && found != hash) continue;
    // Whoever comes while another thread is at it writes the same, so that no event names half a place.
    if (unlikely(!__atomic_load_n(&place->isWhole, __ATOMIC_ACQUIRE))) fill(place, addresses);
    return index + 1;
  }
  __atomic_fetch_add(&tidemark_tables.header->losses.places, 1, __ATOMIC_RELAXED);
  return addresses[0];
}

TIDEMARK_OWN_CODE_END

#endif
