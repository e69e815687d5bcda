import { createHash, timingSafeEqual } from 'node:crypto'

/** Hashed first: neither the length of the secret nor how much of it is right can be told from the time this takes. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(secret))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
