/// The members of a JSON object, sorted by key, each key once.
///
/// A sorted list instead of a dictionary: files are written sorted, so reading one needs no hashing
/// and writing one needs no sorting.
package struct JSONObject: Hashable, Sendable {
  /// A key and its value.
  package struct Member: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in the order of their keys.
  package private(set) var members: [Member]

  /// Creates an object from keys and values.
  package init(_ values: [String: JSONValue] = [:]) {
    members = values.map(Member.init).sorted { $0.key < $1.key }
  }

  /// Creates an object from members in any order, or returns the key that is there twice.
  package static func make(_ members: [Member]) -> Result<JSONObject, DuplicateKey> {
    var members = members
    var isSorted = true
    for index in members.indices.dropFirst() where members[index - 1].key >= members[index].key {
      isSorted = false
      break
    }
    if !isSorted {
      members.sort { $0.key < $1.key }
      for index in members.indices.dropFirst() where members[index - 1].key == members[index].key {
        return .failure(DuplicateKey(key: members[index].key))
      }
    }
    var object = JSONObject()
    object.members = members
    return .success(object)
  }

  /// A key that an object has twice.
  package struct DuplicateKey: Error, Hashable, Sendable {
    package var key: String
  }

  /// Whether there are no members.
  package var isEmpty: Bool { members.isEmpty }

  /// The value of a key, or nil when the key is not there.
  package subscript(key: String) -> JSONValue? {
    get {
      let index = position(of: key)
      return index < members.count && members[index].key == key ? members[index].value : nil
    }
    set {
      let index = position(of: key)
      let exists = index < members.count && members[index].key == key
      switch (newValue, exists) {
      case (let value?, true): members[index].value = value
      case (let value?, false): members.insert(Member(key: key, value: value), at: index)
      case (nil, true): members.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// Returns the object with what it lacks taken from another one, at every level.
  package func merging(_ other: JSONObject) -> JSONObject {
    var result = self
    for member in other.members {
      switch (result[member.key], member.value) {
      case (nil, _): result[member.key] = member.value
      case (.object(let mine)?, .object(let theirs)):
        result[member.key] = .object(mine.merging(theirs))
      default: break
      }
    }
    return result
  }

  private func position(of key: String) -> Int {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
