/** A dialog is published while 412 people are in the middle of it, beside an assistant that runs on the same database. */
import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import type { OwnedStore } from '../../db/store.ts'
import { systemClock, systemRandomness } from '../../src/adapters/clock.ts'
import { createDateReader } from '../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../src/adapters/dates/writer.ts'
import { knownServices } from '../../src/authoring/known-services.ts'
import { runPublish } from '../../src/authoring/publish-command.ts'
import { loadShippedDialogs } from '../../src/dialogs/shipped.ts'
import { readChatState } from '../../src/machines/chat/state.ts'
import { createDialogLibrary } from '../../src/machines/dialog-library.ts'
import { createTurns } from '../../src/machines/turn/turns.ts'
import { toChatId, toPortalUserId, type ChatId } from '../../src/ports/identity.ts'
import { createAdoption } from '../../src/scheduler/adoption.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'

const crowd = Array.from({ length: 412 }, (_, at) => toChatId(100_000 + at))
const further = crowd.slice(390, 411)
const waiting = crowd.slice(411)
const days = Array.from({ length: 412 }, (_, at) => 1 + (at % 90))

const kinds = {
  SQLite: async () => {
    const folder = await mkdtempDisposable(join(tmpdir(), 'crowd-'))
    return { url: `sqlite:${join(folder.path, 'bot.db')}`, [Symbol.asyncDispose]: () => folder.remove() }
  },
  PostgreSQL: async () => {
    const { direct } = await sharedServers()
    const database = await createTestDatabase(direct)
    return {
      url: `${direct}/${database.name}`,
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  },
}

test.each(Object.entries(kinds))(
  'of 412 conversations on %s each is counted once, moves once, and loses nothing',
  async (_name, make) => {
    await using database = await make()
    await using own = await mkdtempDisposable(join(tmpdir(), 'own-dialogs-'))
    const file = join(own.path, 'dialog.yaml')
    await cp('examples/vacation-request/dialog.yaml', file)
    await using store = await openStore({ url: database.url, clock: systemClock })
    const assistant = await openAssistantOver(store, own.path)
    await assistant.begin()

    await addQuestion(file)
    const env = { DATABASE_URL: database.url, DIALOGS_FOLDER: own.path }
    const dry = await publish(env, '--dry-run')
    expect(dry.said).toContain(
      'vacation-request: 412 разговоров: 390 остаются, 21 получит новый вопрос, 1 ждёт ответа Битрикс24',
    )
    const before = await placesOf(store)
    expect(new Set(before.map(({ hash }) => hash)).size).toBe(1)

    const publishing = publish(env)
    await expect.poll(() => assistant.look(), { timeout: 10_000 }).toBe(1)
    const done = await publishing
    expect(done.said).toContain('Перешло разговоров: 411. Перейдут позже: 1.')
    expect(done.code).toBe(0)

    const after = await placesOf(store)
    const fresh = after[0]?.hash
    expect(fresh).not.toBe(before[0]?.hash)
    expect(after.map(({ answers }) => answers)).toEqual(before.map(({ answers }) => answers))
    expect(after.slice(0, 390)).toMatchObject(
      after.slice(0, 390).map(() => ({ hash: fresh, step: 'first_day' })),
    )
    expect(after.slice(390, 411)).toMatchObject(
      after.slice(390, 411).map(() => ({ hash: fresh, step: 'kind' })),
    )
    expect(after.slice(411)).toEqual(before.slice(411))

    await assistant.answersSearch()
    const [last] = (await placesOf(store)).slice(-1)
    expect(last).toMatchObject({ hash: fresh, step: 'kind', answers: before.at(-1)?.answers })
    expect((await publish(env, '--dry-run')).said).toContain('412 разговоров: 412 остаются')
  },
)

/** What a running process does of it, by hand: people say things, nothing is sent, publications are looked for. */
async function openAssistantOver(store: OwnedStore, folder: string) {
  const services = knownServices()
  const { definitions, repairs } = await loadShippedDialogs(services, folder)
  const dialogs = createDialogLibrary(definitions)
  await store.transaction((unit) => dialogs.keep(unit.definitions, systemClock.now()))
  const turns = createTurns({
    store,
    dialogs,
    services,
    repairs,
    reader: createDateReader(),
    writer: createDateWriter(),
    policy: { workStartMinutes: 480, workEndMinutes: 1_200, dayEndMinutes: 1_140 },
    clock: systemClock,
    random: systemRandomness,
    reach: () => {},
    defaultZone: 'Europe/Moscow',
    alert: ({ error }) => {
      throw error
    },
  })
  const adoption = createAdoption({ store, dialogs, turns, nudge: () => {}, log: () => {} })
  let updateId = 0
  async function everybodySays(chats: readonly ChatId[], words: (chat: ChatId) => string): Promise<void> {
    await turns.intake(
      chats.map((chat) => {
        updateId += 1
        const text = words(chat)
        const event = text.startsWith('/')
          ? { type: 'command' as const, name: text.slice(1), argument: '', messageId: updateId }
          : { type: 'text' as const, text, messageId: updateId }
        return { updateId, sender: { chat, firstName: 'Анна' }, event }
      }),
    )
  }
  return {
    look: adoption.look,
    async begin() {
      await linkAll(store)
      await everybodySays(crowd, () => '/vacation')
      await everybodySays([...further, ...waiting], () => 'послезавтра')
      await everybodySays(waiting, (chat) => String(days[crowd.indexOf(chat)]))
      await everybodySays(waiting, () => 'Ким')
    },
    async answersSearch() {
      const found = { ok: true as const, value: [{ id: 27, name: 'Игорь Ким', position: '' }] }
      for (const chat of waiting)
        await store.transaction(async (unit) => {
          const record = await unit.chats.load(chat)
          const frame = readChatState(record?.state ?? {}).frames.at(-1)
          await turns.result(unit, chat, frame?.id ?? '', frame?.call?.id ?? '', found)
        })
    },
  }
}

async function linkAll(store: OwnedStore): Promise<void> {
  const atMs = systemClock.now()
  await store.transaction(async (unit) => {
    for (const [at, chat] of crowd.entries())
      await unit.links.establish({
        chat,
        employee: toPortalUserId(at + 1),
        name: 'Анна Петрова',
        firstName: 'Анна',
        zone: 'Europe/Moscow',
        linkedAtMs: atMs,
        checkedAtMs: atMs,
      })
  })
}

async function placesOf(store: OwnedStore) {
  return store.transaction(async (unit) => {
    const records = await unit.chats.page(null, 500)
    return records.map(({ state }) => {
      const frame = readChatState(state).frames.at(-1)
      const answers = frame?.context.answers
      return { hash: frame?.hash, step: String(stepOf(frame?.value)), answers }
    })
  })
}

function stepOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.keys(value)[0] : value
}

async function addQuestion(file: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  const question =
    '  - ask: kind\n    type: yes_no\n    prompt: ask_kind\n    invalid: ask_kind\n\n  - ask: days\n'
  const edited = text
    .replace('version: 1', 'version: 2')
    .replace('  - ask: days\n', question)
    .replace('texts:\n', 'texts:\n  ask_kind: { ru: "Отпуск оплачиваемый?", en: "Is it paid?" }\n')
  expect(edited).toContain(question)
  await writeFile(file, edited)
}

async function publish(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  let said = ''
  const write = (text: string): void => void (said += text)
  const code = await runPublish(args, { out: write, err: write }, env)
  return { code, said }
}
