#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>

#include "Watch.h"

TIDEMARK_OWN_CODE

typedef __attribute__((swiftasynccall)) void Resume(__attribute__((swift_async_context)) void *);
typedef __attribute__((swiftasynccall)) void Switch(
  __attribute__((swift_async_context)) void *, Resume *, Executor);

// Weak, so that a program without concurrency links.
extern __attribute__((swiftcall, weak)) Executor swift_task_getCurrentExecutor(void);
extern __attribute__((swiftcall, weak)) void *swift_task_getCurrent(void);

static Switch *nextSwitch;

static void find(void) {
  __atomic_store_n(
    &nextSwitch, (Switch *)dlsym(RTLD_NEXT, "swift_task_switch"), __ATOMIC_RELEASE);
}

const void *tidemark_currentTask(void) {
  return swift_task_getCurrent ? swift_task_getCurrent() : NULL;
}

/// The function that hops has left the stack already, so its part that is to be resumed stands in.
static void addHop(uintptr_t resume, uintptr_t context) {
  uint64_t stack[TIDEMARK_SITE_DEPTH] = {resume + 1};
  tidemark_walkContexts(stack, 1, TIDEMARK_SITE_DEPTH, context);
  tidemark_addSite(tidemark_thread.scope, TidemarkSiteKindHop, 0, stack);
}

/// Takes the place of the runtime's function: the running task goes on, on another executor.
__attribute__((weak, swiftasynccall)) void swift_task_switch(
  __attribute__((swift_async_context)) void *context, Resume *resume, Executor executor) {
  if (unlikely(!nextSwitch)) find();
  TidemarkThread *thread = &tidemark_thread;
  // Asked to go to where it is already, the runtime goes on at once.
  Executor current = swift_task_getCurrentExecutor();
  if (likely(thread->block != NULL) && current.identity != executor.identity) {
    tidemark_count(thread->block, TidemarkCounterHops, 1);
    if (tidemark_isWatched()) tidemark_noteHop(thread, current, executor);
    if (unlikely(tidemark_wantsSites)) addHop((uintptr_t)resume, (uintptr_t)context);
  }
  __attribute__((musttail)) return nextSwitch(context, resume, executor);
}

__attribute__((constructor(101))) static void announce(void) {
  find();
  if (tidemark_isOwnCode((uintptr_t)swift_task_switch) && nextSwitch
      && swift_task_getCurrentExecutor && swift_task_getCurrent)
    tidemark_addCapability(TidemarkCapabilitySwitches);
}

TIDEMARK_OWN_CODE_END

#endif
