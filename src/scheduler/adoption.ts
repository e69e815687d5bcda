/** A running process going over to edited dialogs, and taking the conversations under way along. */
import { isOutdated } from '../machines/chat/outdated.ts'
import type { DialogLibrary } from '../machines/dialog-library.ts'
import { TurnConflict } from '../machines/turn/take-turn.ts'
import type { Turns } from '../machines/turn/turns.ts'
import type { ChatId } from '../ports/identity.ts'
import type { ChatRecord } from '../store/chats.ts'
import type { Publication } from '../store/definitions.ts'
import type { Store } from '../store/store.ts'
import { errorName } from './error-name.ts'

export interface AdoptionDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly dialogs: DialogLibrary
  readonly turns: Pick<Turns, 'move'>
  /** Something has been written for the dispatcher. */
  nudge(): void
  /** Other dialogs are the present ones. */
  adopted?(): void
  log(entry: { level: 'info' | 'warn' | 'error'; message: string; [key: string]: unknown }): void
}

export interface Adoption {
  /** Looks once a second from now on; what was published before is what the process has begun with. */
  start(): Promise<void>
  /** Goes over to what was published since the last look. Returns how many dialogs are others now. */
  look(): Promise<number>
  /** Brings every conversation to the present definition of its dialog. Returns how many chats were moved. */
  moveAll(): Promise<number>
  stop(): Promise<void>
}

const everyMs = 1_000
const pageSize = 200
const triesMax = 5

export function createAdoption(deps: AdoptionDeps): Adoption {
  const { store, dialogs, log } = deps
  let seenMs = 0
  let interval: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()
  let stopped = false

  async function look(): Promise<number> {
    const published = await store.transaction((unit) => unit.definitions.publishedAfter(seenMs))
    const last = published.at(-1)
    if (last === undefined) return 0
    const adopted = await store.transaction(async (unit) => {
      const taken: Publication[] = []
      for (const one of published) {
        if (dialogs.current(one.dialog)?.hash === one.hash) continue
        if (await dialogs.adopt(one.hash, unit.definitions)) taken.push(one)
        else log({ level: 'error', message: 'a published dialog cannot be read', dialog: one.dialog })
      }
      return taken
    })
    seenMs = last.atMs
    if (adopted.length === 0) return 0
    log({ level: 'info', message: 'dialogs adopted', dialogs: adopted.map(({ dialog }) => dialog).join(' ') })
    deps.adopted?.()
    const chats = await moveAll()
    log({ level: 'info', message: 'conversations moved', chats })
    return adopted.length
  }

  async function moveAll(): Promise<number> {
    let moved = 0
    let after: ChatId | null = null
    let chats: readonly ChatRecord[]
    do {
      chats = await pageAfter(after)
      for (const { chat, state } of chats) if (isOutdated(state, dialogs)) moved += await moveOne(chat)
      after = chats.at(-1)?.chat ?? null
    } while (chats.length === pageSize && !stopped)
    if (moved > 0) deps.nudge()
    return moved
  }

  function pageAfter(after: ChatId | null): Promise<readonly ChatRecord[]> {
    return store.transaction((unit) => unit.chats.page(after, pageSize))
  }

  /** A turn of the person may come in between: then the chat is moved after it, or has moved by it. */
  async function moveOne(chat: ChatId): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await store.transaction((unit) => deps.turns.move(unit, chat))
        return 1
      } catch (error) {
        if (error instanceof TurnConflict && attempt < triesMax) continue
        log({ level: 'error', message: 'a conversation could not be moved', chat, error: errorName(error) })
        return 0
      }
    }
  }

  async function lookOnce(): Promise<void> {
    try {
      await look()
    } catch (error) {
      log({ level: 'error', message: 'publications could not be read', error: errorName(error) })
    }
  }

  return {
    async start() {
      const before = await store.transaction((unit) => unit.definitions.publishedAfter(0))
      seenMs = before.at(-1)?.atMs ?? 0
      let busy = false
      interval = setInterval(() => {
        if (busy) return
        busy = true
        looking = lookOnce().finally(() => (busy = false))
      }, everyMs)
    },
    look,
    moveAll,
    async stop() {
      stopped = true
      clearInterval(interval)
      await looking
    },
  }
}
