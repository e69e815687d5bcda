/** The services behind «Напомнить позже». What makes sense when is decided by whoever sent the reminder. */
import type { When, WhenPolicy } from '../../ports/dates.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { DateWriter } from '../../ports/dates.ts'
import { textAt } from '../../machines/json.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { LocalService, Service } from '../../machines/services.ts'
import type { Link } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'

/** When a reminder comes again. */
export type Again =
  | { readonly type: 'minutes'; readonly minutes: number }
  | { readonly type: 'tomorrow' }
  | { readonly type: 'before_start'; readonly minutes: number }
  | { readonly type: 'at'; readonly atMs: number }

export interface SnoozeDeps {
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  deadlineOf(when: When, policy: WhenPolicy): string
  offer(unit: Unit, link: Link, key: string, nowMs: number): Promise<readonly Again[] | null>
  take(
    unit: Unit,
    link: Link,
    key: string,
    again: Again,
    nowMs: number,
  ): Promise<{ readonly ok: true; readonly dueMs: number } | { readonly ok: false; readonly reason: string }>
}

/** After a button that counts from now, nearer than this the clock alone is enough. What was typed is echoed in whole. */
const soonMs = 3 * 3_600_000
/** «В пятницу» without an hour: reminded when a working day has begun. */
const dayMinutes = 9 * 60

export function createSnoozeServices(deps: SnoozeDeps): ReadonlyMap<string, Service> {
  const offer: LocalService = {
    type: 'local',
    reasons: ['nothing'],
    async run({ actor, input, nowMs }, unit) {
      const choices = actor && (await deps.offer(unit, actor, textAt(input, 'key'), nowMs))
      if (choices === null || choices.length === 0) return { ok: false, reason: 'nothing' }
      return { ok: true, value: { choices: [...choices.map(nameOf), 'typed'] } }
    },
  }
  const take: LocalService = {
    type: 'local',
    reasons: ['too_often', 'past', 'too_late', 'too_far', 'nothing'],
    says: { again_at: ['at'], again_on: ['at'] },
    async run({ actor, input, nowMs, language }, unit) {
      const again = againOf(deps, input)
      if (actor === null || again === null) return { ok: false, reason: 'nothing' }
      const taken = await deps.take(unit, actor, textAt(input, 'key'), again, nowMs)
      if (!taken.ok) return taken
      const { zone } = actor
      const soon = again.type !== 'at' && taken.dueMs - nowMs < soonMs
      const at = soon
        ? deps.writer.formatClock(taken.dueMs, zone)
        : `${deps.writer.formatMoment(taken.dueMs, zone, { now: nowMs, language })} · ${deps.writer.formatZone(zone, taken.dueMs, language)}`
      const moment = { said: at, at: new Date(taken.dueMs).toISOString() }
      return { ok: true, value: { at: { words: soon ? 'again_at' : 'again_on', at: moment } } }
    },
  }
  return new Map([
    ['notifications.snooze.offer', offer],
    ['notifications.snooze', take],
  ])
}

/** The menu's names for them, both ways. */
const named: ReadonlyMap<string, Again> = new Map<string, Again>([
  ['ten_minutes', { type: 'minutes', minutes: 10 }],
  ['hour', { type: 'minutes', minutes: 60 }],
  ['tomorrow_morning', { type: 'tomorrow' }],
  ['before_start', { type: 'before_start', minutes: 5 }],
])

function nameOf(again: Again): string {
  const same = [...named].find(([, one]) => JSON.stringify(one) === JSON.stringify(again))
  return same?.[0] ?? again.type
}

/** From the button that was pressed, the menu, or what was typed. */
function againOf(deps: SnoozeDeps, input: JsonObject): Again | null {
  const { choice, how, at } = input
  const pressed = isObject(choice) ? readAgain(choice) : null
  if (pressed !== null) return pressed
  if (isWhen(at))
    return {
      type: 'at',
      atMs: Date.parse(deps.deadlineOf(at, { ...deps.policy, dayEndMinutes: dayMinutes })),
    }
  return typeof how === 'string' ? (named.get(how) ?? null) : null
}

function readAgain(choice: JsonObject): Again | null {
  const { type, minutes } = choice
  if (type === 'tomorrow') return { type }
  if (type !== 'minutes' && type !== 'before_start') return null
  return typeof minutes === 'number' ? { type, minutes } : null
}
