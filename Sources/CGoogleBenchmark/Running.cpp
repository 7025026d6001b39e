#include "Engine.h"

#if TIDEMARK_ENGINE

#include <iostream>
#include <streambuf>

// The class is only asked for its type.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace {

/// Keeps what the engine complains about, and passes it on at once: it may end the process next.
class Complaints final : public std::streambuf {
 public:
  explicit Complaints(bool isQuiet) : isQuiet(isQuiet) {}

  /// Whether the engine could read the filter; it says that in no other way.
  bool hasFilter() const { return text.find("Could not compile benchmark re") != 0; }

 protected:
  int overflow(int character) override {
    if (character == EOF) return 0;
    const char one = static_cast<char>(character);
    xsputn(&one, 1);
    return character;
  }

  std::streamsize xsputn(const char *characters, std::streamsize count) override {
    text.append(characters, count);
    if (!isQuiet) std::cerr.write(characters, count);
    return count;
  }

 private:
  std::string text;
  bool isQuiet;
};

/// Hands each line of the report to a C function, and on to the display that the flags chose.
class Reporter final : public benchmark::BenchmarkReporter {
 public:
  Reporter(BenchmarkReporter *display, TidemarkReportFunction *report, void *context)
      : display(display), report(report), context(context),
        isTable(dynamic_cast<benchmark::CSVReporter *>(display) != nullptr) {}

  bool ReportContext(const Context &environment) override {
    return !display || display->ReportContext(environment);
  }

  void ReportRuns(const std::vector<Run> &runs) override {
    // Version 1.7.1 makes the columns of CSV from the counters of the first runs that it gets, and ends
    // the process on a later one with others; a skipped run has none. So it gets all at once.
    if (isTable) all.insert(all.end(), runs.begin(), runs.end());
    else if (display) display->ReportRuns(runs);
    if (!report) return;
    for (const Run &run : runs) forward(run);
  }

  void Finalize() override {
    if (!all.empty()) display->ReportRuns(all);
    if (display) display->Finalize();
  }

 private:
  /// The engine's own, of which it keeps one.
  BenchmarkReporter *display;
  TidemarkReportFunction *report;
  void *context;
  bool isTable;
  std::vector<Run> all;

  void forward(const Run &run) {
    std::vector<TidemarkReportedCounter> counters;
    for (const auto &[name, counter] : run.counters)
      counters.push_back({name.c_str(), counter.value});
    const std::string name = run.run_name.str();
    // Ratios have no unit; times come in the one that they are printed in.
    const bool isRatio = run.report_rms || run.aggregate_unit == benchmark::kPercentage;
    const double unit = benchmark::GetTimeUnitMultiplier(run.time_unit);
    TidemarkReportedRun reported = {};
    reported.name = name.c_str();
    reported.aggregate = run.run_type == Run::RT_Aggregate ? run.aggregate_name.c_str() : "";
    reported.label = run.report_label.c_str();
    reported.error = run.error_occurred ? run.error_message.c_str() : nullptr;
    reported.iterations = run.iterations;
    reported.repetition = run.repetition_index;
    reported.threads = run.threads;
    reported.realTime =
      isRatio ? run.real_accumulated_time : run.GetAdjustedRealTime() / unit;
    reported.processorTime =
      isRatio ? run.cpu_accumulated_time : run.GetAdjustedCPUTime() / unit;
    reported.counters = counters.data();
    reported.counterCount = counters.size();
    report(context, &reported);
  }
};

}  // namespace

void tidemark_initializeEngine(int *count, char **arguments) {
  benchmark::Initialize(count, arguments);
}

void tidemark_addContext(const char *key, const char *value) {
  benchmark::AddCustomContext(key, value);
}

void tidemark_setFilter(const char *filter) { benchmark::SetBenchmarkFilter(filter); }

bool tidemark_runBenchmarks(bool isQuiet, TidemarkReportFunction *report, void *context) {
  auto *display = isQuiet ? nullptr : benchmark::CreateDefaultDisplayReporter();
  Reporter reporter(display, report, context);
  Complaints complaints(isQuiet);
  std::ostream stream(&complaints);
  reporter.SetErrorStream(&stream);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return complaints.hasFilter();
}

#endif
