/// The page at `/`.
package enum WebPage {
  package static var html: String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>Tidemark</title>
    <p>The figures of this process are at <a href="v1/snapshot">/v1/snapshot</a> and
    <a href="metrics">/metrics</a>.</p>
    </html>

    """
  }
}
