#ifndef CTIDEMARKHARNESS_H
#define CTIDEMARKHARNESS_H

#include <stddef.h>

/// Takes memory for async frames of the current task and gives it back, so that the slab stays.
///
/// Does nothing on other platforms than Linux. Must be called on a task.
///
/// - Parameter size: How many bytes to have at hand.
void tidemark_reserveTaskStack(size_t size);

/// Tells the Thread Sanitizer, if it is there, that a lock is now held.
void tidemark_sanitizerAcquire(const void *lock);

/// Tells the Thread Sanitizer, if it is there, that a lock is about to be given up.
void tidemark_sanitizerRelease(const void *lock);

/// Returns how many processors this process may use, or 0 where that is not known.
int tidemark_usableProcessors(void);

#endif
