#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include <stdlib.h>

#include "CTidemarkAgent.h"

bool tidemark_showsLedger(void) { return true; }

const char *tidemark_givenToken(void) {
#if defined(__linux__)
  return secure_getenv("TIDEMARK_TOKEN");
#else
  return getenv("TIDEMARK_TOKEN");
#endif
}
