import type { FoundEvent } from './calendar-find.ts'

/** What of a person's calendar touches [fromMs, toMs), each thing once, in the order in which it is shown. */
export function eventsBetween(
  found: readonly FoundEvent[],
  fromMs: number,
  toMs: number,
): readonly FoundEvent[] {
  const inside = once(found.filter(({ span }) => touches(span, fromMs, toMs)))
  return inside.toSorted((a, b) => compare(a, b, fromMs))
}

interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

/** A moment without length is in the window it begins in. */
export function touches({ startMs, endMs }: Stretch, fromMs: number, toMs: number): boolean {
  return startMs < toMs && (endMs > fromMs || startMs >= fromMs)
}

/** The portal may list a meeting and the actor's copy of it: their own entry counts. */
function once(found: readonly FoundEvent[]): FoundEvent[] {
  const kept = new Map<string, FoundEvent>()
  for (const one of found) {
    const key = `${one.row.parentId} ${one.span.startMs}`
    const before = kept.get(key)
    if (before === undefined || before.row.id === before.row.parentId) kept.set(key, one)
  }
  return [...kept.values()]
}

/** What began before the window counts as beginning with it. Of two that begin together, the one without hours first. */
function compare(a: FoundEvent, b: FoundEvent, fromMs: number): number {
  const start = ({ span }: FoundEvent): number => Math.max(span.startMs, fromMs)
  return start(a) - start(b) || hours(a) - hours(b) || a.span.startMs - b.span.startMs || a.row.id - b.row.id
}

function hours({ span }: FoundEvent): number {
  return span.dates === null ? 1 : 0
}
