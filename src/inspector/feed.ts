/**
 * What happens in the chats, as frames: read from the journal, so that it does not matter which process took the turn. The
 * database is looked at only while somebody watches.
 */
import { machineOf } from '../authoring/export/machine.ts'
import type { Json } from '../ports/json.ts'
import { readChatState } from '../machines/chat/state.ts'
import { placeName } from '../machines/conversation/frame.ts'
import { seenAsJson } from '../machines/json.ts'
import { definitionSchema } from '../machines/language/definition.ts'
import type { History, JournalRow } from '../store/journal.ts'
import type { Frame } from './frames.ts'
import { createSessions, type Sessions, type Shown } from './sessions.ts'

export interface FeedDeps {
  readonly history: History
  /** A name for a chat that does not tell whose it is. */
  alias(chat: JournalRow['chat']): string
  publish(frames: readonly Frame[]): void
  /** The journal could not be read; it will be tried again. */
  failed(error: unknown): void
}

export interface Feed {
  /** Somebody watches: `join` is given what a new viewer needs to know, and everything after that is published. */
  watch(join: (frames: readonly Frame[]) => void): Promise<void>
  /** Nobody watches any more. */
  rest(): void
  stop(): Promise<void>
}

const everyMs = 300
const rowsAtOnce = 200
/** How far back conversations are looked for that are under way when the first viewer comes. */
const lookBackRows = 1_000
/** On PostgreSQL a transaction that began earlier may commit later: its rows come with smaller numbers. */
const lateRows = 100

export function createFeed({ history, alias, publish, failed }: FeedDeps): Feed {
  const shown = new Map<string, Promise<Shown | null>>()
  let sessions: Sessions = createSessions(alias)
  let seen = new Set<number>()
  let latest: number | null = null
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> = Promise.resolve()

  /** One look after another; frames reach viewers in the order of the journal. */
  function look(tell: (frames: readonly Frame[]) => void): Promise<void> {
    reading = reading.then(() => read(tell)).catch(failed)
    return reading
  }

  async function read(tell: (frames: readonly Frame[]) => void): Promise<void> {
    latest ??= Math.max(0, (await history.lastSeq()) - lookBackRows)
    for (;;) {
      const rows = await history.after(Math.max(0, latest - lateRows), rowsAtOnce + lateRows)
      const fresh = rows.filter(({ seq }) => !seen.has(seq))
      for (const row of fresh) {
        tell(await framesOf(row))
        seen.add(row.seq)
        latest = Math.max(latest, row.seq)
      }
      seen = new Set([...seen].filter((seq) => seq > (latest ?? 0) - 2 * (rowsAtOnce + lateRows)))
      if (fresh.length < rowsAtOnce) return
    }
  }

  async function framesOf(row: JournalRow): Promise<readonly Frame[]> {
    const { hash, conversation } = row
    if (hash === null || conversation === null) return []
    const known = shown.get(hash) ?? showable(history, hash)
    shown.set(hash, known)
    const of = await known
    return of === null ? [] : sessions.take(row, of, await contextOf(row))
  }

  /** The chat may have gone on since: then what it holds now is not what it held then. */
  async function contextOf({ chat, conversation, to }: JournalRow) {
    const stored = await history.chat(chat)
    const frames = stored === null ? [] : readChatState(stored.state).frames
    const frame = frames.find(({ id }) => id === conversation)
    return frame !== undefined && placeName(frame.value) === to ? seenAsJson(frame.context) : null
  }

  return {
    async watch(join) {
      await look(timer === undefined ? () => {} : publish)
      timer ??= setInterval(() => void look(publish), everyMs)
      join(sessions.current())
    },
    rest() {
      clearInterval(timer)
      timer = undefined
      sessions = createSessions(alias)
      seen = new Set()
      latest = null
    },
    async stop() {
      clearInterval(timer)
      await reading
    },
  }
}

async function showable(history: History, hash: string): Promise<Shown | null> {
  const source: Json | null = await history.definition(hash)
  const read = definitionSchema.safeParse(source)
  if (!read.success) return null
  return { definition: read.data, machine: JSON.stringify(machineOf(read.data, 'ru')) }
}
