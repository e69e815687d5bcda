/** The database file as an auditor reads it: beside the process that writes it, and after that process was killed. */
import BetterSqlite from 'better-sqlite3'

export interface DeliveryRow {
  /** As the turn made it: `chat:revision:n`, and more for a call nobody waits for. */
  readonly id: string
  readonly kind: 'message' | 'card' | 'erase' | 'strip' | 'call' | 'timer'
  readonly chat: number
  readonly state: 'pending' | 'done' | 'dead' | 'unknown' | 'cancelled'
  readonly attempts: number
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
  /** `ok`, or what SQLite found broken. */
  integrity(): string
  close(): void
}

export function openLedger(path: string): Ledger {
  const db = new BetterSqlite(path, { readonly: true, timeout: 10_000 })
  const numbers = (sql: string, ...values: unknown[]) =>
    db
      .prepare(sql)
      .pluck()
      .all(...values) as number[]
  const number = (sql: string, ...values: unknown[]) => numbers(sql, ...values)[0] ?? 0
  const deliveries = (where: string, ...values: unknown[]) =>
    db
      .prepare(
        `select id, kind, chat, state, attempts, json_extract(payload, '$.conversation') as conversation
         from deliveries where ${where} order by seq`,
      )
      .all(...values) as DeliveryRow[]

  return {
    openDeliveries: () => deliveries(`state = 'pending' and kind <> 'timer'`),
    deliveries: (chat) => deliveries('chat = ?', chat),
    digests: (kind, date) =>
      db
        .prepare('select key, state from notifications where key like ? order by key')
        .all(`${kind}:%:${date}`) as { key: string; state: string }[],
    revision: (chat) => number('select revision from chats where chat = ?', chat),
    journal: (chat) =>
      numbers('select distinct revision from journal where chat = ? order by revision', chat),
    updates: () => number('select count(*) from updates'),
    poisoned: () => number('select count(*) from poisoned_updates'),
    livingLinks: (chat) => number('select count(*) from links where chat = ? and ended_at_ms is null', chat),
    audited: (event, chat) => number('select count(*) from audit where event = ? and chat = ?', event, chat),
    lostCards: (chat) => number('select count(*) from cards where chat = ? and message_id is null', chat),
    integrity: () => String(db.pragma('integrity_check', { simple: true })),
    close: () => void db.close(),
  }
}
