import { CompiledQuery } from 'kysely'
import type { Transaction } from 'kysely'
import type { Clock } from '../src/ports.ts'
import type {
  CardStore,
  ChatStore,
  DefinitionStore,
  DeliveryWriter,
  JournalStore,
  LinkStore,
  Unit,
  UpdateStore,
} from '../src/store.ts'
import * as cards from './queries/cards.ts'
import * as chats from './queries/chats.ts'
import * as definitions from './queries/definitions.ts'
import * as deliveries from './queries/deliveries.ts'
import * as journal from './queries/journal.ts'
import * as links from './queries/links.ts'
import * as updates from './queries/updates.ts'
import type { Dialect, Schema } from './schema.ts'

/** Rows per statement; both databases limit the parameters of one (SQLite 32,766). */
const ROWS_MAX = 500

type Run = <T>(query: (db: Transaction<Schema>) => Promise<T>) => Promise<T>

/**
 * The stores over one open transaction, for as long as `work` runs. Whatever is called later, or was called and not
 * awaited, fails loudly: it would run outside the transaction, or after half of it was undone.
 */
export async function withUnit<T>(
  db: Transaction<Schema>,
  dialect: Dialect,
  clock: Clock,
  work: (unit: Unit) => Promise<T>,
): Promise<T> {
  const running = new Set<Promise<unknown>>()
  let open = true
  let depth = 0

  async function run<R>(query: (db: Transaction<Schema>) => Promise<R>): Promise<R> {
    if (!open) throw new Error('This unit is over: its transaction has been committed or rolled back')
    const answer = query(db)
    running.add(answer)
    try {
      return await answer
    } finally {
      running.delete(answer)
    }
  }

  async function finished<R>(part: () => Promise<R>): Promise<R> {
    try {
      const result = await part()
      if (running.size > 0)
        throw new Error('A part of the transaction was not awaited; all of it is rolled back')
      return result
    } finally {
      await Promise.allSettled(running)
    }
  }

  async function savepoint<R>(part: () => Promise<R>): Promise<R> {
    depth += 1
    const own = depth
    await run(() => db.executeQuery(CompiledQuery.raw(`savepoint s${own}`)))
    try {
      const result = await finished(part)
      if (depth !== own) throw new Error('Two savepoints of one unit overlap; run them one after the other')
      await run(() => db.executeQuery(CompiledQuery.raw(`release savepoint s${own}`)))
      return result
    } catch (error) {
      await run(() => db.executeQuery(CompiledQuery.raw(`rollback to savepoint s${own}`)))
      await run(() => db.executeQuery(CompiledQuery.raw(`release savepoint s${own}`)))
      throw error
    } finally {
      depth = own - 1
    }
  }

  const unit: Unit = {
    savepoint,
    updates: createUpdateStore(run),
    chats: createChatStore(run, dialect),
    cards: createCardStore(run),
    definitions: createDefinitionStore(run),
    journal: createJournalStore(run),
    deliveries: createDeliveryWriter(run, clock),
    links: createLinkStore(run),
  }
  try {
    return await finished(() => work(unit))
  } finally {
    open = false
  }
}

function createUpdateStore(run: Run): UpdateStore {
  return {
    claim: (updateId, atMs) => run((db) => updates.claimUpdate(db, updateId, atMs)),
    poison: (update) =>
      run(async (db) => {
        await updates.claimUpdate(db, update.updateId, update.atMs)
        await updates.keepPoisonedUpdate(db, update)
      }),
  }
}

function createChatStore(run: Run, dialect: Dialect): ChatStore {
  return {
    load: (chat) => run((db) => chats.loadChat(db, dialect, chat)),
    save: (record, atMs) =>
      run((db) =>
        record.revision === 1 ? chats.insertChat(db, record, atMs) : chats.updateChat(db, record, atMs),
      ),
  }
}

function createCardStore(run: Run): CardStore {
  return {
    load: (token) => run((db) => cards.loadCard(db, token)),
    save: (card) => run((db) => cards.saveCard(db, card)),
    placed: (token, messageId) => run((db) => cards.placeCard(db, token, messageId)),
  }
}

function createDefinitionStore(run: Run): DefinitionStore {
  return {
    keep: (definition) => run((db) => definitions.keepDefinition(db, definition)),
    load: (hash) => run((db) => definitions.loadDefinition(db, hash)),
  }
}

function createJournalStore(run: Run): JournalStore {
  return {
    append: (entries) =>
      run(async (db) => {
        for (const some of slices(entries)) await journal.appendJournal(db, some)
      }),
  }
}

function createDeliveryWriter(run: Run, clock: Clock): DeliveryWriter {
  return {
    enqueue: (rows) =>
      run(async (db) => {
        for (const some of slices(rows)) await deliveries.insertDeliveries(db, some, clock.now())
      }),
    cancel: (ids, reason) =>
      run(async (db) => {
        for (const some of slices(ids)) await deliveries.cancelDeliveries(db, some, reason, clock.now())
      }),
    cancelChat: (chat, reason) => run((db) => deliveries.cancelChatDeliveries(db, chat, reason, clock.now())),
  }
}

function createLinkStore(run: Run): LinkStore {
  return {
    byChat: (chat) => run((db) => links.loadLink(db, { chat })),
    byEmployee: (employee) => run((db) => links.loadLink(db, { employee })),
    all: () => run((db) => links.loadLinks(db)),
    establish: (link) =>
      run(async (db) => {
        const ended = await links.endRivalLinks(db, link)
        await links.saveLink(db, link)
        return ended
      }),
    end: (chat, reason, atMs) => run((db) => links.endLink(db, chat, reason, atMs)),
    checked: (employees, atMs) =>
      run(async (db) => {
        for (const some of slices(employees)) await links.markLinksChecked(db, some, atMs)
      }),
    attempt: (chat) => run((db) => links.loadAttempt(db, { chat })),
    attemptById: (id) => run((db) => links.loadAttempt(db, { id })),
    saveAttempt: (attempt) => run((db) => links.saveAttempt(db, attempt)),
    dropAttempt: (chat) => run((db) => links.deleteAttempt(db, chat)),
    audit: (event, facts) => run((db) => links.appendAudit(db, event, facts)),
    count: (event, whose, sinceMs) => run((db) => links.countAudit(db, event, whose, sinceMs)),
    failuresInARow: (employee) => run((db) => links.countFailuresInARow(db, employee)),
  }
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_MAX) yield items.slice(start, start + ROWS_MAX)
}
