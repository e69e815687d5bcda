/** Which rooms and packages each room may import: arrows are allowed, everything else is a leak. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A room not listed here may import nothing. The longest matching room wins; a room may always import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/ports': [],
  'src/store': ['src/ports'],
  'src/config': ['src/ports', 'src/adapters/http'],
  'src/log.ts': ['src/scrub.ts', 'pino', 'node:stream'],
  'src/secrets.ts': ['src/config'],
  'src/main.ts': [
    'src/app.ts',
    'src/config',
    'src/log.ts',
    'src/secrets.ts',
    'src/start-trouble.ts',
    'src/inspector/flag.ts',
  ],
  'src/commands/run.ts': [
    'src/commands',
    'src/config',
    'src/ports',
    'src/dialogs/link-account/notices.ts',
    'src/start-trouble.ts',
    'src/adapters/clock.ts',
    'db/database.ts',
    'db/store.ts',
  ],
  'src/commands/answer.ts': ['src/ports'],
  'src/commands/link-invite.ts': [
    'src/store',
    'src/ports',
    'src/config',
    'src/commands/link.ts',
    'src/dialogs/link-account',
    'src/adapters',
    'src/commands/answer.ts',
  ],
  'src/commands/user-data.ts': [
    'src/store',
    'src/ports',
    'src/machines',
    'node:fs/promises',
    'src/commands/answer.ts',
  ],
  'src/commands/link.ts': ['src/store', 'src/ports', 'src/dialogs/link-account', 'src/commands/answer.ts'],
  'src/commands/work-calendar.ts': [
    'src/store',
    'src/scheduler/rules',
    'node:fs/promises',
    'src/commands/answer.ts',
    'src/ports',
  ],
  'src/commands/database.ts': [
    'src/config/url.ts',
    'src/start-trouble.ts',
    'db',
    'node:fs',
    'src/commands/answer.ts',
    'src/ports',
  ],
  'src/start-trouble.ts': ['src/store', 'db/tls-trouble.ts', 'src/ports'],
  'src/app.ts': ['src', 'db'],
  // The second way in: the engine as a guest of somebody else's bot. Like the application, it may know every room but that one.
  'src/embed': [
    'src/ports',
    'src/store',
    'src/machines',
    'src/dialogs',
    'src/adapters/clock.ts',
    'src/adapters/dates',
    'src/adapters/telegram',
    'src/scheduler',
    'db/database.ts',
    'grammy',
    '@grammyjs/conversations',
    'node:url',
  ],
  'src/assistant.ts': ['src', 'db/store.ts'],
  // Neither SQLite nor anything that listens, watches files or draws.
  'src/edge.ts': ['src', 'db/store.ts', 'db/postgres-store.ts', 'node:timers/promises'],
  'src/machines': ['src/ports', 'src/store', 'xstate', 'zod'],
  'src/dialogs': [
    'src/ports',
    'src/store',
    'src/machines',
    'luxon',
    'yaml',
    'zod',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:url',
    'node:crypto',
  ],
  // What authors do with dialogs: the language and the core as they are, and dates as people write them.
  // Looks at the conversations of a running installation: the one command that needs its database.
  'src/authoring/publish-command.ts': [
    'src/ports',
    'src/authoring',
    'src/machines',
    'src/dialogs',
    'src/store',
    'src/config',
    'src/adapters/clock.ts',
    'src/adapters/dates',
    'db/database.ts',
    'node:timers/promises',
    'node:util',
  ],
  // The page of all messages shows digests and reminders as they are composed.
  'src/authoring/preview': [
    'src/authoring',
    'src/ports',
    'src/machines',
    'src/dialogs',
    'src/scheduler/rules',
    'zod',
    'node:fs/promises',
    'node:path',
    'node:util',
  ],
  'src/authoring': [
    'src/ports',
    'src/store',
    'src/machines',
    'src/dialogs',
    'src/adapters/dates',
    'yaml',
    'zod',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:url',
    'node:util',
  ],
  // Asks git for the dialogs as they were.
  'src/authoring/diff/revision.ts': [
    'node:child_process',
    'node:fs/promises',
    'node:os',
    'node:path',
    'node:util',
  ],
  // A tool of the developer's machine: elkjs and resvg are not installed where the assistant runs.
  'src/authoring/export': [
    'src/authoring/terminal.ts',
    'src/authoring/files.ts',
    'src/dialogs',
    'src/machines',
    'src/ports',
    'elkjs',
    '@resvg/resvg-js',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:url',
    'node:util',
  ],
  'src/inspector': [
    'src/ports',
    'src/store',
    'src/machines',
    'src/authoring/export/facts.ts',
    'src/authoring/export/machine.ts',
    'ws',
    'node:crypto',
    'node:events',
    'node:http',
    'node:net',
    'node:stream',
  ],
  // Looks at everything the assistant will use, by the assistant's own adapters; no part of a running one.
  'src/doctor': [
    'src/ports',
    'src/store',
    'src/config',
    'src/scrub.ts',
    'src/secrets.ts',
    'src/dialogs',
    'src/authoring/known-services.ts',
    'src/adapters',
    'db',
    'grammy',
    'luxon',
    'yaml',
    'zod',
    'node:events',
    'node:fs',
    'node:fs/promises',
    'node:net',
    'node:path',
    'node:util',
  ],
  'src/adapters/clock.ts': ['src/ports', 'node:crypto'],
  // What every adapter has to know of HTTP, and what knows nothing of any of them.
  'src/adapters/http': [],
  'src/adapters/telegram': ['src/ports', 'src/adapters/http', 'grammy', 'grammy/types'],
  'src/adapters/telegram/proxied-fetch.ts': [
    'node:http',
    'node:https',
    'node:stream',
    'node:tls',
    'node:net',
    'node:buffer',
    'src/adapters/telegram',
  ],
  'src/adapters/bitrix24': ['src/ports', 'src/adapters/http', 'zod', 'luxon'],
  'src/adapters/telemost': ['src/ports', 'src/adapters/http', 'zod'],
  'src/adapters/hooks': ['src/ports', 'node:http', 'node:events', 'node:crypto'],
  'src/adapters/dates': ['src/ports', 'luxon', 'chrono-node'],
  'src/adapters/people': ['src/ports'],
  'src/adapters/redis': ['keyv', '@keyv/redis'],
  'src/scheduler': ['src/ports', 'src/store', 'src/machines', 'luxon'],
  db: [
    'src/ports',
    'src/store',
    'kysely',
    'better-sqlite3',
    'pg',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:async_hooks',
    'node:timers/promises',
    'node:crypto',
    'node:readline',
  ],
  // The pretended outside world: it knows how the product's ports look (a clock), and nothing else of it.
  sandbox: ['src/ports', 'src/machines/overheard.ts', 'luxon', 'zod', 'hono', '@hono/node-server', 'node:'],
  // Starts the product as the command line does, with a clock of its own.
  'sandbox/assistant.ts': [
    'sandbox/clock.ts',
    'src/main.ts',
    'src/machines/overheard.ts',
    'node:timers/promises',
  ],
  'sandbox/pages': [],
}

const files = ['src', 'db', 'sandbox'].flatMap((folder) => sources(folder))

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(50)
})

test.each(files)('%s imports only what its room may', (file) => {
  expect(importsOf(file).filter((target) => !isAllowed(file, target))).toEqual([])
})

test('nothing but the process itself reads the environment, and nothing but the clock tells the time', () => {
  const readers = files.filter((file) =>
    /\bprocess\.|Date\.now\(|new Date\(\)|Math\.random\(/.test(withoutComments(file)),
  )
  expect(readers.filter((file) => !file.startsWith('sandbox/'))).toEqual([
    'src/adapters/clock.ts',
    'src/commands/run.ts',
    'src/main.ts',
  ])
})

test('no statement of a database is put together from text, but what begins and ends a transaction', () => {
  expect(filesWith(/\bsql\.(?:raw|unsafe)\b/)).toEqual([])
  expect(filesWith(/\bCompiledQuery\.raw\b/)).toEqual([
    'db/postgres.ts',
    'db/scope.ts',
    'db/sqlite.ts',
    'db/transfer/transfer.ts',
  ])
})

test('no file of the machines reaches itself through what it imports, types included', () => {
  const machines = files.filter((file) => file.startsWith('src/machines/'))
  expect(machines.filter((file) => reachedFrom(file).has(file))).toEqual([])
})

function filesWith(pattern: RegExp): readonly string[] {
  return files.filter((file) => pattern.test(withoutComments(file)))
}

function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const ahead = [...importsOf(file)]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (reached.has(next) || !files.includes(next)) continue
    reached.add(next)
    ahead.push(...importsOf(next))
  }
  return reached
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|js)$/.test(name))
    .sort()
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const statements = text.matchAll(/^(?:import|export)\s(?:[^';]*?\sfrom\s)?'([^']+)'/gm)
  const calls = withoutComments(file).matchAll(/\bimport\('([^']+)'\)/g)
  const found = [...statements, ...calls].map((match) => match[1] ?? '')
  return found.map((target) =>
    target.startsWith('.') ? relative(root, normalize(join(root, dirname(file), target))) : target,
  )
}

function isAllowed(file: string, target: string): boolean {
  const room = roomOf(file)
  const allowed = [room, ...(mayImport[room] ?? [])]
  return allowed.some((one) => target === one || target.startsWith(one.endsWith(':') ? one : `${one}/`))
}

function roomOf(file: string): string {
  const rooms = Object.keys(mayImport).filter((room) => file === room || file.startsWith(`${room}/`))
  return rooms.toSorted((a, b) => b.length - a.length)[0] ?? file
}

function withoutComments(file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}
