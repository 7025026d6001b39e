#if GoogleBenchmark
  internal import TidemarkBenchmark

  costs.run()
#else
  print("The benchmarks need the trait: swift run --traits GoogleBenchmark TidemarkBenchmarks")
#endif
