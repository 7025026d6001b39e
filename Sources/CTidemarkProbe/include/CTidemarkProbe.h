#ifndef CTIDEMARK_PROBE_H
#define CTIDEMARK_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CTidemarkLedger.h"

/// Environment variables are looked at when the process starts: with `TIDEMARK=off` nothing is
/// hooked, counted or published; with `TIDEMARK_PUBLISH=1` the ledger is published at once; with
/// `TIDEMARK_FORCE_UNKNOWN_LAYOUT=1`, which is an aid for tests, the probe takes the runtime for one
/// that it does not know. Where the heap is hooked, a third one is such an
/// aid: with `TIDEMARK_FORCE_NO_BLOCKS=1` there is no room to keep whose a block is.

/// Returns the ledger of this process, or null when the probe could not reserve it.
///
/// May be called from any thread. The ledger stays mapped until the process ends.
const TidemarkLedgerHeader *_Nullable tidemark_ledger(void);

/// Opens a scope for the current task, or for the current thread outside a task.
///
/// - Returns: the scope, or `TIDEMARK_SCOPE_UNATTRIBUTED` when there is no room; the loss is counted.
///
/// Until it enters, what the owner does is the harness's own.
uint32_t tidemark_scopeOpen(void);

/// Charges the owner to its scope: tasks and threads that it creates from now on belong to it.
///
/// - Parameter scope: a scope opened by the same task or thread.
void tidemark_scopeEnter(uint32_t scope);

/// Takes the owner out of its scope; what it does from then on is the harness's own.
///
/// - Parameter scope: a scope opened by the same task or thread.
void tidemark_scopeLeave(uint32_t scope);

/// Charges the owner to what it was charged to before the scope was opened.
///
/// - Parameter scope: a scope that its owner has left; called by anybody else, nothing happens.
void tidemark_scopeReturn(uint32_t scope);

/// Closes a scope; any thread may do so.
///
/// - Parameter scope: a scope that its owner has left.
///
/// Tasks of the scope that are still live stay charged to it; its slot is used again only when
/// none is left.
void tidemark_scopeClose(uint32_t scope);

/// How long a path may be that is published, with its end.
#define TIDEMARK_PATH_LIMIT 4096

/// Why the ledger could not be published.
typedef enum TidemarkPublishStatus {
  TidemarkPublishDone = 0,
  /// The probe is switched off from the environment, and there is nothing to see.
  TidemarkPublishOff,
  /// The process was forked from one that is measured.
  TidemarkPublishForked,
  /// Nothing in the program asked for a ledger that others can see when the process started.
  TidemarkPublishNotPrepared,
  /// The system call that made the ledger's memory failed.
  TidemarkPublishNoMemory,
  /// The system does not say of processes what viewers need to know.
  TidemarkPublishNoProc,
  /// The program has closed the descriptor by which viewers reach the ledger.
  TidemarkPublishClosed,
  /// The folder is named by a path from the working folder, which viewers don't share.
  TidemarkPublishRelativeFolder,
  /// The folder can't be made or opened.
  TidemarkPublishNoFolder,
  /// The folder belongs to somebody else, or others may write to it.
  TidemarkPublishForeignFolder,
  /// The file in the folder can't be made.
  TidemarkPublishNoFile
} TidemarkPublishStatus;

/// How publishing went.
typedef struct TidemarkPublication {
  TidemarkPublishStatus status;
  /// The `errno` of what failed, or 0.
  int error;
  /// The file, or what there is of its path.
  char path[TIDEMARK_PATH_LIMIT];
} TidemarkPublication;

/// Lets other processes of the same user find the ledger and look at it.
///
/// The ledger lies in memory that no file system can run out of and that can't be truncated. A small
/// file named by process and start time tells where to find it; the folder is `TIDEMARK_DIR`, else
/// `tidemark` in `XDG_RUNTIME_DIR`, else `/dev/shm/tidemark-UID`. The file stays locked for as long as
/// the process lives, and is removed when it exits.
///
/// May be called from any thread, and again: what somebody has removed meanwhile is made anew.
TidemarkPublication tidemark_publish(void);

/// Takes back what was published; viewers that look at it already may go on.
void tidemark_unpublish(void);

/// Returns the descriptor of the memory that holds the ledger, or -1 when only this process can see it.
int tidemark_ledgerDescriptor(void);

/// Makes the threads that this thread starts from now on the observer's own, or no longer.
///
/// They are no threads of the program's, and what they do is charged to nothing of it: neither what
/// they allocate nor what they create.
void tidemark_startOwnThreads(bool begins);

