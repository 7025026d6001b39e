#include "Engine.h"

#if TIDEMARK_ENGINE

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

namespace {

/// A benchmark of the engine whose body is a C function.
class Family final : public benchmark::internal::Benchmark {
 public:
  Family(const char *name, TidemarkRunFunction *run, void *context)
      : Benchmark(name), run(run), context(context) {}
  void Run(benchmark::State &state) override { run(context, wrap(&state)); }

 private:
  TidemarkRunFunction *run;
  void *context;
};

benchmark::internal::Benchmark *engine(TidemarkFamily *family) {
  return reinterpret_cast<benchmark::internal::Benchmark *>(family);
}

std::mutex lock;

/// Plain functions for the engine, each of which calls a C function with its context.
///
/// - Template parameters:
///   - Target: the C function's type.
///   - Result, Input: what the engine's own function type returns and takes.
template <typename Target, typename Result, typename... Input>
class Places {
 public:
  using Plain = Result (*)(Input...);

  /// Returns a function that was not given out yet, or null when all were.
  static Plain take(Target *function, void *context) {
    std::lock_guard<std::mutex> guard(lock);
    if (used == TIDEMARK_CALLBACK_LIMIT) return nullptr;
    targets[used] = {function, context};
    return plain(used++, std::make_integer_sequence<int, TIDEMARK_CALLBACK_LIMIT>());
  }

  static void forget() {
    std::lock_guard<std::mutex> guard(lock);
    used = 0;
  }

 private:
  struct Entry {
    Target *function;
    void *context;
  };

  template <int index>
  static Result call(Input... input) {
    return invoke(targets[index].function, targets[index].context, input...);
  }

  template <int... indices>
  static Plain plain(int index, std::integer_sequence<int, indices...>) {
    static constexpr Plain all[] = {&call<indices>...};
    return all[index];
  }

  static void invoke(TidemarkStateFunction *function, void *context, const benchmark::State &state) {
    function(context, wrap(&state));
  }
  static double invoke(
    TidemarkStatisticFunction *function, void *context, const std::vector<double> &values) {
    return function(context, values.data(), values.size());
  }
  static double invoke(
    TidemarkComplexityFunction *function, void *context, benchmark::IterationCount size) {
    return function(context, size);
  }

  static inline std::array<Entry, TIDEMARK_CALLBACK_LIMIT> targets;
  static inline int used = 0;
};

using SetUps = Places<TidemarkStateFunction, void, const benchmark::State &>;
using Statistics = Places<TidemarkStatisticFunction, double, const std::vector<double> &>;
using Complexities = Places<TidemarkComplexityFunction, double, benchmark::IterationCount>;

}  // namespace

void tidemark_forgetBenchmarks(void) {
  benchmark::ClearRegisteredBenchmarks();
  SetUps::forget();
  Statistics::forget();
  Complexities::forget();
}

TidemarkFamily *tidemark_register(const char *name, TidemarkRunFunction *run, void *context) {
  return reinterpret_cast<TidemarkFamily *>(
    benchmark::internal::RegisterBenchmarkInternal(new Family(name, run, context)));
}

void tidemark_familyArguments(TidemarkFamily *family, const int64_t *values, size_t count) {
  engine(family)->Args(std::vector<int64_t>(values, values + count));
}

void tidemark_familyRangeMultiplier(TidemarkFamily *family, int multiplier) {
  engine(family)->RangeMultiplier(multiplier);
}

void tidemark_familyRange(TidemarkFamily *family, int64_t low, int64_t high) {
  engine(family)->Range(low, high);
}

void tidemark_familyDenseRange(TidemarkFamily *family, int64_t low, int64_t high, int step) {
  engine(family)->DenseRange(low, high, step);
}

void tidemark_familyProduct(
  TidemarkFamily *family, const int64_t *values, const size_t *counts, size_t lists) {
  std::vector<std::vector<int64_t>> product;
  for (size_t list = 0; list < lists; list++) {
    product.emplace_back(values, values + counts[list]);
    values += counts[list];
  }
  engine(family)->ArgsProduct(product);
}

