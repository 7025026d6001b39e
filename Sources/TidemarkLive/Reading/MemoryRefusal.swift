#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Why the kernel does not let this process read another one's memory, and what to do about it.
struct MemoryRefusal: Hashable, CustomStringConvertible {
  var pid: Int
  /// The error that the kernel gave.
  var code: Int32
  /// What `kernel.yama.ptrace_scope` is; nil where the kernel has no such thing.
  var scope: Int?
  /// Whether this process belongs to root, and so lacks a capability at most.
  var isRoot: Bool

  /// Describes what this process was refused.
  init(pid: Int, code: Int32) {
    let scope = ProcessFolder.text("/proc/sys/kernel/yama/ptrace_scope")?.prefix { $0 != "\n" }
    self.init(pid: pid, code: code, scope: scope.flatMap { Int($0) }, isRoot: geteuid() == 0)
  }

  init(pid: Int, code: Int32, scope: Int?, isRoot: Bool) {
    self.pid = pid
    self.code = code
    self.scope = scope
    self.isRoot = isRoot
  }

  var description: String {
    switch code {
    case EPERM, EACCES: permission
    case ENOSYS:
      "this kernel or its sandbox has no process_vm_readv; allow it in the seccomp profile"
    default:
      "the memory of process \(pid) can't be read: \(String(cString: strerror(code)))"
    }
  }

  private var permission: String {
    let setting = "kernel.yama.ptrace_scope"
    switch (scope ?? 0, isRoot) {
    case (3..., _):
      return "the kernel lets nobody read the memory of process \(pid), as \(setting) is 3 until "
        + "the machine starts anew; start it with another setting"
    case (1, false):
      return "the kernel lets only root and a process's parent read its memory (\(setting) is 1), "
        + "so not that of process \(pid); run as root, set it with `sysctl \(setting)=0`, or let the "
        + "program call prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)"
    case (2, false):
      return "the kernel lets only root read the memory of process \(pid) (\(setting) is 2); run "
        + "as root, or set it with `sysctl \(setting)=0`"
    case (_, true):
      return "this root may not read the memory of process \(pid); run with the capability "
        + "SYS_PTRACE, in a container with `--cap-add SYS_PTRACE`, and let the sandbox allow "
        + "process_vm_readv"
    case (_, false):
      return "the kernel does not let this user read the memory of process \(pid), which has more "
        + "rights or keeps its memory to itself; run as root"
    }
  }
}
