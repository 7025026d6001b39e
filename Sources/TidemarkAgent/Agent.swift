private import CTidemarkAgent
private import CTidemarkProbe

/// What shows this process to viewers.
public enum Agent {
  /// Lets the viewers of this user, on this machine, find the process and look at it.
  ///
  /// Starts no thread, opens no socket and installs no signal handler: a viewer maps the ledger that the
  /// probe writes anyway. When the process exits it is taken back. May be called again; what somebody has
  /// removed from the folder meanwhile is made anew. With `TIDEMARK=off` in the environment nothing
  /// happens.
  ///
  /// - Throws: `AgentError` when the folder is not there, not writable or somebody else's, or when the
  ///   program has closed the ledger's descriptor; the process goes on as if nothing had been asked.
  public static func start() throws(AgentError) {
    // Whoever calls this is meant to be seen, so that what says so is linked.
    guard tidemark_showsLedger() else { return }
    let publication = tidemark_publish()
    switch publication.status {
    case TidemarkPublishDone, TidemarkPublishOff: return
    default: throw AgentError(publication)
    }
  }

  /// Takes back what `start()` did; viewers that look at the process already may go on.
  public static func stop() { tidemark_unpublish() }
}
