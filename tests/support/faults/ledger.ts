/** The database as an auditor reads it: beside the processes that write it, and after they were killed. */
import BetterSqlite from 'better-sqlite3'
import { askPostgres } from '../postgres/ask.ts'

export interface DeliveryRow {
  /** As the turn made it: `chat:revision:n`, and more for a call nobody waits for. */
  readonly id: string
  readonly kind: 'message' | 'card' | 'erase' | 'strip' | 'call' | 'timer'
  readonly chat: number
  readonly state: 'pending' | 'done' | 'dead' | 'unknown' | 'cancelled'
  readonly attempts: number
  /** How many of the attempts surely did nothing. */
  readonly undone: number
  /** Of a call or timer that a conversation waits for. */
  readonly conversation: string | null
}

export interface Ledger {
  /** What is still to be done, timers left out. */
  openDeliveries(): readonly DeliveryRow[]
  deliveries(chat: number): readonly DeliveryRow[]
  /** The digests of a local date, everybody's. */
  digests(
    kind: 'morning' | 'evening',
    date: string,
  ): readonly { readonly key: string; readonly state: string }[]
  /** How many turns a chat has taken. */
  revision(chat: number): number
  /** The revisions the journal of a chat tells of, each once, in order. */
  journal(chat: number): readonly number[]
  /** Updates taken, of all chats. */
  updates(): number
  poisoned(): number
  livingLinks(chat: number): number
  /** How often an event of linking was written down for a chat. */
  audited(event: 'requested' | 'sent' | 'wrong' | 'linked', chat: number): number
  /** Cards of a chat of which nobody knows where they stand. */
  lostCards(chat: number): number
  /** Chats whose journal does not tell of every turn, or that have deliveries of a turn they have not taken. */
  tornChats(): number
  /** `ok`, or what SQLite found broken in its file. */
  integrity(): string
  close(): void
}

/** `url` as in DATABASE_URL. */
export function openLedger(url: string): Ledger {
  const { rows, conversation, integrity, close } = url.startsWith('sqlite:') ? openFile(url) : openServer(url)
  const numbers = (sql: string, ...values: readonly unknown[]) =>
    rows(sql, values).map((row) => Number(Object.values(row)[0]))
  const number = (sql: string, ...values: readonly unknown[]) => numbers(sql, ...values)[0] ?? 0
  const deliveries = (where: string, ...values: readonly unknown[]) =>
    rows(
      `select id, kind, chat, state, attempts, undone, ${conversation} as conversation
       from deliveries where ${where} order by seq`,
      values,
    ) as DeliveryRow[]

  return {
    openDeliveries: () => deliveries(`state = 'pending' and kind <> 'timer'`),
    deliveries: (chat) => deliveries('chat = ?', chat),
    digests: (kind, date) =>
      rows('select key, state from notifications where key like ? order by key', [`${kind}:%:${date}`]) as {
        key: string
        state: string
      }[],
    revision: (chat) => number('select revision from chats where chat = ?', chat),
    journal: (chat) =>
      numbers('select distinct revision from journal where chat = ? order by revision', chat),
    updates: () => number('select count(*) from updates'),
    poisoned: () => number('select count(*) from poisoned_updates'),
    livingLinks: (chat) => number('select count(*) from links where chat = ? and ended_at_ms is null', chat),
    audited: (event, chat) => number('select count(*) from audit where event = ? and chat = ?', event, chat),
    lostCards: (chat) => number('select count(*) from cards where chat = ? and message_id is null', chat),
    tornChats: () =>
      number(
        `select count(*) from chats
         where revision <> (select count(distinct revision) from journal where journal.chat = chats.chat)
            or exists (select 1 from deliveries where deliveries.chat = chats.chat
              and deliveries.id like chats.chat || ':' || (chats.revision + 1) || ':%')`,
      ),
    integrity,
    close,
  }
}

interface Books {
  rows(sql: string, values: readonly unknown[]): readonly object[]
  /** What a delivery's payload says of its conversation. */
  readonly conversation: string
  integrity(): string
  close(): void
}

function openFile(url: string): Books {
  const db = new BetterSqlite(url.slice('sqlite:'.length), { readonly: true, timeout: 10_000 })
  return {
    rows: (sql, values) => db.prepare(sql).all(...values) as object[],
    conversation: `json_extract(payload, '$.conversation')`,
    integrity: () => String(db.pragma('integrity_check', { simple: true })),
    close: () => void db.close(),
  }
}

function openServer(url: string): Books {
  const { ask, close } = askPostgres(url)
  return {
    rows(sql, values) {
      let place = 0
      return ask(
        sql.replaceAll('?', () => `$${(place += 1)}`),
        values,
      )
    },
    conversation: `payload::json ->> 'conversation'`,
    // The server's own affair: it was not the one that was killed.
    integrity: () => 'ok',
    close,
  }
}
