#ifndef CTEST_SUPPORT_H
#define CTEST_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>

/// Allocates one block of 100 bytes, or of what the function rounds that up to, with each function
/// of the malloc family and frees it again.
///
/// - Parameter name: the C name of the function.
/// - Returns: whether there is such a function and it gave a block.
bool test_allocateAndFree(const char *_Nonnull name);

/// Allocates blocks, one after the other, and writes one byte into each.
void test_mallocAndFree(size_t count, size_t size);

/// Starts threads that all wait until each of them runs, and joins them.
///
/// - Returns: how many could be started.
int test_runThreadsAtOnce(int count, size_t stackSize);

/// Starts a thread that ends by `pthread_exit`, and joins it.
void test_runThreadThatExits(void);

/// Starts a thread whose thread-specific destructor allocates `blocks` blocks and frees them.
void test_runThreadWithDestructor(int blocks);

/// Starts a named thread that waits until it is told to end.
void *_Nullable test_startWaitingThread(const char *_Nonnull name);

/// Ends a waiting thread and joins it.
void test_endWaitingThread(void *_Nonnull thread);

/// Forks a child that allocates `blocks` blocks, starts a thread and exits.
///
/// - Returns: the child's exit status, or -1.
int test_forkAndAllocate(int blocks);

/// Runs a program with `posix_spawn` and waits for it.
///
/// - Returns: the program's exit status, or -1.
int test_spawn(const char *_Nonnull path);

/// Starts a program with an empty standard input and its output in two files.
///
/// - Parameters:
///   - arguments: the program's path and its arguments, and NULL.
///   - variables: its environment, and NULL.
/// - Returns: the process, or -1.
int test_start(
  char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull variables,
  const char *_Nonnull output, const char *_Nonnull errors);

/// Waits for a process.
///
/// - Returns: the exit status, 128 and the number of the signal that ended it, or -1.
int test_wait(int child);

#endif
