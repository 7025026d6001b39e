import ArgumentParser
import TidemarkBaselines
import TidemarkLive
import TidemarkServer

/// A command that ends with the status of a report; what stops it is no verdict, never a pass.
protocol TidemarkSubcommand: ParsableCommand {
  /// Does the work.
  func perform(_ host: Host) throws -> Int32
}

extension TidemarkSubcommand {
  func run() throws {
    let status: Int32
    do {
      status = try perform(.current)
    } catch let error as Interrupted {
      let name = ChildStatus.name(ofSignal: error.signalNumber)
      let tests =
        error.running.isEmpty ? "" : " while running: \(FigureText.some(error.running))"
      Console.error("tidemark: stopped by \(name)\(tests); nothing was recorded")
      throw ExitCode(error.exitCode)
    } catch let error as ValidationError {
      throw Misuse(error, of: Self.self)
    } catch let error as RecordingError where error.isRefusal {
      throw Misuse(ValidationError("\(error)"), of: Self.self)
    } catch let error as ServerError where error.isRefusal {
      throw Misuse(ValidationError("\(error)"), of: Self.self)
    } catch {
      Console.error("tidemark: error: \(error)")
      throw ExitCode(Report.ExitStatus.noVerdict.rawValue)
    }
    if status != 0 { throw ExitCode(status) }
  }
}