/// Says beside the ledger where the process answers requests, now or as soon as it is published.
///
/// - Parameters:
///   - address: `127.0.0.1:9090`, or null to take it back.
///   - needsToken: whether only who sends a token is answered there.
/// - Returns: whether that could be written.
bool tidemark_publishAddress(const char *_Nullable address, bool needsToken);

/// Asks this process to take times, and to keep transitions, until these moments on the monotonic
/// clock, in nanoseconds; what others ask for stays.
void tidemark_ask(uint64_t timesUntil, uint64_t eventsUntil);

/// Writes what went wrong, and what to do about it, or the path when nothing did.
void tidemark_describePublication(
  const TidemarkPublication *_Nonnull publication, char *_Nonnull text, size_t size);

/// Publishes the ledger, and says on the error stream why that can't be.
void tidemark_publishOrSay(void);

/// What was allocated less what was freed.
typedef struct TidemarkNet {
  int64_t blocks;
  int64_t bytes;
} TidemarkNet;

/// What belongs to the whole process since it started.
typedef struct TidemarkProcess {
  /// What no measured work allocated, less what was freed of it; the runtime's own left out.
  TidemarkNet unattributed;
  /// Workers of Dispatch and of the cooperative pool that were started.
  uint64_t poolThreads;
} TidemarkProcess;

/// Returns the figures of the whole process; costs a look at each thread's record.
TidemarkProcess tidemark_process(void);

/// What the concurrency runtime says of its own layout; zeros where it says nothing.
typedef struct TidemarkRuntimeLayout {
  uint32_t version;
  uint32_t taskSize;
} TidemarkRuntimeLayout;

/// Returns what the concurrency runtime says of its layout.
TidemarkRuntimeLayout tidemark_runtimeLayout(void);

/// Returns how much of the ledger is in memory, in bytes.
size_t tidemark_residentBytes(void);

/// An open descriptor and what it refers to.
typedef struct TidemarkDescriptor {
  int number;
  /// A hash of the device and the file; the kernel's files without a place of their own share one.
  uint64_t identity;
} TidemarkDescriptor;

/// Lists the descriptors that are open, without the one that the look itself needs.
///
/// - Parameters:
///   - descriptors: room for `capacity` of them.
/// - Returns: how many there are, which may be more than there was room for.
int tidemark_descriptors(TidemarkDescriptor *_Nonnull descriptors, int capacity);

/// Opens a pipe that no other program inherits.
///
/// - Returns: 0, or -1 with the reason in `errno`.
int tidemark_openPipe(int ends[_Nonnull 2]);

/// Returns whether every other thread of the process was seen asleep in the kernel.
///
/// They are looked at one after the other: one that ran then may have woken one seen before.
bool tidemark_othersSleep(void);

/// Starts a new peak of the bytes in use in the process, and returns the bytes in use now.
///
/// Other threads hold back up to 16 KiB each, so the peak is known to within that much for each of
/// them.
int64_t tidemark_heapMark(void);

/// Returns the highest number of bytes in use in the process since the last mark.
int64_t tidemark_heapPeak(void);

/// Starts or stops to count the call stacks that create tasks and threads, hop and allocate.
///
/// This costs a walk of the stack for each of them, so it is for finding a cause, not for figures
/// of time.
void tidemark_askForSites(bool wanted);

/// Makes room for the call stacks of other scopes, once those of a scope have been read.
///
/// - Parameter scope: a scope that its owner has left; one that has left tasks or threads behind
///   keeps its call stacks.
void tidemark_forgetSites(uint32_t scope);

/// Returns the task that runs on this thread, or null.
const void *_Nullable tidemark_currentTask(void);

/// Copies memory of this process that may be gone.
///
/// - Returns: whether all of it could be read.
bool tidemark_peek(const void *_Nonnull address, void *_Nonnull buffer, size_t size);

/// Where an address of code lies.
typedef struct TidemarkCodePlace {
  /// The path of the image as the loader knows it; empty for the main program.
  const char *_Nullable image;
  /// The nearest dynamic symbol at or before the address.
  const char *_Nullable symbol;
  /// The address as the image's file has it.
  uint64_t offset;
} TidemarkCodePlace;

/// Finds the image and the symbol of an address of code; may allocate, so no hook calls it.
///
/// Once any image has been unloaded, only those are known that were there at the start: another one
/// may lie where the code was.
///
/// - Returns: whether the address belongs to an image.
bool tidemark_findCode(uintptr_t address, TidemarkCodePlace *_Nonnull place);

/// Returns how many images have been unloaded since the probe started.
uint64_t tidemark_unloads(void);

#endif
