import Testing

@testable import TidemarkBaselines

@Suite struct MarkdownReportTests {
  private let markdown = MarkdownReport(root: "/home/me/feed")

  @Test func riseIsATableAndItsReasonsAreFolded() {
    #expect(
      markdown.render(Sample.example) == #"""
        ## Tidemark: ❌ 1 test risen

        42 tests · 1 risen · 1 fallen · 40 level — `linux-x86_64/6.3/debug/parallel/pool-4`

        | | Test | Metric | Baseline | Measured | Change | Rule |
        |---|---|---|---:|---:|---:|---|
        | ❌ | `FeedTests/refresh()` | `tasks.created` | 12 | 13 | **+1** | exact |
        | ❌ | `FeedTests/refresh()` | `tasks.leaked` | 0 | 1 | **+1** | exact |
        | ❌ | `FeedTests/refresh()` | `heap.allocations` | 1,204…1,210 | 1,377 | **+13.8 %** | limit +5 % |
        | 🔽 | `FeedTests/decode()` | `heap.allocations` | 880…880 | 640 | **−27.3 %** | limit −5 % |

        <details><summary>Why</summary>

        ```text
        FeedTests/refresh()
        \#(Sample.reasons)
        ```

        </details>

        Swift Testing: 42 of 42 tests measured · not attributed: 0 tasks, 12 allocations (0.2 %) · nothing lost

        next: undo the rise, or accept it: `tidemark accept 'FeedTests/refresh()'`

        """#)
  }

  @Test func markupInNamesIsNotMarkup() {
    #expect(
      markdown.render(Sample.hostile) == #"""
        ## Tidemark: ❌ 1 test risen

        1 test · 1 risen — `linux-x86_64/6.3/debug/parallel/pool-4`

        | | Test | Metric | Baseline | Measured | Change | Rule |
        |---|---|---|---:|---:|---:|---|
        | ❌ | `` 日本語/読み込み <b>\|`\u{1B}[31m` `` | `heap.peakBytes` | 1.000…1.000 MiB | 1.001 MiB | **+0.1 %** | limit \| 0 % |
        | ❌ | `` 日本語/読み込み <b>\|`\u{1B}[31m` `` | `time.wall` | 1.5…1.7 ms | 1,900.0 ms | **+111,664.7 %** | limit in the test |

        <details><summary>Why</summary>

        ```text
        日本語/読み込み <b>|`\u{1B}[31m`
            heap.peakBytes   1.000…1.000 MiB      1.001 MiB           +0.1 %   limit | 0 %
            time.wall             1.5…1.7 ms     1,900.0 ms     +111,664.7 %   limit in the test
            first, 100 %: \u{0}
            second ]]> & "quoted"
        ```

        </details>

        Swift Testing: 1 of 1 test measured · not attributed: 0 tasks, 12 allocations (100.0 %) · nothing lost

        next: undo the rise, or accept it: ``tidemark accept '日本語/読み込み <b>|`\u{1B}[31m`'``

        """#)
    #expect(MarkdownReport.escaped("<a> & [b](c) @team") == #"&lt;a&gt; &amp; \[b\](c) \@team"#)
  }

  @Test func manyTestsAreCutAndCounted() {
    let text = MarkdownReport(limit: 2).render(Sample.missing)
    #expect(text.contains("- `FeedTests/new1()`\n- and 3 more tests\n"))
    #expect(!text.contains("new2()"))
  }
}
