/** What the measurements share: the engine on a real SQLite file with the shipped dialogs, and the same conversation for everybody. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, SqliteAdapter, type CompiledQuery, type Dialect } from 'kysely'
import { migrate } from '../db/migrate.ts'
import type { Schema } from '../db/schema.ts'
import { createSqliteDialect } from '../db/sqlite.ts'
import { createStore, type OwnedStore } from '../db/store.ts'
import { createDateReader } from '../src/adapters/dates/reader.ts'
import { createDateWriter } from '../src/adapters/dates/writer.ts'
import { loadDialogs } from '../src/dialogs/load.ts'
import { loadRepairs } from '../src/dialogs/load-repairs.ts'
import { createDialogLibrary } from '../src/machines/dialog-library.ts'
import type { DialogDefinition } from '../src/machines/language/definition.ts'
import type { Service } from '../src/machines/services.ts'
import { createTurns, type Turns } from '../src/machines/turn/turns.ts'
import type { Clock, Randomness } from '../src/ports/environment.ts'
import { toChatId, toPortalUserId } from '../src/ports/identity.ts'
import type { Incoming, PersonEvent } from '../src/ports/incoming.ts'

export interface Scene extends AsyncDisposable {
  readonly file: string
  readonly clock: StandingClock
  readonly store: OwnedStore
  readonly turns: Turns
}

/** Moves only when told to: what people say in a measurement's milliseconds, they say in minutes of their own. */
export interface StandingClock extends Clock {
  advance(ms: number): void
}

export interface SceneOptions {
  /** The folder of the database; see {@link openFolder}. */
  readonly file: string
  readonly dialogs: readonly LoadedFor[]
  /** A database of PostgreSQL in place of the file. */
  readonly postgres?: Dialect
  /** Told of every statement, in the order they are run. */
  readonly onQuery?: (query: CompiledQuery) => void
  /** What its tokens begin with: another one for whoever goes on with a file. */
  readonly seed?: string
  /** Chats that speak for an employee, from the first on. */
  readonly linked?: number
}

export interface LoadedFor {
  readonly definition: DialogDefinition
  readonly hash: string
}

export const zone = 'Europe/Moscow'
export const firstChat = 100_000
const startMs = Date.parse('2026-11-24T10:00:00+03:00')
const dialogsFolder = fileURLToPath(new URL('../src/dialogs/', import.meta.url))

export interface Folder extends AsyncDisposable {
  /** The path of a file in it. */
  path(name: string): string
  copy(from: string, to: string): Promise<string>
}

/** A folder on the disk, gone when it is disposed of. */
export async function openFolder(): Promise<Folder> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  return {
    path: (name) => join(folder, name),
    async copy(from, to) {
      await copyFile(join(folder, from), join(folder, to))
      return join(folder, to)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The dialogs as they are shipped; nothing they call is there. */
export async function shippedDialogs(): Promise<readonly LoadedFor[]> {
  const { definitions } = await loadDialogs(dialogsFolder, {})
  return [...definitions.values()]
}

/** The engine over a database file, which is made when it is not there. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const clock = standingClock(startMs)
  const { onQuery } = options
  const kind = options.postgres === undefined ? 'sqlite' : 'postgres'
  const db = new Kysely<Schema>({
    dialect: options.postgres ?? sqliteDialect(options),
    ...(onQuery !== undefined && { log: ({ query }) => onQuery(query) }),
  })
  await migrate(db, kind)
  const store = createStore(db, kind, clock)
  const { repairs } = await loadRepairs(join(dialogsFolder, 'repairs.yaml'))
  if (repairs === null) throw new Error('repairs.yaml is broken')
  const dialogs = createDialogLibrary(options.dialogs)
  await store.transaction((unit) => dialogs.keep(unit.definitions, clock.now()))
  await link(store, options.linked ?? 0, clock.now())
  const turns = createTurns({
    store,
    dialogs,
    services: new Map<string, Service>(),
    repairs,
    reader: createDateReader(),
    writer: createDateWriter(),
    policy: { workStartMinutes: 480, workEndMinutes: 1_200, dayEndMinutes: 1_140 },
    clock,
    random: seededRandomness(options.seed ?? 's'),
    reach: () => {},
    defaultZone: zone,
    alert: ({ error }) => {
      throw error
    },
  })
  return {
    file: options.file,
    clock,
    store,
    turns,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** What goes straight to SQLite, Kysely has nothing to tell of: whoever wants to hear of every statement takes its way. */
function sqliteDialect({ file, onQuery }: SceneOptions): Dialect {
  const dialect = createSqliteDialect(file)
  return onQuery === undefined ? dialect : { ...dialect, createAdapter: () => new SqliteAdapter() }
}

async function link(store: OwnedStore, chats: number, nowMs: number): Promise<void> {
  await store.transaction(async (unit) => {
    for (let at = 0; at < chats; at += 1) {
      const who = {
        chat: toChatId(firstChat + at),
        employee: toPortalUserId(at + 1),
        name: 'Анна Петрова',
        firstName: 'Анна',
        zone,
      }
      await unit.links.establish({ ...who, linkedAtMs: nowMs, checkedAtMs: nowMs })
    }
  })
}

/** One round of the task dialog: five turns, the last of which ends it. */
export const taskRound: readonly string[] = [
  '/task',
  'Подготовить отчёт за октябрь',
  'я',
  'завтра в 18:00',
  '/cancel',
]

/** The `at`-th update. */
export type Stream = (at: number) => Incoming

/** `chats` people go through a round again and again, all at the same time. */
export function streamOf(round: readonly string[], chats: number): Stream {
  return (at) => update(at, firstChat + (at % chats), round[Math.floor(at / chats) % round.length] ?? '')
}

/** Somebody says something; the update has the number `at`. */
export function update(at: number, chat: number, said: string): Incoming {
  return {
    updateId: at + 1,
    sender: { chat: toChatId(chat), firstName: 'Анна' },
    event: eventOf(said, at),
  }
}

function eventOf(said: string, messageId: number): PersonEvent {
  return said.startsWith('/')
    ? { type: 'command', name: said.slice(1), argument: '', messageId }
    : { type: 'text', text: said, messageId }
}

function standingClock(fromMs: number): StandingClock {
  let nowMs = fromMs
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** The same tokens for every side, so that what one has recorded another can repeat. */
function seededRandomness(seed: string): Randomness {
  let made = 0
  return {
    token(length) {
      made += 1
      return `${seed}${made.toString(36).padStart(length - seed.length, '0')}`
    },
    integer: (below) => made % below,
  }
}
