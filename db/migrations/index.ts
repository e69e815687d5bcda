import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'
import * as init from './0001-init.ts'
import * as requestBuckets from './0002-request-buckets.ts'
import * as notifications from './0003-notifications.ts'
import * as backgroundDeliveries from './0004-background-deliveries.ts'
import * as workDays from './0005-work-days.ts'
import * as begunDeliveries from './0006-begun-deliveries.ts'
import * as publications from './0007-publications.ts'
import * as lighterTurns from './0008-lighter-turns.ts'

/** One step of the schema. Never edited after it was released; a later step corrects it. */
export interface Migration {
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>
}

/** All steps by name, in the order of their names. Static, so that a bundle or an edge function holds them too. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-init': init,
  '0002-request-buckets': requestBuckets,
  '0003-notifications': notifications,
  '0004-background-deliveries': backgroundDeliveries,
  '0005-work-days': workDays,
  '0006-begun-deliveries': begunDeliveries,
  '0007-publications': publications,
  '0008-lighter-turns': lighterTurns,
}
