import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../../db/migrate.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { querySamples } from './query-samples.ts'

/** What may be read from end to end: it holds a handful of rows, or every row is wanted. */
const scanned: Readonly<Record<string, string>> = {
  nextLeaseEndMs: 'SCAN deliveries USING INDEX deliveries_leased',
  loadLinks: 'SCAN links',
  endRivalLinks: 'SCAN links USING INDEX links_living_employee',
  purgePoisonedUpdates: 'SCAN poisoned_updates',
  purgeAttempts: 'SCAN link_attempts',
  purgeEndedLinks: 'SCAN links',
  // From its oldest row on, and no further than `limit` rows.
  purgeJournal: 'SCAN journal',
  lastJournalSeq: 'SCAN journal',
  lastPublicationMs: 'SCAN publications',
  loadPublications: 'SCAN publications',
  loadWorkDays: 'SCAN work_days USING INDEX sqlite_autoindex_work_days_1',
}

/** What an administrator asks for by hand, once in months: an index for it would have to be written at every turn. */
const byHand = new Set(Object.keys(querySamples['personal'] ?? {}))

const plans: Readonly<Record<string, readonly string[]>> = {
  claimDeliveries: [
    'SEARCH head USING INDEX deliveries_urgent (due_at_ms<?)',
    'SEARCH earlier USING COVERING INDEX deliveries_waiting (chat=? AND lane=? AND seq<?)',
    'SEARCH performed USING INDEX deliveries_leased (lane=? AND lease_until_ms>?)',
  ],
  'claimDeliveries in the background': [
    'SEARCH head USING INDEX deliveries_background (due_at_ms<?)',
    'SEARCH deliveries USING INDEX deliveries_settled (settled_at_ms>?)',
    'SCAN deliveries USING INDEX deliveries_leased',
  ],
  'claimDeliveries of some lanes': ['SEARCH head USING INDEX deliveries_urgent (due_at_ms<?)'],
  cancelChatDeliveries: ['SEARCH deliveries USING INDEX deliveries_waiting (chat=?)'],
  cancelChatMessages: ['SEARCH deliveries USING INDEX deliveries_waiting (chat=?)'],
  nextHeadDueMs: ['SCAN head USING INDEX deliveries_urgent'],
  'nextHeadDueMs in the background': ['SCAN head USING INDEX deliveries_background'],
  claimNotifications: [
    'SEARCH head USING INDEX notifications_due (due_ms<?)',
    'SEARCH earlier USING INDEX notifications_open (chat=? AND due_ms<?)',
    'SEARCH row USING INDEX notifications_open (chat=? AND due_ms<?)',
  ],
  loadChatNotifications: [
    'SEARCH notifications USING INDEX notifications_open (chat=?)',
    'SEARCH notifications USING INDEX notifications_settled (chat=? AND updated_ms>?)',
  ],
  cancelChatNotifications: ['SEARCH notifications USING INDEX notifications_open (chat=?)'],
  nextPlannedMs: ['SCAN notifications USING INDEX notifications_due'],
  purgeNotifications: ['SEARCH notifications USING INDEX notifications_over (updated_ms<?)'],
  claimPlanning: ['SEARCH link USING INDEX links_planned (planned_at_ms<?)'],
  purgeDeliveries: ['SEARCH deliveries USING INDEX deliveries_settled (settled_at_ms<?)'],
}

test('the outbox and the notifications are read through their partial indexes alone', async () => {
  const all = await explain()
  for (const [name, steps] of Object.entries(plans)) {
    expect(all.get(name)).toEqual(expect.arrayContaining([...steps]))
  }
})

test('no query reads a table that grows from end to end', async () => {
  const scans = new Map<string, string[]>()
  for (const [name, steps] of await explain()) {
    if (byHand.has(name)) continue
    const found = steps.filter((step) =>
      /^SCAN (?!heads$|stale$|claimed$|second$|oldest$|CONSTANT ROW$|\d+-ROW VALUES)/.test(step),
    )
    const allowed = new Set([scanned[name], ...(plans[name] ?? [])])
    const surprising = found.filter((step) => !allowed.has(step))
    if (surprising.length > 0) scans.set(name, surprising)
  }
  expect(scans).toEqual(new Map())
})

/** What SQLite says it will do for each query, by the name of its sample. */
async function explain(): Promise<ReadonlyMap<string, readonly string[]>> {
  const queries: { sql: string; parameters: readonly unknown[] }[] = []
  await using db = new Kysely<Schema>({
    dialect: createSqliteDialect(':memory:'),
    log: (event) => void queries.push(event.query),
  })
  await migrate(db, 'sqlite')
  const steps = new Map<string, readonly string[]>()
  for (const samples of Object.values(querySamples)) {
    for (const [name, sample] of Object.entries(samples)) {
      queries.length = 0
      await sample(db, 'sqlite')
      const found = await Promise.all(queries.map((query) => planOf(db, query.sql, query.parameters)))
      steps.set(name, found.flat())
    }
  }
  return steps
}

async function planOf(db: Kysely<Schema>, text: string, parameters: readonly unknown[]): Promise<string[]> {
  const [first = '', ...others] = text.split('?')
  const bound = others.map((part, index) => sql`${parameters[index]}${sql.raw(part)}`)
  const { rows } = await sql<{
    detail: string
  }>`explain query plan ${sql.raw(first)}${sql.join(bound, sql``)}`.execute(db)
  return rows.map((row) => row.detail)
}
