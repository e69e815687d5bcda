/** «Напомнить позже», as the dialog asks for it: what makes sense for a reminder of this chat, and doing it. */
import type { Link } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { snooze, snoozeChoices, type SnoozeChoice, type Snoozed } from '../rules/snooze.ts'
import { personOf, type ReadSettings } from './people.ts'
import { rowOf, storedFrom } from './plan-people.ts'

export type SnoozeRefusal = Extract<Snoozed, { ok: false }>['reason']

export interface Snoozing {
  /** The choices that make sense now; null when the chat was never sent such a reminder, or it is too old. */
  offer(unit: Unit, link: Link, key: string, nowMs: number): Promise<readonly SnoozeChoice[] | null>
  /** The instant it will come again, or why not. */
  take(
    unit: Unit,
    link: Link,
    key: string,
    choice: SnoozeChoice,
    nowMs: number,
  ): Promise<
    { readonly ok: true; readonly dueMs: number } | { readonly ok: false; readonly reason: SnoozeRefusal }
  >
}

export function createSnoozing({ readSettings }: { readonly readSettings: ReadSettings }): Snoozing {
  async function known(unit: Unit, link: Link, key: string) {
    const row = await unit.notifications.byKey(key)
    const person = await personOf(unit, link, readSettings)
    // A key comes from a button: it proves nothing.
    return row === null || person === null || row.chat !== link.chat
      ? null
      : { source: storedFrom(row), person }
  }

  return {
    async offer(unit, link, key, nowMs) {
      const found = await known(unit, link, key)
      if (found === null) return null
      return snoozeChoices(found.source, { nowMs, person: found.person })
    },
    async take(unit, link, key, choice, nowMs) {
      const found = await known(unit, link, key)
      if (found === null) return { ok: false, reason: 'nothing' }
      const snoozed = snooze(choice, found.source, { nowMs, person: found.person })
      if (!snoozed.ok) return snoozed
      await unit.notifications.plan([rowOf(snoozed.notification)], nowMs)
      return { ok: true, dueMs: snoozed.notification.dueMs }
    },
  }
}
