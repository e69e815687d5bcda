/** Sessions as bots keep them: one row of JSON for each chat, here with every write on the disk before it is acknowledged. */
import BetterSqlite from 'better-sqlite3'

export interface SqliteSessions<T> extends Disposable {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
}

export function openSessions<T>(file: string): SqliteSessions<T> {
  const db = new BetterSqlite(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  db.exec('create table if not exists sessions (key text primary key, value text not null)')
  const select = db.prepare<[string], { value: string }>('select value from sessions where key = ?')
  const upsert = db.prepare(
    'insert into sessions (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  )
  const remove = db.prepare('delete from sessions where key = ?')
  return {
    get(key) {
      const row = select.get(key)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by set
      return row === undefined ? undefined : (JSON.parse(row.value) as T)
    },
    set(key, value) {
      upsert.run(key, JSON.stringify(value))
    },
    delete(key) {
      remove.run(key)
    },
    [Symbol.dispose]() {
      db.close()
    },
  }
}
