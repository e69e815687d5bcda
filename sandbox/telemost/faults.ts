/** Faults on order: what a network or a proxy does to a request. */
interface Aim {
  /** As `POST /conferences`; every route when absent. */
  readonly route?: string
  /** How many requests it hits; without it, all until `clearFaults()`. */
  readonly times?: number
}

export type FaultRule =
  /** The answer comes `delayMs` of real time later; it ran at once. */
  | (Aim & { readonly kind: 'delay'; readonly delayMs: number })
  /** The connection breaks before anything ran, or after it ran. */
  | (Aim & { readonly kind: 'cut' | 'apply-then-cut' })
  /** A 502 page of a proxy; nothing ran. */
  | (Aim & { readonly kind: 'html' })
  /** This status with Telemost's own error body; nothing ran. */
  | (Aim & { readonly kind: 'status'; readonly status: number; readonly code?: string })

export interface Faults {
  add(rule: FaultRule): void
  clear(): void
  /** The first rule that aims at this route; it is used up by one. */
  take(route: string | null): FaultRule | undefined
}

export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; left: number }[] = []
  return {
    add: (rule) => void rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }),
    clear() {
      rules = []
    },
    take(route) {
      const hit = rules.find(
        ({ rule, left }) => left > 0 && (rule.route === undefined || rule.route === route),
      )
      if (hit !== undefined) hit.left -= 1
      return hit?.rule
    },
  }
}
