#include "CGoogleBenchmark.h"

#if defined(__linux__)
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Asked by the probe as the process starts: a program of benchmarks is timed without it, unless
/// the environment says otherwise. A test bundle, which checks counts, keeps it.
bool tidemark_startsOff(void) {
  static const char bundle[] = ".xctest";
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length < (ssize_t)sizeof bundle || getenv("TIDEMARK")) return false;
  return memcmp(path + length - (sizeof bundle - 1), bundle, sizeof bundle - 1) != 0;
}
#endif
