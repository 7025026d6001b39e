#ifndef CTIDEMARKXCTEST_H
#define CTIDEMARKXCTEST_H

/// Returns how often XCTest's list of test methods passed through the hooks of this target.
long tidemark_xctestHookCalls(void);

#endif
