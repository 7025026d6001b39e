#ifndef CGOOGLEBENCHMARK_H
#define CGOOGLEBENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Google Benchmark as seen from C: benchmarks are registered as a function with a context, and
/// every object of the engine is an opaque handle.
///
/// The engine ends the process on arguments that make no sense, so its callers check them first.

#if defined(__cplusplus)
extern "C" {
#endif

/// A registered benchmark; the engine owns it.
typedef struct TidemarkFamily TidemarkFamily;
/// One thread's run of a benchmark, valid while its function is called.
typedef struct TidemarkState TidemarkState;

typedef void TidemarkRunFunction(void *_Nullable context, TidemarkState *_Nonnull state);
typedef void TidemarkStateFunction(void *_Nullable context, const TidemarkState *_Nonnull state);
typedef double TidemarkStatisticFunction(
  void *_Nullable context, const double *_Nonnull values, size_t count);
typedef double TidemarkComplexityFunction(void *_Nullable context, int64_t size);

/// How many functions of each kind the engine can call back: it takes plain functions for set-up,
/// tear-down, statistics and complexity, so each of them needs a place of its own.
#define TIDEMARK_CALLBACK_LIMIT 256

// MARK: Registering

/// Forgets every benchmark and callback that was registered.
void tidemark_forgetBenchmarks(void);

/// Registers a benchmark, whose function is called on each of its threads for each run.
TidemarkFamily *_Nonnull tidemark_register(
  const char *_Nonnull name, TidemarkRunFunction *_Nonnull run, void *_Nullable context);

// The functions on a family add to its description before it is run; none of them checks what the
// engine would end the process on. Times are in seconds.

/// One combination of values, one for each argument.
void tidemark_familyArguments(
  TidemarkFamily *_Nonnull family, const int64_t *_Nonnull values, size_t count);
/// By how much the values of the ranges that follow grow; at least 2.
void tidemark_familyRangeMultiplier(TidemarkFamily *_Nonnull family, int multiplier);
/// One argument: both ends, and the powers of the multiplier between them.
void tidemark_familyRange(TidemarkFamily *_Nonnull family, int64_t low, int64_t high);
/// One argument in steps of the same size.
void tidemark_familyDenseRange(
  TidemarkFamily *_Nonnull family, int64_t low, int64_t high, int step);
/// All combinations of values: `counts[i]` of them for argument `i`, one list after the other.
void tidemark_familyProduct(
  TidemarkFamily *_Nonnull family, const int64_t *_Nonnull values, const size_t *_Nonnull counts,
  size_t lists);
/// All combinations of ranges.
void tidemark_familyRanges(
  TidemarkFamily *_Nonnull family, const int64_t *_Nonnull lows, const int64_t *_Nonnull highs,
  size_t count);
/// Names of arguments, which stand before their values.
void tidemark_familyArgumentNames(
  TidemarkFamily *_Nonnull family, const char *_Nonnull const *_Nonnull names, size_t count);

/// Adds a number of threads that each run it at the same time.
void tidemark_familyThreads(TidemarkFamily *_Nonnull family, int count);
/// Adds both ends and the powers of two between them.
void tidemark_familyThreadRange(TidemarkFamily *_Nonnull family, int low, int high);
/// Adds as many threads as there are processors.
void tidemark_familyThreadsPerCore(TidemarkFamily *_Nonnull family);

/// Fixes the number of iterations; excludes a minimum time and a warm-up.
void tidemark_familyIterations(TidemarkFamily *_Nonnull family, int64_t count);
/// How long the iterations of a run take at least.
void tidemark_familyMinimumTime(TidemarkFamily *_Nonnull family, double seconds);
/// How long to run before measuring; the engine leaves it out without a minimum time.
void tidemark_familyWarmUp(TidemarkFamily *_Nonnull family, double seconds);
/// How often a run is repeated.
void tidemark_familyRepetitions(TidemarkFamily *_Nonnull family, int count);
/// Leaves single repetitions out of all reports.
void tidemark_familyAggregatesOnly(TidemarkFamily *_Nonnull family);
/// Leaves single repetitions out of the display.
void tidemark_familyDisplayAggregatesOnly(TidemarkFamily *_Nonnull family);
/// Finds the number of iterations by the time on the clock.
void tidemark_familyRealTime(TidemarkFamily *_Nonnull family);
/// Finds it by the times that the function states.
void tidemark_familyManualTime(TidemarkFamily *_Nonnull family);
/// Measures the processor time of the process instead of the thread's.
void tidemark_familyProcessTime(TidemarkFamily *_Nonnull family);

typedef enum TidemarkTimeUnit {
  TidemarkTimeUnitNanosecond = 0,
  TidemarkTimeUnitMicrosecond,
  TidemarkTimeUnitMillisecond,
  TidemarkTimeUnitSecond
} TidemarkTimeUnit;

/// The unit that times are printed in.
void tidemark_familyUnit(TidemarkFamily *_Nonnull family, TidemarkTimeUnit unit);

typedef enum TidemarkComplexity {
  TidemarkComplexityNone = 0,
  TidemarkComplexityConstant,
  TidemarkComplexityLinear,
  TidemarkComplexitySquare,
  TidemarkComplexityCube,
  TidemarkComplexityLogarithmic,
  TidemarkComplexityLinearLogarithmic,
  TidemarkComplexityAutomatic
} TidemarkComplexity;

/// Fits how the time grows; the engine crashes when every run of the family is skipped.
void tidemark_familyComplexity(TidemarkFamily *_Nonnull family, TidemarkComplexity complexity);

// Each of these returns false when there is no place for another function of its kind.
bool tidemark_familyComplexityFunction(
  TidemarkFamily *_Nonnull family, TidemarkComplexityFunction *_Nonnull function,
  void *_Nullable context);
bool tidemark_familyStatistic(
  TidemarkFamily *_Nonnull family, const char *_Nonnull name, bool isRatio,
  TidemarkStatisticFunction *_Nonnull function, void *_Nullable context);
bool tidemark_familySetUp(
  TidemarkFamily *_Nonnull family, TidemarkStateFunction *_Nonnull function,
  void *_Nullable context);
bool tidemark_familyTearDown(
  TidemarkFamily *_Nonnull family, TidemarkStateFunction *_Nonnull function,
  void *_Nullable context);

// MARK: Inside a run

/// Starts the clock and returns how many iterations there are; 0 when the run was skipped, and then
/// it is over already.
int64_t tidemark_stateBegin(TidemarkState *_Nonnull state);
/// Stops the clock after the last iteration, or after the run was skipped.
void tidemark_stateEnd(TidemarkState *_Nonnull state);
/// Stops the clock, which has to run.
void tidemark_statePause(TidemarkState *_Nonnull state);
/// Starts it again.
void tidemark_stateResume(TidemarkState *_Nonnull state);
/// Gives the run up; the message is copied.
void tidemark_stateSkip(TidemarkState *_Nonnull state, const char *_Nonnull message);
/// Whether this thread has given the run up.
bool tidemark_stateIsSkipped(const TidemarkState *_Nonnull state);
/// States how long an iteration took, in seconds.
void tidemark_stateSetIterationTime(TidemarkState *_Nonnull state, double seconds);
/// How many iterations the run makes.
int64_t tidemark_stateIterations(const TidemarkState *_Nonnull state);
/// The value of an argument that there has to be.
int64_t tidemark_stateArgument(const TidemarkState *_Nonnull state, size_t index);
/// The number of the thread, from 0.
int tidemark_stateThread(const TidemarkState *_Nonnull state);
/// How many threads make the run.
int tidemark_stateThreads(const TidemarkState *_Nonnull state);
/// How many items, or bytes, all iterations of this thread processed.
void tidemark_stateSetItems(TidemarkState *_Nonnull state, int64_t count);
void tidemark_stateSetBytes(TidemarkState *_Nonnull state, int64_t count);
/// The text behind the figures; it is copied.
void tidemark_stateSetLabel(TidemarkState *_Nonnull state, const char *_Nonnull label);
/// The size that is fitted against; the engine adds up what the threads say.
void tidemark_stateSetComplexitySize(TidemarkState *_Nonnull state, int64_t size);

/// How the engine reports a counter; bits that add up.
typedef enum TidemarkCounterFlag {
  TidemarkCounterFlagRate = 1 << 0,
  TidemarkCounterFlagPerThread = 1 << 1,
  TidemarkCounterFlagPerIteration = 1 << 2,
  TidemarkCounterFlagTimesIterations = 1 << 3,
  TidemarkCounterFlagInverted = 1 << 4,
  TidemarkCounterFlagBinary = 1 << 5
} TidemarkCounterFlag;

void tidemark_stateSetCounter(
  TidemarkState *_Nonnull state, const char *_Nonnull name, double value, uint32_t flags);

// MARK: Running

/// A counter as it was reported.
typedef struct TidemarkReportedCounter {
  const char *_Nonnull name;
  double value;
} TidemarkReportedCounter;

/// One line of the engine's report, valid while the function that gets it is called.
typedef struct TidemarkReportedRun {
  const char *_Nonnull name;
  /// Empty, or the statistic that the line holds.
  const char *_Nonnull aggregate;
  const char *_Nonnull label;
  /// Why the run was skipped, or null.
  const char *_Nullable error;
  int64_t iterations;
  int64_t repetition;
  int64_t threads;
  /// Seconds for an iteration; complexity fits have their coefficient here, ratios are plain.
  double realTime;
  double processorTime;
  const TidemarkReportedCounter *_Nonnull counters;
  size_t counterCount;
} TidemarkReportedRun;

typedef void TidemarkReportFunction(
  void *_Nullable context, const TidemarkReportedRun *_Nonnull run);

/// Takes the engine's flags out of the arguments; ends the process on one that makes no sense.
void tidemark_initializeEngine(int *_Nonnull count, char *_Nullable *_Nonnull arguments);
void tidemark_addContext(const char *_Nonnull key, const char *_Nonnull value);
/// Overrides the filter of the arguments: a regular expression.
void tidemark_setFilter(const char *_Nonnull filter);

/// Runs the benchmarks that the filter chooses and reports them as the flags say.
///
/// - Parameters:
///   - isQuiet: Whether to leave out the display.
///   - report: What gets each line as well.
/// - Returns: Whether the filter could be read. One that chooses nothing can.
bool tidemark_runBenchmarks(
  bool isQuiet, TidemarkReportFunction *_Nullable report, void *_Nullable context);

// MARK: Against the optimizer

/// Makes the optimizer believe that the value is read, and all memory read and written.
static inline void tidemark_use(const void *_Nonnull value) {
  __asm__ volatile("" : : "r"(value) : "memory");
}

#if defined(__cplusplus)
}
#endif

#endif
