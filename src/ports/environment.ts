/** The only source of "now". Milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number
}

/** Where randomness comes from: tokens, codes and ids are unguessable outside tests and repeatable inside them. */
export interface Randomness {
  /** `length` characters of `A-Za-z0-9_-`, 6 bits each. */
  token(length: number): string
  /** A whole number, 0 ≤ n < `below`. */
  integer(below: number): number
}
