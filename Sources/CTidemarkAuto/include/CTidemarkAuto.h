#ifndef CTIDEMARKAUTO_H
#define CTIDEMARKAUTO_H

/// Returns how many test functions Swift Testing's section of this executable lists.
///
/// Suites and exit tests are not counted. Zero where the section cannot be read.
long tidemark_autoListedTests(void);

/// Returns how often the hook that adds the measuring trait was called in this process.
long tidemark_autoHookCalls(void);

#endif
