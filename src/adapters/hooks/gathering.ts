import type { PortalHint } from './event.ts'

/**
 * Hints about one object that come within `waitMs` of the first are one: the portal sends several for what a person sees
 * as a single change, and our own changes come back as well.
 */
export interface Gathering {
  add(hint: PortalHint): void
  /** Forgets what has not been given on: hints are never owed to anybody. */
  stop(): void
}

/** More objects than this are not waited for at once; the regular look at the portal finds what they were about. */
const objectsMax = 5_000

export function createGathering(waitMs: number, give: (hint: PortalHint) => void): Gathering {
  const waiting = new Map<string, NodeJS.Timeout>()
  return {
    add(hint) {
      const key = `${hint.kind}:${hint.id}`
      if (waiting.has(key) || waiting.size >= objectsMax) return
      const timer = setTimeout(() => {
        waiting.delete(key)
        give(hint)
      }, waitMs)
      waiting.set(key, timer)
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
