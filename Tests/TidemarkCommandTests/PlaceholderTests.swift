import Testing
@testable import TidemarkCommand
