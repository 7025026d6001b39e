extension Reply {
  /// Returns the page, of which nothing but what it brings itself may run or be loaded.
  static func page(_ html: String) -> Reply {
    let policy = [
      "default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'",
      "img-src 'self' data:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
      "frame-ancestors 'none'",
    ]
    return Reply(
      contentType: "text/html; charset=utf-8", body: Array(html.utf8),
      headers: [
        RequestError.Header(
          name: "Content-Security-Policy", value: policy.joined(separator: "; "))
      ])
  }
}
