/** Faults on order: what networks, proxies and portals do to a request. */

interface Aim {
  /** Any case; every method when absent. `batch` aims at the outer call. */
  readonly method?: string
  readonly version?: 2 | 3
  /** How many requests it hits; without it, all until `clearFaults()`. */
  readonly times?: number
}

export type FaultRule = Aim &
  (
    | {
        readonly kind: 'status'
        readonly status: number
        readonly code?: string
        readonly description?: string
      }
    | {
        readonly kind:
          /** The connection breaks before anything ran. */
          | 'cut'
          /** It ran, and the connection breaks before the answer. */
          | 'apply-then-cut'
          /** It ran, and the answer comes `delayMs` later: a caller that gave up was served all the same. */
          | 'delay'
          /** It runs only after `delayMs`, whether or not the caller still waits. */
          | 'late'
          /** A proxy delivers it twice, one after the other; the second answer arrives. */
          | 'twice'
          /** 302 to `location`; without one to the same path under `/renamed`, which works. */
          | 'redirect'
        readonly delayMs?: number
        readonly location?: string
      }
    | {
        /** A 502 page of a proxy, or 200 with nothing. `applied`: after the method ran. */
        readonly kind: 'html' | 'empty'
        readonly applied?: boolean
      }
  )

export interface Faults {
  add(rule: FaultRule): void
  clear(): void
  /** The first rule that aims at this request; it is used up by one. */
  take(version: 2 | 3, method: string): FaultRule | undefined
}

export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; left: number }[] = []
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY })
    },
    clear() {
      rules = []
    },
    take(version, method) {
      const hit = rules.find(
        ({ rule, left }) =>
          left > 0 &&
          (rule.method === undefined || rule.method.toLowerCase() === method) &&
          (rule.version === undefined || rule.version === version),
      )
      if (hit === undefined) return undefined
      hit.left -= 1
      return hit.rule
    },
  }
}
