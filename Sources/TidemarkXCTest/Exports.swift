// A test imports one module and can spell metrics.
@_exported public import Tidemark
