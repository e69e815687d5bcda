/**
 * Which of very many moments are worth looking at: those that show two answers together, at one place, that have not been
 * seen together there, or anything else there for the first time. Most faults hang on one circumstance or on two.
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
      const { place, answers, others } = circumstancesOf(likeness)
      const seen = places.get(place) ?? new Set<number>()
      places.set(place, seen)
      const before = seen.size
      for (const one of others) seen.add(numberOf(one))
      const numbers = answers.map((one) => numberOf(one))
      for (const [at, one] of numbers.entries())
        for (const other of numbers.slice(at)) seen.add(one * valuesMax + other)
      return seen.size > before
    },
  }
}

const valuesMax = 1_000_000

interface Circumstances {
  readonly place: string
  /** Bit by bit: which answers there are, and how they stand to each condition. */
  readonly answers: readonly string[]
  readonly others: readonly string[]
}

function circumstancesOf(likeness: string): Circumstances {
  const [about = '', asked = '', ...frames] = likeness.split('\n')
  const answers: string[] = []
  const others: string[] = [about, asked]
  for (const [level, frame] of frames.entries()) {
    for (const [at, part] of frame.split('|').entries()) {
      if (!/^[01]{2,}$/.test(part)) others.push(`${level}.${at}=${part}`)
      else answers.push(...Array.from(part, (bit, nth) => `${level}.${at}.${nth}=${bit}`))
    }
  }
  const place = frames.map((frame) => frame.split('|', 2).join('|')).join('\n')
  return { place, answers, others }
}
