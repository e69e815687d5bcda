/** A file with any number of chats that are in the middle of the task dialog, made in seconds. */
import { statSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { firstChat, openScene, update, type Folder, type LoadedFor } from './scene.ts'

/** One person who has come as far as the deadline. @returns the file. */
export async function prepareTemplate(folder: Folder, dialogs: readonly LoadedFor[]): Promise<string> {
  const file = folder.path('template.db')
  {
    await using scene = await openScene({ file, dialogs, linked: 1, seed: templateSeed })
    for (const [at, said] of ['/task', 'Подготовить отчёт за октябрь', 'я'].entries()) {
      scene.clock.advance(5_000)
      await scene.turns.intake([update(at, firstChat, said)])
    }
  }
  const db = new BetterSqlite(file)
  db.exec(`delete from updates; delete from deliveries where kind <> 'timer';
    delete from journal where revision < (select max(revision) from journal)`)
  db.pragma('wal_checkpoint(truncate)')
  db.close()
  return file
}

const templateSeed = 'b'

export interface Stored {
  readonly chats: number
  readonly stateBytes: number
  readonly fileBytes: number
  readonly seconds: number
}

/** Copies the one person until there are `size`: same words, other names for everything that has one. */
export function multiply(file: string, size: number): Stored {
  const startedAt = performance.now()
  const db = new BetterSqlite(file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = off')
  db.pragma('cache_size = -200000')
  const last = firstChat + size - 1
  const chats = `with recursive people(n) as (select ${firstChat + 1} union all select n + 1 from people where n < ${last})`
  db.exec(`begin;
    insert into chats ${chats} select n, revision, language, status, ${named('state')}, updated_at_ms from people, (select * from chats where chat = ${firstChat}) one;
    insert into links (chat, employee, name, first_name, zone, linked_at_ms, checked_at_ms, planned_at_ms)
      ${chats} select n, n, name, first_name, zone, linked_at_ms, checked_at_ms, planned_at_ms from people, (select * from links where chat = ${firstChat}) one;
    insert into cards ${chats} select ${named('token')}, n, ${named('conversation')}, revision, n, ${named('choices')}, expires_at_ms from people, (select * from cards) one;
    insert into deliveries (id, lane, kind, chat, payload, due_at_ms, attempts, undone, state, created_at_ms)
      ${chats} select ${named('id')}, lane, kind, n, ${named('payload')}, due_at_ms, attempts, undone, state, created_at_ms from people, (select * from deliveries where chat = ${firstChat}) one;
    insert into journal (chat, revision, conversation, dialog, hash, event, from_state, to_state, at_ms)
      ${chats} select n, revision, ${named('conversation')}, dialog, hash, event, from_state, to_state, at_ms from people, (select * from journal where chat = ${firstChat}) one;
    commit`)
  db.pragma('wal_checkpoint(truncate)')
  const stateBytes = Number(
    db
      .prepare('select avg(length(cast(state as blob))) from (select state from chats limit 1000)')
      .pluck()
      .get(),
  )
  db.close()
  return {
    chats: size,
    stateBytes,
    fileBytes: statSync(file).size,
    seconds: (performance.now() - startedAt) / 1_000,
  }
}

/** Tokens and the number of the chat are the only names in a row; both keep their length, or nearly so. */
function named(column: string): string {
  return `replace(replace(${column}, '${templateSeed}0000000', printf('c%07d', n - ${firstChat})), '${firstChat}:', n || ':')`
}
