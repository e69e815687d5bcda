/** Where the plugin keeps its conversations: a row of JSON for each chat. */
import BetterSqlite from 'better-sqlite3'

export interface SqliteStorage<T> extends Disposable {
  read(key: string): T | undefined
  write(key: string, state: T): void
  delete(key: string): void
}

export function openSqliteStorage<T>(file: string): SqliteStorage<T> {
  const db = new BetterSqlite(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  db.exec('create table if not exists conversations (key text primary key, state text not null)')
  const select = db.prepare<[string], { state: string }>('select state from conversations where key = ?')
  const upsert = db.prepare(
    'insert into conversations values (?, ?) on conflict (key) do update set state = excluded.state',
  )
  const remove = db.prepare('delete from conversations where key = ?')
  return {
    read(key) {
      const row = select.get(key)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by write
      return row === undefined ? undefined : (JSON.parse(row.state) as T)
    },
    write: (key, state) => void upsert.run(key, JSON.stringify(state)),
    delete: (key) => void remove.run(key),
    [Symbol.dispose]: () => void db.close(),
  }
}