void tidemark_familyRanges(
  TidemarkFamily *family, const int64_t *lows, const int64_t *highs, size_t count) {
  std::vector<std::pair<int64_t, int64_t>> ranges;
  for (size_t index = 0; index < count; index++) ranges.emplace_back(lows[index], highs[index]);
  engine(family)->Ranges(ranges);
}

void tidemark_familyArgumentNames(TidemarkFamily *family, const char *const *names, size_t count) {
  engine(family)->ArgNames(std::vector<std::string>(names, names + count));
}

void tidemark_familyThreads(TidemarkFamily *family, int count) { engine(family)->Threads(count); }

void tidemark_familyThreadRange(TidemarkFamily *family, int low, int high) {
  engine(family)->ThreadRange(low, high);
}

void tidemark_familyThreadsPerCore(TidemarkFamily *family) { engine(family)->ThreadPerCpu(); }

void tidemark_familyIterations(TidemarkFamily *family, int64_t count) {
  engine(family)->Iterations(count);
}

void tidemark_familyMinimumTime(TidemarkFamily *family, double seconds) {
  engine(family)->MinTime(seconds);
}

void tidemark_familyWarmUp(TidemarkFamily *family, double seconds) {
  engine(family)->MinWarmUpTime(seconds);
}

void tidemark_familyRepetitions(TidemarkFamily *family, int count) {
  engine(family)->Repetitions(count);
}

void tidemark_familyAggregatesOnly(TidemarkFamily *family) {
  engine(family)->ReportAggregatesOnly();
}

void tidemark_familyDisplayAggregatesOnly(TidemarkFamily *family) {
  engine(family)->DisplayAggregatesOnly();
}

void tidemark_familyRealTime(TidemarkFamily *family) { engine(family)->UseRealTime(); }

void tidemark_familyManualTime(TidemarkFamily *family) { engine(family)->UseManualTime(); }

void tidemark_familyProcessTime(TidemarkFamily *family) {
  engine(family)->MeasureProcessCPUTime();
}

void tidemark_familyUnit(TidemarkFamily *family, TidemarkTimeUnit unit) {
  static constexpr benchmark::TimeUnit units[] = {
    benchmark::kNanosecond, benchmark::kMicrosecond, benchmark::kMillisecond, benchmark::kSecond};
  engine(family)->Unit(units[unit]);
}

void tidemark_familyComplexity(TidemarkFamily *family, TidemarkComplexity complexity) {
  static constexpr benchmark::BigO orders[] = {
    benchmark::oNone, benchmark::o1, benchmark::oN, benchmark::oNSquared, benchmark::oNCubed,
    benchmark::oLogN, benchmark::oNLogN, benchmark::oAuto};
  engine(family)->Complexity(orders[complexity]);
}

bool tidemark_familyComplexityFunction(
  TidemarkFamily *family, TidemarkComplexityFunction *function, void *context) {
  auto plain = Complexities::take(function, context);
  if (plain) engine(family)->Complexity(plain);
  return plain != nullptr;
}

bool tidemark_familyStatistic(
  TidemarkFamily *family, const char *name, bool isRatio, TidemarkStatisticFunction *function,
  void *context) {
  auto plain = Statistics::take(function, context);
  if (plain)
    engine(family)->ComputeStatistics(
      name, plain, isRatio ? benchmark::kPercentage : benchmark::kTime);
  return plain != nullptr;
}

bool tidemark_familySetUp(TidemarkFamily *family, TidemarkStateFunction *function, void *context) {
  auto plain = SetUps::take(function, context);
  if (plain) engine(family)->Setup(plain);
  return plain != nullptr;
}

bool tidemark_familyTearDown(
  TidemarkFamily *family, TidemarkStateFunction *function, void *context) {
  auto plain = SetUps::take(function, context);
  if (plain) engine(family)->Teardown(plain);
  return plain != nullptr;
}

#endif
