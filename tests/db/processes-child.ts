/** The other process of `processes.test.ts`: `node processes-child.ts <mode> <url>`. */
import { once } from 'node:events'
import { openStore } from '../../db/database.ts'
import { toChatId } from '../../src/ports/identity.ts'
import type { Unit } from '../../src/store/unit.ts'
import { anna, chatRecord, claim, claimDue, createSetClock, message, START_MS } from './fixtures.ts'

const [, , mode = '', url = ''] = process.argv
const store = await openStore({ url, clock: createSetClock() })

/** Keeps the process alive until it is killed. */
const released = once(process.stdin, 'data')

switch (mode) {
  case 'inside-turn':
    await store.transaction(async (unit) => {
      await takeTurn(unit, 1)
      say('written')
      await released
    })
    break
  case 'after-turn':
    await store.transaction((unit) => takeTurn(unit, 1))
    say('committed')
    await released
    break
  case 'after-claim':
    await store.transaction((unit) => takeTurn(unit, 1))
    await claim(store, START_MS)
    say('claimed')
    await released
    break
  case 'turns':
    for (;;) {
      const revision = await store.transaction(async (unit) => {
        const next = ((await unit.chats.load(anna.chat))?.revision ?? 0) + 1
        await takeTurn(unit, next)
        return next
      })
      say(String(revision))
    }
  case 'claims-due':
    say('ready')
    await released
    for (;;) {
      const rows = await claimDue(store, START_MS, { chats: 1 })
      if (rows.length === 0) break
      say(rows.map(({ key }) => key).join(' '))
    }
    say('none left')
    break
  case 'first-turns':
    say('ready')
    await released
    for (let chat = 1; chat <= 40; chat += 1) {
      const record = { ...chatRecord(anna, 1), chat: toChatId(chat) }
      const saved = await store.transaction(async (unit) =>
        (await unit.chats.load(record.chat)) === null ? unit.chats.save(record, START_MS) : false,
      )
      if (saved) say(String(chat))
    }
    say('none left')
    break
  case 'holds-lock':
    await store.transaction(async () => {
      say('held')
      await released
    })
    say('released')
    break
  default:
    throw new Error(`No such mode: ${mode}`)
}
await store[Symbol.asyncDispose]()
process.stdin.destroy()

async function takeTurn(unit: Unit, revision: number): Promise<void> {
  await unit.updates.claim(revision, START_MS)
  await unit.chats.save(chatRecord(anna, revision), START_MS)
  await unit.deliveries.enqueue([message(`${revision}:message`)])
}

/** Writes to a pipe are synchronous, so a line that was said was said before anything that follows. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
