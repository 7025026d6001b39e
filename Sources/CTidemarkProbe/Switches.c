#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>

#include "Probe.h"

TIDEMARK_OWN_CODE

/// `SerialExecutorRef`: the executor's identity, null for the global one, and its implementation.
typedef struct Executor {
  const void *identity;
  uintptr_t implementation;
} Executor;

typedef __attribute__((swiftcall)) Executor CurrentExecutor(void);
typedef __attribute__((swiftasynccall)) void Resume(__attribute__((swift_async_context)) void *);
typedef __attribute__((swiftasynccall)) void Switch(
  __attribute__((swift_async_context)) void *, Resume *, Executor);
typedef __attribute__((swiftcall)) void *CurrentTask(void);

static Switch *nextSwitch;
static CurrentExecutor *currentExecutor;
static CurrentTask *currentTask;

static void find(void) {
  currentExecutor = (CurrentExecutor *)dlsym(RTLD_NEXT, "swift_task_getCurrentExecutor");
  currentTask = (CurrentTask *)dlsym(RTLD_NEXT, "swift_task_getCurrent");
  __atomic_store_n(
    &nextSwitch, (Switch *)dlsym(RTLD_NEXT, "swift_task_switch"), __ATOMIC_RELEASE);
}

const void *tidemark_currentTask(void) { return currentTask ? currentTask() : NULL; }

/// The function that hops has left the stack already, so its part that is to be resumed stands in.
static void addHop(uintptr_t resume, uintptr_t context) {
  uint64_t stack[TIDEMARK_SITE_DEPTH] = {resume + 1};
  tidemark_walkContexts(stack, 1, TIDEMARK_SITE_DEPTH, context);
  tidemark_addSite(tidemark_thread.scope, TidemarkSiteKindHop, 0, stack);
}

/// Takes the place of the runtime's function: the running task goes on, on another executor.
__attribute__((swiftasynccall)) void swift_task_switch(
  __attribute__((swift_async_context)) void *context, Resume *resume, Executor executor) {
  if (unlikely(!nextSwitch)) find();
  TidemarkThread *thread = &tidemark_thread;
  // Asked to go to where it is already, the runtime goes on at once.
  if (likely(thread->block != NULL) && currentExecutor().identity != executor.identity) {
    tidemark_count(thread->block, TidemarkCounterHops, 1);
    if (unlikely(tidemark_wantsSites)) addHop((uintptr_t)resume, (uintptr_t)context);
  }
  __attribute__((musttail)) return nextSwitch(context, resume, executor);
}

__attribute__((constructor(101))) static void announce(void) {
  find();
  if (nextSwitch && currentExecutor && currentTask)
    tidemark_addCapability(TidemarkCapabilitySwitches);
}

TIDEMARK_OWN_CODE_END

#endif
