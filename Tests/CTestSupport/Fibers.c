#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CTestSupport.h"

#if defined(__linux__) && defined(__x86_64__)
#include <stdint.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_BYTES ((size_t)256 << 10)

static ucontext_t caller;
static ucontext_t fiber;
// What the functions on the fiber's stack have where others keep their callers' frames.
static void *number;

static void allocate(void) { test_mallocAndFree(1, 100); }

static void runFiber(void) {
  void (*function)(void) = allocate;
  __asm__ volatile(
    "movq %%rsp, %%r12\n\t"
    "movq %%rbp, %%r13\n\t"
    "subq $128, %%rsp\n\t"
    "andq $-16, %%rsp\n\t"
    "movq %%rcx, %%rbp\n\t"
    "callq *%%rax\n\t"
    "movq %%r13, %%rbp\n\t"
    "movq %%r12, %%rsp"
    : "+a"(function), "+c"(number)
    :
    : "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "memory", "cc");
}

bool test_allocateOnFiber(void) {
  // Below all threads' stacks, which is not asked for in vain; the upper half can't be read.
  void *low = (void *)((uintptr_t)1 << 40);
  char *memory = mmap(low, 2 * STACK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory, STACK_BYTES, PROT_READ | PROT_WRITE) != 0)
    return false;
  number = memory + STACK_BYTES + STACK_BYTES / 2;
  getcontext(&fiber);
  fiber.uc_stack.ss_sp = memory;
  fiber.uc_stack.ss_size = STACK_BYTES;
  fiber.uc_link = &caller;
  makecontext(&fiber, runFiber, 0);
  swapcontext(&caller, &fiber);
  munmap(memory, 2 * STACK_BYTES);
  return true;
}
#else
bool test_allocateOnFiber(void) { return false; }
#endif
