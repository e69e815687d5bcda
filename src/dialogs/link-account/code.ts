/**
 * Codes and invites: made, shown, and kept as digests only.
 *
 * A digest is HMAC-SHA-256 over the secret and everything it must not be moved away from: the attempt, the chat, the
 * employee. A million codes are tried in seconds by whoever has the key, however slow the hash; so what protects a
 * stolen database is that the key is not in it.
 *
 * A code is not drawn but derived, by the same key, from the attempt it belongs to (as one-time passwords of RFC 4226
 * are): whoever has to send it again after a crash sends the same one, although nobody has kept it. Attempt ids are
 * never used twice.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { LinkAttempt } from '../../store/links.ts'
import { codeDigits } from './rules.ts'

export type Secret = 'code' | 'invite'

export interface CodeBook {
  /** Six digits, all of them equally likely. `attempt` must have its employee. */
  codeOf(attempt: Bound): string
  /** 192 bits that fit a deep link (Bot API: at most 64 characters of `A-Za-z0-9_-`). `attempt` must have its employee. */
  inviteOf(attempt: Bound): string
  /** In hex. `attempt` must have its employee. */
  digest(kind: Secret, value: string, attempt: Bound): string
  /**
   * Whether `value` is what `attempt` was given. Takes the same time for a wrong one, for an attempt that belongs to
   * nobody, and for one that was never sent a code.
   */
  matches(kind: Secret, value: string, attempt: LinkAttempt): boolean
}

export type Bound = Pick<LinkAttempt, 'id' | 'chat' | 'employee'>

const keyBytesMin = 32
const digestBytes = 32
const inviteLength = 32

/** @throws RangeError when the key has fewer than 32 bytes; the message does not repeat it. */
export function createCodeBook(key: string): CodeBook {
  if (new TextEncoder().encode(key).length < keyBytesMin) {
    throw new RangeError(`LINK_CODE_SECRET must have at least ${keyBytesMin} bytes`)
  }

  function hmac(kind: Secret | 'new code' | 'new invite', value: string, bound: Bound): Buffer {
    const parts = [kind, bound.id, String(bound.chat), String(bound.employee ?? ''), value]
    return createHmac('sha256', key).update(unambiguous(parts)).digest()
  }

  return {
    codeOf(attempt) {
      // 48 bits over a million: no code is likelier than another by more than one part in 10⁸.
      const drawn = hmac('new code', '', attempt).readUIntBE(0, 6)
      return String(drawn % 10 ** codeDigits).padStart(codeDigits, '0')
    },
    inviteOf: (attempt) => hmac('new invite', '', attempt).toString('base64url').slice(0, inviteLength),
    digest: (kind, value, attempt) => hmac(kind, value, attempt).toString('hex'),
    matches(kind, value, attempt) {
      const stored = kind === 'code' ? attempt.codeDigest : attempt.inviteDigest
      const kept = stored === null ? nothing : Buffer.from(stored, 'hex')
      const expected = kept.length === digestBytes ? kept : nothing
      const same = timingSafeEqual(hmac(kind, value, attempt), expected)
      return same && stored !== null && attempt.employee !== null
    },
  }
}

/** «123 456», with a space that no line breaks at. */
export function showCode(code: string): string {
  return `${code.slice(0, 3)}\u00A0${code.slice(3)}`
}

const nothing = Buffer.alloc(digestBytes)

/** Each part with its length before it: no two lists of parts read the same. */
function unambiguous(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('')
}
