import { refuse } from '../refusal.ts'

/** Refuses a text whose markup is broken. `at` is where, in UTF-16 units; the server counts bytes and so does the text. */
export function brokenMarkup(problem: string): never {
  return refuse(`Can't parse entities: ${problem}`)
}

export function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at))
}
