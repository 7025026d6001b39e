internal import NIOCore

/// Counts what arrives for one request, before it is parsed, and hands it on in small pieces.
///
/// The parser says nothing until a request's headers are complete, so whoever never completes them
/// has to be stopped here.
final class ByteMeter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// How much is parsed before it is looked at how much there was.
  private static let piece = 4096

  /// The bytes since the last complete request.
  private(set) var count = 0
  /// Whether the request's first line is complete.
  private(set) var hasLine = false
  /// Whether everything is thrown away from now on.
  var isClosed = false

  private let limit: Int
  private let exceeded: () -> Void
  private let began: () -> Void

  /// - Parameters:
  ///   - limit: how many bytes a request may have.
  ///   - began: called when the first byte of a request arrives.
  ///   - exceeded: called when there are more.
  init(limit: Int, began: @escaping () -> Void, exceeded: @escaping () -> Void) {
    self.limit = limit
    self.began = began
    self.exceeded = exceeded
  }

  /// Begins to count anew, for the next request.
  func reset() {
    count = 0
    hasLine = false
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    while !isClosed,
      let piece = buffer.readSlice(length: min(buffer.readableBytes, Self.piece)),
      piece.readableBytes > 0
    {
      if count == 0 { began() }
      count += piece.readableBytes
      hasLine = hasLine || piece.readableBytesView.contains(UInt8(ascii: "\n"))
      context.fireChannelRead(wrapInboundOut(piece))
      if count > limit { exceeded() }
    }
  }
}
