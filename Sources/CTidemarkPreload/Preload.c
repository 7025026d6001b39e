#if defined(__linux__)
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "CTidemarkAgent.h"
#include "CTidemarkPreload.h"
#include "CTidemarkProbe.h"

/// Shows the process as soon as it runs; it goes on without being seen when that fails.
__attribute__((constructor(105))) static void start(void) {
  if (!tidemark_showsLedger()) return;
  TidemarkPublication publication = tidemark_publish();
  if (publication.status == TidemarkPublishDone) return;
  fprintf(
    stderr, "tidemark: the process can't be watched: %s: %s\n", publication.path,
    strerror(publication.error));
}

#endif
