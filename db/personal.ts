import type { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import type { PersonalData } from '../src/store/personal-data.ts'
import type { Unit } from '../src/store/unit.ts'
import { countUnfinished, deletePersonal, loadChatsOf, loadPersonal } from './queries/personal.ts'
import type { Schema } from './schema.ts'

export function createPersonal(
  transaction: <T>(work: (unit: Unit, db: Kysely<Schema>) => Promise<T>) => Promise<T>,
  clock: Clock,
): PersonalData {
  return {
    collect: (employee) =>
      transaction(async (_unit, db) => loadPersonal(db, employee, await loadChatsOf(db, employee))),
    erase: (employee, blank) =>
      transaction(async (unit, db) => {
        if ((await unit.links.byEmployee(employee)) !== null) return { type: 'linked' }
        const chats = await loadChatsOf(db, employee)
        // Holds the chats: whoever is in the middle of a turn ends it first.
        const records = []
        for (const chat of chats) records.push(await unit.chats.load(chat))
        if ((await countUnfinished(db, chats)) > 0) return { type: 'unfinished' }
        for (const record of records) {
          if (record === null) continue
          const { revision, state } = record
          await unit.chats.save({ ...record, revision: revision + 1, state: blank(state) }, clock.now())
        }
        return { type: 'erased', rows: await deletePersonal(db, employee, chats) }
      }),
  }
}
