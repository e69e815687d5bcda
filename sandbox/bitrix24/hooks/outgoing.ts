/**
 * Outgoing webhooks: the portal tells one address what changed (docs: api-reference/events). Own writes come back like
 * everybody's; there is no word of who or what, no promise of order, and what was not taken is not sent again.
 */
import type { Portal } from '../portal.ts'
import { changesBetween, type HookEvent, type Tables } from './changes.ts'

export interface Hook {
  readonly url: string
  /** The application token, by which the receiver knows the portal. */
  readonly token: string
}

export interface OutgoingHooks {
  /** Null: nobody is told. What changed before is not told later. */
  set(hook: Hook | null): void
  /** Tells what changed since the last look. */
  look(): void
  /** Resolves when everything told so far has been delivered, or refused. */
  idle(): Promise<void>
  close(): void
}

/** An unhurried receiver is given up, as a queue server does (docs; the figure is ours). */
const deliveryMs = 5_000
/** So long an overtaking event may come behind. */
const overtakingMs = 30
const handlerId = '975'
const memberId = 'd897f2a1c5b04e6f9a3d7c1e2b8f4a60'

/** `origin` is asked at each delivery: it is known once the portal listens. */
export function createHooks(
  portal: Pick<Portal, 'clock' | 'modes' | 'state'>,
  origin: () => string,
): OutgoingHooks {
  const closing = new AbortController()
  let hook: Hook | null = null
  let seen = tablesOf(portal)
  let waiting: readonly (() => Promise<void>)[] = []
  let draining: Promise<void> | null = null

  function look(): void {
    const now = tablesOf(portal)
    const target = hook
    const events = target === null ? [] : changesBetween(seen, now)
    seen = now
    if (target === null || events.length === 0) return
    const atMs = portal.clock.now()
    const twice = portal.modes.hookDelivery === 'twice'
    const told = events.flatMap((event) => {
      const body = bodyOf(event, { token: target.token, origin: origin(), atMs })
      const send = () => post(target.url, body, closing.signal)
      return twice ? [send, send] : [send]
    })
    waiting = [...waiting, ...told]
    draining ??= drain().finally(() => (draining = null))
  }

  async function drain(): Promise<void> {
    if (portal.modes.hookOrder === 'reversed') await pause(overtakingMs, closing.signal)
    while (waiting.length > 0 && !closing.signal.aborted) {
      const isReversed = portal.modes.hookOrder === 'reversed'
      const next = isReversed ? waiting.at(-1) : waiting[0]
      waiting = isReversed ? waiting.slice(0, -1) : waiting.slice(1)
      // One after another: otherwise the network would decide about the order.
      // oxlint-disable-next-line no-await-in-loop
      await next?.()
    }
  }

  return {
    set(next) {
      look()
      hook = next
    },
    look,
    async idle() {
      await draining
    },
    close: () => closing.abort(),
  }
}

function tablesOf({ state }: Pick<Portal, 'state'>): Tables {
  return { tasks: state.tasks, events: state.events }
}

function bodyOf(
  event: HookEvent,
  from: { readonly token: string; readonly origin: string; readonly atMs: number },
): string {
  return new URLSearchParams([
    ['event', event.name],
    ['event_handler_id', handlerId],
    ...Object.entries(event.fields),
    ['ts', String(Math.floor(from.atMs / 1000))],
    ['auth[domain]', new URL(from.origin).host],
    ['auth[client_endpoint]', `${from.origin}/rest/`],
    ['auth[server_endpoint]', 'https://oauth.bitrix.info/rest/'],
    ['auth[member_id]', memberId],
    ['auth[application_token]', from.token],
  ]).toString()
}

/** Whatever becomes of it, the event is not sent again (docs). */
async function post(url: string, body: string, closing: AbortSignal): Promise<void> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(deliveryMs)])
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await response.body?.cancel()
  } catch {
    // The receiver is away or slow; a real portal does not care either.
  }
}

function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    closing.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
