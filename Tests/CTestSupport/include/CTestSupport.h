#ifndef CTEST_SUPPORT_H
#define CTEST_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Allocates one block of 100 bytes, or of what the function rounds that up to, with each function
/// of the malloc family and frees it again.
///
/// - Parameter name: the C name of the function.
/// - Returns: whether there is such a function and it gave a block.
bool test_allocateAndFree(const char *_Nonnull name);

/// Allocates blocks, one after the other, and writes one byte into each.
void test_mallocAndFree(size_t count, size_t size);

/// Frees blocks on a thread of its own, at once or, when it is late, by a destructor that runs after all
/// others when the thread ends.
void test_freeOnThread(void *_Nullable *_Nonnull blocks, size_t count, bool isLate);

/// Allocates and moves blocks on many threads, which free what any of them allocated.
///
/// - Parameters:
///   - left: room for `count` blocks, the only ones that are not freed.
void test_shuffleBlocks(int threads, int rounds, void *_Nullable *_Nonnull left, size_t count);

/// Starts threads that all wait until each of them runs, and joins them.
///
/// - Returns: how many could be started.
int test_runThreadsAtOnce(int count, size_t stackSize);

/// Threads that wait until they are told to do something.
typedef struct TestThreads TestThreads;

/// Starts threads that wait, all of them running when this returns.
///
/// - Returns: the threads, or null when not all could be started.
TestThreads *_Nullable test_startThreads(int count, size_t stackSize);

/// Lets one of the waiting threads allocate blocks and free them, and waits for it.
void test_allocateOnThread(TestThreads *_Nonnull threads, int index, int blocks);

/// Ends waiting threads and joins them.
void test_endThreads(TestThreads *_Nonnull threads);

/// Allocates a block on each of `width` to the power of `depth` different call stacks and frees it;
/// at most 8 wide.
void test_allocateOnManyStacks(int width, int depth);

/// Calls a function on each of 144 to the power of `depth` different call stacks.
void test_callOnManyStacks(int depth, void (*_Nonnull body)(void));

/// Starts a thread that ends by `pthread_exit`, and joins it.
void test_runThreadThatExits(void);

/// Asks for a thread with a larger stack than there are addresses.
///
/// - Returns: whether it could not be started.
bool test_failToStartThread(void);

/// Starts threads by the function of C11, one after the other, and joins them.
///
/// - Returns: the sum of what they returned, which is 1 to `count`.
int test_runStandardThreads(int count);

/// Starts threads of C++, one after the other, and joins them.
void test_runCxxThreads(int count);

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

/// Forks a child that looks at its own threads.
///
/// - Returns: 1 when a look is true while there is no other thread, plus 2 when none is while another
///   one runs, plus 4 when one becomes true while another one waits.
int test_forkAndLook(bool (*_Nonnull look)(void));

/// Forks a child that calls a function and exits.
///
/// - Returns: the child's exit status, or -1.
int test_runInChild(void (*_Nonnull body)(void));

/// Allocates and frees a block on a fiber, in functions that keep no frame pointer but an address that is
/// above the fiber's stack and can't be read.
///
/// - Returns: whether that can be done on this processor.
bool test_allocateOnFiber(void);

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

/// Forks this process.
///
/// - Parameter unseen: whether to do so behind the C library's back, so that nobody who wants to know of
///   forks learns of it.
/// - Returns: 0 in the child, the child in the parent, or -1.
int test_fork(bool unseen);

/// Closes all descriptors from a number on, whoever opened them.
void test_closeFrom(int first);

/// Makes a file of memory that can't shrink, of a name that the probe gives to its own.
///
/// - Returns: its descriptor, or -1.
int test_sealedMemory(const char *_Nonnull name, long size, bool sealed);

/// Makes all of a file of memory zero, and gives its pages back.
void test_forgetMemory(int file, long size);

/// Has the kernel refuse the calling thread, and the programs that it starts, to read the memory of other
/// processes, for good.
bool test_refuseReading(void);

/// Gives up the capability to look into other processes, for the calling thread and the programs that it
/// starts; false where it has none.
bool test_giveUpTracing(void);

/// Waits for a process.
///
/// - Returns: the exit status, 128 and the number of the signal that ended it, or -1.
int test_wait(int child);

#if defined(__cplusplus)
}
#endif

#endif
