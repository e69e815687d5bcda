/** What a person should have been shown beside what they were shown. */

export interface TextCounts {
  readonly lost: number
  readonly reordered: number
  readonly repeated: number
  /** Texts that nobody undisturbed is shown: words of trouble. */
  readonly strange: number
}

/**
 * Each expected text that is missing is lost; each that is there, but only after one that should follow it, is reordered;
 * each that is there more often than expected is repeated. A task that an attempt nobody heard of had made is told of as
 * being there already: that is the same message.
 */
export function compareTexts(expected: readonly string[], actual: readonly string[]): TextCounts {
  const shown = actual.map((text) => text.replace('✅ Задача уже есть: ', '✅ Задача создана: '))
  const due = countsOf(expected)
  const there = countsOf(shown)
  let lost = 0
  let repeated = 0
  for (const [text, count] of due) {
    const found = there.get(text) ?? 0
    lost += Math.max(0, count - found)
    repeated += Math.max(0, found - count)
  }
  const inOrder = longestCommon(expected, shown)
  return {
    lost,
    reordered: expected.length - lost - inOrder,
    repeated,
    strange: shown.filter((text) => !due.has(text)).length,
  }
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** The length of the longest common subsequence. */
function longestCommon(first: readonly string[], second: readonly string[]): number {
  let lengths: readonly number[] = second.map(() => 0)
  for (const text of first) {
    const next: number[] = []
    second.forEach((other, index) => {
      const before = index === 0 ? 0 : (lengths[index - 1] ?? 0)
      const same = text === other ? before + 1 : 0
      next.push(Math.max(same, lengths[index] ?? 0, next[index - 1] ?? 0))
    })
    lengths = next
  }
  return lengths.at(-1) ?? 0
}
