import { setTimeout as sleep } from 'node:timers/promises'

import { Hono } from 'hono'
import { streamSSE, type SSEStreamingApi } from 'hono/streaming'

import type { Clock } from '../../src/ports/environment.ts'
import type { Person } from '../telegram/person.ts'
import type { Push } from './wire.ts'

/** Everything a page shows at one moment; parts are compared to tell what changed. */
export type Picture = Omit<Push, 'nowMs'>

export interface StreamSources {
  readonly clock: Clock
  /** `person` is whose chat the page has open; a page of the portal alone has none. */
  picture(person: Person | undefined): Picture
  personOf(id: number): Person | undefined
  /** Each calls its listener after any change and returns the way to stop. */
  readonly subscriptions: readonly ((listener: () => void) => () => void)[]
}

/** Changes that come in a burst are pushed together, so a busy bot costs a page one redraw. */
const coalesceMs = 20
/** How soon a "typing…" whose time has run out is noticed: nobody announces that. */
const idleMs = 1000
const heartbeatMs = 15_000

/** `GET /state` for programs, `GET /stream` for pages; both take `?person=<id>`. */
export function streamApi(sources: StreamSources): { readonly routes: Hono; end(): void } {
  const routes = new Hono()
  const open = new Set<() => void>()
  routes.get('/state', (context) => {
    const person = sources.personOf(Number(context.req.query('person')))
    return context.json({ nowMs: sources.clock.now(), ...sources.picture(person) } satisfies Push)
  })
  routes.get('/stream', (context) => {
    const person = sources.personOf(Number(context.req.query('person')))
    return streamSSE(context, (stream) => feed(stream, sources, person, open))
  })
  return {
    routes,
    end: () => open.forEach((stop) => stop()),
  }
}

/**
 * Feeds one page until it goes away. A slow page is never sent a backlog: whatever happened while it was reading is one
 * push afterwards.
 */
async function feed(
  stream: SSEStreamingApi,
  sources: StreamSources,
  person: Person | undefined,
  open: Set<() => void>,
): Promise<void> {
  const bell = createBell()
  const unsubscribe = sources.subscriptions.map((subscribe) => subscribe(bell.ring))
  stream.onAbort(bell.close)
  open.add(bell.close)
  const sent = new Map<string, string>()
  let quietSinceMs = performance.now()
  try {
    while (!bell.isClosed()) {
      const changes = changed(sources.picture(person), sent)
      const heartbeat = performance.now() - quietSinceMs >= heartbeatMs
      if (changes) await stream.writeSSE({ data: JSON.stringify({ nowMs: sources.clock.now(), ...changes }) })
      else if (heartbeat) await stream.write(': still here\n\n')
      if (changes || heartbeat) quietSinceMs = performance.now()
      if (await bell.wait(idleMs)) await sleep(coalesceMs)
    }
  } finally {
    open.delete(bell.close)
    unsubscribe.forEach((leave) => leave())
  }
}

interface Bell {
  readonly ring: () => void
  /** Rings for good. */
  readonly close: () => void
  isClosed(): boolean
  /** Until it has rung since the last time, or `ms` are over; tells which. */
  wait(ms: number): Promise<boolean>
}

function createBell(): Bell {
  let rung = false
  let closed = false
  let wake: (() => void) | null = null
  const ring = (): void => {
    rung = true
    wake?.()
  }
  return {
    ring,
    close() {
      closed = true
      ring()
    },
    isClosed: () => closed,
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = null
      const was = rung
      rung = false
      return was
    },
  }
}

function changed(picture: Picture, sent: Map<string, string>): Picture | null {
  const changes = Object.entries(picture).filter(([name, value]) => {
    const json = JSON.stringify(value)
    if (sent.get(name) === json) return false
    sent.set(name, json)
    return true
  })
  return changes.length > 0 ? Object.fromEntries(changes) : null
}
