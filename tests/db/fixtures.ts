import { toChatId, toPortalUserId } from '../../src/ports/identity.ts'
import type { Clock } from '../../src/ports/environment.ts'
import type { Action } from '../../src/store/actions.ts'
import type { ChatRecord } from '../../src/store/chats.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import type { Link, LinkAttempt } from '../../src/store/links.ts'
import type { ClaimedRow, NotificationRow } from '../../src/store/notifications.ts'
import type { Delivery } from '../../src/store/outbox.ts'
import type { NotificationSettings, Settings } from '../../src/store/settings.ts'
import type { Store } from '../../src/store/store.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Monday, 23 November 2026, 09:00 in Moscow. */
export const START_MS = Date.parse('2026-11-23T06:00:00Z')

/** Private chats and employees of the same people. */
export const anna = { chat: toChatId(7_001_001), employee: toPortalUserId(11), name: 'Анна Ковалёва' }
export const igor = { chat: toChatId(7_001_002), employee: toPortalUserId(12), name: 'Игорь Соколов' }
export const olga = { chat: toChatId(7_001_003), employee: toPortalUserId(13), name: 'Ольга Белова' }
export type Person = typeof anna

export interface SetClock extends Clock {
  advance(ms: number): void
}

export function createSetClock(): SetClock {
  let nowMs = START_MS
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

export function chatRecord(person: Person, revision: number, step = 'title'): ChatRecord {
  return {
    chat: person.chat,
    revision,
    language: 'ru',
    status: 'active',
    state: { stack: [{ dialog: 'create-task', step, answers: { title: 'Смета «Весна»' } }] },
  }
}

export function message(id: string, person: Person = anna, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id,
    lane: `chat:${person.chat}`,
    kind: 'message',
    chat: person.chat,
    payload: { text: `Сообщение ${id}` },
    dueAtMs: START_MS,
    ...more,
  }
}

export function link(person: Person, more: Partial<Link> = {}): Link {
  return {
    chat: person.chat,
    employee: person.employee,
    name: person.name,
    firstName: person.name.split(' ')[0] ?? '',
    zone: 'Europe/Moscow',
    linkedAtMs: START_MS,
    checkedAtMs: START_MS,
    ...more,
  }
}

export function attempt(id: string, person: Person, more: Partial<LinkAttempt> = {}): LinkAttempt {
  return {
    id,
    chat: person.chat,
    email: null,
    employee: person.employee,
    profile: { name: person.name, firstName: person.name.split(' ')[0] ?? '', zone: 'Europe/Moscow' },
    codeDigest: 'c0de'.repeat(16),
    inviteDigest: null,
    triesLeft: 5,
    requestedAtMs: START_MS,
    expiresAtMs: START_MS + 10 * MINUTE_MS,
    ...more,
  }
}

export function settings(notifications: Partial<NotificationSettings> = {}): Settings {
  return {
    language: null,
    notifications: {
      enabled: true,
      morning: { enabled: true, atMinutes: 8 * 60 },
      evening: { enabled: true, atMinutes: 18 * 60 },
      events: { enabled: true, leadMinutes: 15, importantLeadMinutes: 60 },
      deadlines: { dayBefore: true, onDay: true, passed: true },
      workDaysOnly: true,
      skipEmpty: true,
      quiet: { fromMinutes: 22 * 60, toMinutes: 7 * 60 },
      pausedUntil: null,
      ...notifications,
    },
  }
}

export function action(id: string, person: Person, more: Partial<Action> = {}): Action {
  return {
    id,
    chat: person.chat,
    employee: person.employee,
    service: 'bitrix.tasks.move',
    object: 'task:8017',
    atMs: START_MS,
    ...more,
  }
}

export type Planned = Omit<NotificationRow, 'state' | 'reason'>

export function notification(key: string, person: Person = anna, more: Partial<Planned> = {}): Planned {
  return {
    key,
    kind: 'morning',
    chat: person.chat,
    together: key,
    dueMs: START_MS,
    expiresMs: START_MS + 4 * HOUR_MS,
    silent: false,
    payload: { type: 'digest', date: '2026-11-23' },
    ...more,
  }
}

export async function claimDue(
  store: Store,
  nowMs: number,
  more: Partial<Parameters<Store['schedule']['claimDue']>[0]> = {},
): Promise<readonly ClaimedRow[]> {
  return store.schedule.claimDue({ nowMs, chats: 100, leaseMs: MINUTE_MS, ...more })
}

export async function enqueue(store: Store, ...deliveries: readonly NewDelivery[]): Promise<void> {
  await store.transaction((unit) => unit.deliveries.enqueue(deliveries))
}

export async function claim(
  store: Store,
  nowMs: number,
  more: Partial<Parameters<Store['outbox']['claim']>[0]> = {},
): Promise<readonly Delivery[]> {
  return store.outbox.claim({ limit: 100, leaseMs: MINUTE_MS, nowMs, ...more })
}

export function idsOf(deliveries: readonly Delivery[]): string[] {
  return deliveries.map((delivery) => delivery.id)
}
