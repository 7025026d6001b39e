#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <unistd.h>

// How much work `decode` does; scripts change these two lines.
static const int units = 10000;
static const int allocations = 12;

// Each turn needs the one before it, so that no optimizer makes several of them one.
static uint64_t turn(uint64_t value, int count) {
  for (int index = 0; index < count; index++) {
    value ^= value << 13;
    value ^= value >> 7;
    value ^= value << 17;
  }
  return value;
}

// How much longer `decode` takes: the first eleven processes that run beside a file `slow` take twice
// as long, as if something had come and gone.
static int disturbance = 1;

static void findDisturbance() {
  if (access("slow", F_OK) != 0) return;
  FILE *file = fopen("slow", "a");
  if (!file) return;
  fputc('.', file);
  if (ftell(file) <= 11) disturbance = 2;
  fclose(file);
}

// Only processor: its time grows with the units as exactly as any can.
static void decode(benchmark::State &state) {
  uint64_t value = 1;
  const int count = units * disturbance;
  for (auto _ : state) benchmark::DoNotOptimize(value = turn(value, count));
  state.counters["allocations"] = allocations;
  state.counters["threads"] = 0;
}
BENCHMARK(decode);

// As large, and the same in every revision.
static void encode(benchmark::State &state) {
  uint64_t value = 1;
  for (auto _ : state) benchmark::DoNotOptimize(value = turn(value, 10000));
}
BENCHMARK(encode);

static void sort(benchmark::State &state) {
  std::vector<uint32_t> values(size_t(state.range(0)));
  for (auto _ : state) {
    uint32_t value = 1;
    for (auto &element : values) element = value = value * 1664525u + 1013904223u;
    std::sort(values.begin(), values.end());
    benchmark::DoNotOptimize(values.data());
  }
}
BENCHMARK(sort)->Arg(256)->Arg(4096);

static void join(benchmark::State &state) {
  for (auto _ : state) {
    std::string text;
    for (int index = 0; index < 1000; index++) text += "line of a feed\n";
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK(join);

static void open(benchmark::State &state) {
  if (getenv("FEEDING_FAILS")) state.SkipWithError("no feed to open");
  uint64_t value = 1;
  for (auto _ : state) benchmark::DoNotOptimize(value = turn(value, 100));
}
BENCHMARK(open);

int main(int argc, char **argv) {
  findDisturbance();
  if (getenv("FEEDING_CRASHES")) {
    puts("the feed is gone");
    abort();
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
