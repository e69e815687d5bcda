/**
 * Which of very many moments are worth looking at: those that show two circumstances together, at one place, that have
 * not been seen together there. Most faults hang on one circumstance or on two.
 */

export interface Novelty {
  /** Whether a moment shows anything new; it counts as seen from then on. */
  isNew(likeness: string): boolean
}

export function createNovelty(): Novelty {
  const places = new Map<string, Set<number>>()
  const values = new Map<string, number>()
  const numberOf = (value: string): number => {
    const known = values.get(value)
    if (known !== undefined) return known
    values.set(value, values.size)
    return values.size - 1
  }
  return {
    isNew(likeness) {
      const [place, ...circumstances] = circumstancesOf(likeness)
      const pairs = places.get(place) ?? new Set<number>()
      places.set(place, pairs)
      const numbers = circumstances.map((one) => numberOf(one))
      const before = pairs.size
      for (const [at, one] of numbers.entries())
        for (const other of numbers.slice(at)) pairs.add(one * valuesMax + other)
      return pairs.size > before
    },
  }
}

const valuesMax = 1_000_000

/** The place first; then every part of the likeness with its position, bit by bit where it is bits. */
function circumstancesOf(likeness: string): readonly [string, ...string[]] {
  const [about = '', asked = '', ...frames] = likeness.split('\n')
  const parts = frames.flatMap((frame, level) =>
    frame
      .split('|')
      .flatMap((part, at) =>
        /^[01]{2,}$/.test(part)
          ? Array.from(part, (bit, nth) => `${level}.${at}.${nth}=${bit}`)
          : [`${level}.${at}=${part}`],
      ),
  )
  const place = frames.map((frame) => frame.split('|', 2).join('|')).join('\n')
  return [place, about, asked, ...parts]
}
