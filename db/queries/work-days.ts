import type { Kysely } from 'kysely'
import type { WorkDay } from '../../src/store/work-days.ts'
import type { Schema } from '../schema.ts'

export async function loadWorkDays(db: Kysely<Schema>): Promise<readonly WorkDay[]> {
  return db.selectFrom('work_days').select(['date', 'kind']).orderBy('date').execute()
}

/** Dates are text of one form, so their order is that of the calendar. */
export async function deleteWorkDays(db: Kysely<Schema>, year: number): Promise<void> {
  await db
    .deleteFrom('work_days')
    .where('date', '>=', `${year}-01-01`)
    .where('date', '<=', `${year}-12-31`)
    .execute()
}

/** `days` must not be empty, nor name a date twice. */
export async function insertWorkDays(db: Kysely<Schema>, days: readonly WorkDay[]): Promise<void> {
  await db
    .insertInto('work_days')
    .values(days.map(({ date, kind }) => ({ date, kind })))
    .execute()
}
