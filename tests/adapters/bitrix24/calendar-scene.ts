import { createCalendar } from '../../../src/adapters/bitrix24/calendar.ts'
import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Calendar, NewEvent } from '../../../src/ports/calendar.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { romashka } from '../../../sandbox/bitrix24/company.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

export const assistant = toPortalUserId(1)
export const olga = toPortalUserId(7)
export const anna = toPortalUserId(15)
export const igor = toPortalUserId(27)
export const petr = toPortalUserId(31)
export const moscow = 'Europe/Moscow'
export const room = 'https://telemost.yandex.ru/j/12345678901234'

type Portal = Parameters<typeof startTestPortal>[0]
type Fault = Parameters<TestPortal['sandbox']['fault']>[0]
type EventSeed = Parameters<TestPortal['sandbox']['addEvent']>[0]

export interface CalendarScene extends AsyncDisposable {
  readonly portal: TestPortal
  readonly calendar: Calendar
  /** A process that has just started, with nothing learnt or kept. */
  restart(): Calendar
  put(event: EventSeed): number
  /** Methods called since the last time this was asked. */
  calls(): readonly string[]
  fault(rule: Fault): void
}

/** The assistant's calendar against the sandbox portal, by real HTTP. Nothing is planned yet. It is Tuesday 24 November 2026, noon in Moscow. */
export async function openCalendar(options: Portal = {}): Promise<CalendarScene> {
  const company = { ...romashka, events: () => [] }
  const portal = await startTestPortal({ company, ...options })
  const { sandbox, clock } = portal
  const connect = (): Calendar => {
    const client = portal.connect()
    const names = createNameBook({ client, clock, ttlMs: 300_000 })
    return createCalendar({ client, clock, names, readLink: readTelemostLink, zone: moscow })
  }
  let seen = 0
  return {
    portal,
    calendar: connect(),
    restart: connect,
    put: (event) => sandbox.addEvent(event),
    calls() {
      const fresh = sandbox.requests.slice(seen).map(({ method }) => method)
      seen = sandbox.requests.length
      return fresh
    },
    fault: (rule) => sandbox.fault(rule),
    [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose](),
  }
}

/** The days from `first` to the one before `end`, as somebody in Moscow has them. */
export function days(first: string, end: string, actor = anna, zone = moscow) {
  return { actor, fromMs: midnight(first), toMs: midnight(end), zone }
}

function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00+03:00`)
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome.value
}

/** «Планёрка» of Anna with Igor, on Wednesday from three to half past. */
export const planning: NewEvent = {
  title: 'Планёрка по договору',
  owner: { id: anna, name: 'Анна Петрова' },
  time: { allDay: false, from: '2026-11-25T15:00', to: '2026-11-25T15:30', zone: moscow },
  participants: [igor],
  link: room,
  description: 'Взять смету',
  recurrence: null,
}
