/** What the measurements share: the engine on a real SQLite file with the shipped dialogs, and the same conversation for everybody. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/database.ts'
import { systemClock, systemRandomness } from '../src/adapters/clock.ts'
import { createDateReader } from '../src/adapters/dates/reader.ts'
import { createDateWriter } from '../src/adapters/dates/writer.ts'
import { loadShippedDialogs } from '../src/dialogs/shipped.ts'
import { createDialogLibrary } from '../src/machines/dialog-library.ts'
import type { Service } from '../src/machines/services.ts'
import { createTurns, type Turns } from '../src/machines/turn.ts'
import { toChatId, toPortalUserId, type Incoming, type PersonEvent } from '../src/ports.ts'

export interface Scene extends AsyncDisposable {
  readonly file: string
  readonly store: Awaited<ReturnType<typeof openStore>>
  readonly turns: Turns
}

export const zone = 'Europe/Moscow'
const firstChat = 100_000
const remote: Service = {
  type: 'remote',
  timeoutMs: 1_000,
  reasons: [],
  run: async () => ({ ok: true, value: [] }),
}
const local: Service = { type: 'local', reasons: [], run: async () => ({ ok: true, value: null }) }
const localNames = ['link.begin', 'link.present', 'link.request', 'link.confirm', 'link.end']

/** A database in a folder of its own, with `chats` linked employees. */
export async function openScene(chats: number): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const file = join(folder, 'bench.db')
  const store = await openStore({ url: `sqlite:${file}`, clock: systemClock })
  const services = new Map<string, Service>([
    ['bitrix.users.search', remote],
    ['bitrix.tasks.add', remote],
    ...localNames.map((name) => [name, local] as const),
  ])
  const { definitions, repairs } = await loadShippedDialogs(services)
  const dialogs = createDialogLibrary(definitions)
  await store.transaction(async (unit) => {
    await dialogs.keep(unit.definitions, systemClock.now())
    const nowMs = systemClock.now()
    for (let at = 0; at < chats; at += 1) {
      const link = {
        chat: toChatId(firstChat + at),
        employee: toPortalUserId(at + 1),
        name: 'Анна Петрова',
        firstName: 'Анна',
        zone,
      }
      await unit.links.establish({ ...link, linkedAtMs: nowMs, checkedAtMs: nowMs })
    }
  })
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
    defaultZone: zone,
    alert: ({ error }) => {
      throw error
    },
  })
  return {
    file,
    store,
    turns,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

/** One round of the task dialog: five turns, the last of which ends it. */
const round: readonly string[] = ['/task', 'Подготовить отчёт за октябрь', 'я', 'завтра в 18:00', '/cancel']

/** The `at`-th update of a stream in which `chats` people go through the task dialog again and again, all at the same time. */
export function updateAt(at: number, chats: number): Incoming {
  const said = round[Math.floor(at / chats) % round.length] ?? ''
  return {
    updateId: at + 1,
    sender: { chat: toChatId(firstChat + (at % chats)), firstName: 'Анна' },
    event: eventOf(said, at),
  }
}

function eventOf(said: string, messageId: number): PersonEvent {
  return said.startsWith('/')
    ? { type: 'command', name: said.slice(1), argument: '', messageId }
    : { type: 'text', text: said, messageId }
}
