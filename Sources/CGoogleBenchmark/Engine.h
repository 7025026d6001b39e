#ifndef TIDEMARK_ENGINE_H
#define TIDEMARK_ENGINE_H

#include "CGoogleBenchmark.h"

// The engine is there only where the package's trait asks for it.
#if defined(TIDEMARK_GOOGLE_BENCHMARK)
#if !__has_include(<benchmark/benchmark.h>)
#error "Google Benchmark is not installed; on Debian and Ubuntu: apt-get install libbenchmark-dev"
#endif
#define TIDEMARK_ENGINE 1
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

inline benchmark::State *unwrap(TidemarkState *state) {
  return reinterpret_cast<benchmark::State *>(state);
}
inline const benchmark::State *unwrap(const TidemarkState *state) {
  return reinterpret_cast<const benchmark::State *>(state);
}
inline TidemarkState *wrap(benchmark::State *state) {
  return reinterpret_cast<TidemarkState *>(state);
}
inline const TidemarkState *wrap(const benchmark::State *state) {
  return reinterpret_cast<const TidemarkState *>(state);
}
#endif

#endif
