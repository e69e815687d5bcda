/** «Did you mean…»: the known name that a mistyped one most resembles. */
/** The closest of `candidates`, or null when none is close enough to be worth naming. */
export function near(word: string, candidates: Iterable<string>): string | null {
  const typed = fold(word)
  const limit = typed.length < 3 ? 0 : Math.min(4, Math.max(1, Math.round(typed.length / 3)))
  let best: { readonly name: string; readonly far: number } | null = null
  for (const name of candidates) {
    const far = farness(typed, fold(name), limit)
    if (far <= limit && (best === null || far < best.far)) best = { name, far }
  }
  return best?.name ?? null
}

/** Whether Russian letters have slipped into a name: they look like Latin ones and cannot be seen. */
export function hasRussianLetters(word: string): boolean {
  return /\p{Script=Cyrillic}/u.test(word)
}

/** A beginning of the name counts as one slip short of the limit: «desc» is «description». */
function farness(typed: string, name: string, limit: number): number {
  const far = distance(typed, name)
  return typed.length >= 3 && name.startsWith(typed) ? Math.min(far, Math.max(limit, 1)) : far
}

/** Letters put in, left out, replaced, or two neighbours swapped (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const costs = [at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1)]
      next.push(Math.min(...costs, swapped ? at(before, j - 2) + 1 : Infinity))
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}

function fold(word: string): string {
  const latin = Array.from(word.toLowerCase().slice(0, 64), (letter) => lookalikes.get(letter) ?? letter)
  return latin.join('').replaceAll(/[\s_-]+/g, '')
}

const lookalikes = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    е: 'e',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    с: 'c',
    т: 't',
    у: 'y',
    х: 'x',
  }),
)
