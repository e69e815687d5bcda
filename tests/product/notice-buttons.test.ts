/** The buttons under what the assistant says by itself: pressed when it is too late, by others, or made up. */
import { describe, expect, test } from 'vitest'
import type { World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { at, demo, messageWith, moscow, moveMeeting, openTicking } from './reminder-talk.ts'

const writes = /\.(?:add|update|delete|complete|start|pause|defer|renew|approve|disapprove|delegate)$/

function written(world: World): readonly string[] {
  return world.portal.requests.map(({ method }) => method).filter((method) => writes.test(method))
}

type Notice = readonly [name: string, words: string, brings: (world: World) => Promise<unknown>]

const notices: readonly Notice[] = [
  ['the morning digest', '☀️', (world) => at(world, '2026-11-24 08:00')],
  ['the evening digest', '🌙', (world) => at(world, '2026-11-23 18:00')],
  ['the reminder of a meeting', '⏰', (world) => at(world, '2026-11-23 14:45')],
  [
    'the word of a meeting moved',
    '📌 Встреча перенесена',
    async (world) => {
      await at(world, '2026-11-23 14:45')
      await moveMeeting(world, demo, '2026-11-23 17:00', '2026-11-23 18:00')
      await at(world, '2026-11-23 14:55')
    },
  ],
]

function dataUnder(chat: ChatClient, words: string): readonly string[] {
  return messageWith(chat, words).buttons.flatMap(({ act }) => (act.type === 'callback' ? [act.data] : []))
}

describe.each(notices)('%s', (_name, words, brings) => {
  test('gives nothing to another person, and nothing for made-up data', async () => {
    await using world = await openTicking()
    const [chat, igor] = [await world.linkedChat(), await world.linkedChat('igor')]
    await brings(world)
    const { messageId, text } = messageWith(chat, words)
    const [before, said] = [written(world), igor.transcript().length]
    const real = dataUnder(chat, words)
    expect(real.length).toBeGreaterThan(0)
    const theirs = igor.person.lastFromBot()?.messageId ?? 0
    for (const data of real) {
      world.pass(3_000)
      expect(await igor.person.press({ messageId: theirs, data })).toMatchObject({ answered: true })
      await world.settled()
    }
    expect(igor.transcript().length).toBe(said)
    for (const data of ['x', '__proto__', ...real.flatMap((one) => [`${one}z`, one.replace(/\d+$/, '99')])]) {
      world.pass(3_000)
      expect(await chat.person.press({ messageId, data })).toMatchObject({ answered: true })
      await world.settled()
    }
    expect(messageWith(chat, words).text).toBe(text)
    expect(written(world)).toEqual(before)
  })

  test('changes nothing when its tasks and meetings are gone, however often it is pressed', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await brings(world)
    const { messageId } = messageWith(chat, words)
    for (const { id } of world.portal.tasks())
      world.portal.changeTask(id, { status: 5, closedBy: 7, closedAtMs: moscow('2026-11-23 12:30') })
    const [before, tasks] = [written(world), world.portal.tasks()]
    for (const data of dataUnder(chat, words)) {
      world.pass(3_000)
      await Promise.all([1, 2].map(() => chat.person.press({ messageId, data })))
      await world.settled()
    }
    expect(written(world)).toEqual(before)
    expect(world.portal.tasks()).toEqual(tasks)
    expect(chat.transcript().join('\n')).not.toContain('Что-то пошло не так')
  })
})
