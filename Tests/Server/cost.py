"""Measures what being scraped every second costs a process: its processor time with and without, in turns.
Usage: cost.py PID ADDRESS [SECONDS] [TURNS]; prints the median of the differences in percent of a core."""
import glob
import statistics
import sys
import time
import urllib.request

pid, address = int(sys.argv[1]), sys.argv[2]
seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
turns = int(sys.argv[4]) if len(sys.argv) > 4 else 5


threads = {}


def processor_time():
    """Nanoseconds that all threads have run, those that have ended meanwhile as well."""
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        try:
            with open(path) as file:
                threads[path] = int(file.read().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            pass
    return sum(threads.values())


def measure(scrape):
    before = processor_time()
    begin = time.monotonic()
    for second in range(seconds):
        if scrape:
            request = urllib.request.Request(
                f"http://{address}/metrics", headers={"Accept": "application/openmetrics-text"})
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert answer.read().endswith(b"# EOF\n")
        time.sleep(max(0, begin + second + 1 - time.monotonic()))
    return (processor_time() - before) / (time.monotonic() - begin) / 1e7


# The first scrape reads the symbols of the runtime, once.
measure(True)
pairs = []
for turn in range(turns):
    without, scraped = measure(False), measure(True)
    pairs.append((without, scraped))
    print(f"{without:.3f} % of a core without, {scraped:.3f} % with", file=sys.stderr)
print(f"{statistics.median(scraped - without for without, scraped in pairs):.3f}")
