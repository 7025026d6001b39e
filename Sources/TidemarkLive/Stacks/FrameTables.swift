/// The call frame information of all images of a process, opened as it is needed.
final class FrameTables {
  private let memory: RemoteMemory
  private let file: (CodeImage) -> CodeFile?
  private var tables: [UInt64: FrameTable?] = [:]

  /// - Parameter file: returns the file of an image, by which its tables are found in memory.
  init(memory: RemoteMemory, file: @escaping (CodeImage) -> CodeFile?) {
    self.memory = memory
    self.file = file
  }

  /// Returns the rule that holds at a place in the code.
  func rule(at place: UInt64, in mapping: CodeMap.Mapping) -> FrameRule? {
    guard let file = file(mapping.image), let table = file.frameTable,
      let own = file.address(ofOffset: place - mapping.range.lowerBound + mapping.offset)
    else { return nil }
    // An image is loaded as a whole: what lies where in its file tells how far it was moved.
    let header = table &+ (place &- own)
    if tables[header] == nil { tables[header] = FrameTable(memory: memory, header: header) }
    return tables[header]??.rule(at: place)
  }
}
