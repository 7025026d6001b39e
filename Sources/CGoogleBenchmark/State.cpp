#include "Engine.h"

#if TIDEMARK_ENGINE

int64_t tidemark_stateBegin(TidemarkState *state) {
  // All iterations are one batch, so that counting them down stays on the caller's side.
  benchmark::State *engine = unwrap(state);
  return engine->KeepRunningBatch(engine->max_iterations) ? engine->max_iterations : 0;
}

void tidemark_stateEnd(TidemarkState *state) {
  benchmark::State *engine = unwrap(state);
  engine->KeepRunningBatch(engine->max_iterations);
}

void tidemark_statePause(TidemarkState *state) { unwrap(state)->PauseTiming(); }
void tidemark_stateResume(TidemarkState *state) { unwrap(state)->ResumeTiming(); }

void tidemark_stateSkip(TidemarkState *state, const char *message) {
  unwrap(state)->SkipWithError(message);
}

bool tidemark_stateIsSkipped(const TidemarkState *state) { return unwrap(state)->error_occurred(); }

void tidemark_stateSetIterationTime(TidemarkState *state, double seconds) {
  unwrap(state)->SetIterationTime(seconds);
}

int64_t tidemark_stateIterations(const TidemarkState *state) {
  return unwrap(state)->max_iterations;
}

int64_t tidemark_stateArgument(const TidemarkState *state, size_t index) {
  return unwrap(state)->range(index);
}

int tidemark_stateThread(const TidemarkState *state) { return unwrap(state)->thread_index(); }
int tidemark_stateThreads(const TidemarkState *state) { return unwrap(state)->threads(); }

void tidemark_stateSetItems(TidemarkState *state, int64_t count) {
  unwrap(state)->SetItemsProcessed(count);
}

void tidemark_stateSetBytes(TidemarkState *state, int64_t count) {
  unwrap(state)->SetBytesProcessed(count);
}

void tidemark_stateSetLabel(TidemarkState *state, const char *label) {
  unwrap(state)->SetLabel(label);
}

void tidemark_stateSetComplexitySize(TidemarkState *state, int64_t size) {
  unwrap(state)->SetComplexityN(size);
}

void tidemark_stateSetCounter(
  TidemarkState *state, const char *name, double value, uint32_t flags) {
  using benchmark::Counter;
  int known = Counter::kDefaults;
  if (flags & TidemarkCounterFlagRate) known |= Counter::kIsRate;
  if (flags & TidemarkCounterFlagPerThread) known |= Counter::kAvgThreads;
  if (flags & TidemarkCounterFlagPerIteration) known |= Counter::kAvgIterations;
  if (flags & TidemarkCounterFlagTimesIterations) known |= Counter::kIsIterationInvariant;
  if (flags & TidemarkCounterFlagInverted) known |= Counter::kInvert;
  unwrap(state)->counters[name] = Counter(
    value, static_cast<Counter::Flags>(known),
    flags & TidemarkCounterFlagBinary ? Counter::kIs1024 : Counter::kIs1000);
}

#endif
