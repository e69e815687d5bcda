/** What the part that keeps time does when the portal itself is in trouble: the administrator is told, employees are not. */
import { describe, expect, test } from 'vitest'
import type { BitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { people, type World } from '../support/world.ts'
import { at, came, openTicking } from './reminder-talk.ts'

const minuteMs = 60_000

type Fault = Parameters<BitrixSandbox['fault']>[0]

async function openWatched() {
  const world = await openTicking({ env: { ALERT_CHAT_ID: String(people.igor.id) } })
  const admin = world.chat('igor')
  await admin.asks('/start', 'рабочую почту')
  const chat = await world.linkedChat()
  await at(world, '2026-11-23 17:40')
  const alerts = () => admin.transcript().filter((line) => line.startsWith('бот: ⚠️'))
  return { world, chat, alerts }
}

/** Lets time go by, though the assistant may be waiting for the portal. */
async function pass(world: World, minutes: number): Promise<void> {
  const untilMs = world.clock.now() + minutes * minuteMs
  await world.passUntil(minutes * minuteMs, () => world.clock.now() >= untilMs)
}

function status(code: number, error: string): Fault {
  return { kind: 'status', status: code, code: error, description: '' }
}

describe.each([
  ['a webhook that was revoked', status(401, 'NO_AUTH_FOUND'), 'не принимает вебхук'],
  ['a scope that is missing', status(403, 'insufficient_scope'), 'не выдано право'],
  ['a plan that has ended', status(403, 'ACCESS_DENIED'), 'закончился тариф'],
  ['working time that is used up', status(429, 'OPERATION_TIME_LIMIT'), 'исчерпал время работы'],
  ['a portal that was closed', status(500, 'PORTAL_DELETED'), 'закрыт или удалён'],
  ['a portal that refuses for long', status(503, 'QUERY_LIMIT_EXCEEDED'), 'уже несколько минут отклоняет'],
  ['a portal that is silent for long', { kind: 'html' } satisfies Fault, 'уже несколько минут не отвечает'],
])('%s', (_name, fault, words) => {
  test('is told to the administrator, not again and again, and to nobody else; the digest comes once it is mended', async () => {
    const { world, chat, alerts } = await openWatched()
    await using _world = world
    world.portal.fault(fault)
    const silent = await came(chat, async () => {
      await world.passUntil(20 * minuteMs, () => alerts().length > 0)
      // Several looks at the portal, each of which meets the same again.
      await pass(world, 4)
      expect(alerts()).toEqual([expect.stringContaining(words)])
      await world.passUntil(30 * minuteMs, () => alerts().length > 1)
      expect(alerts()[1]).toContain(words)
    })
    expect(silent).toEqual([])
    await mended(world, chat)
    const count = alerts().length
    await pass(world, 20)
    expect(alerts()).toHaveLength(count)
  })
})

async function mended(world: World, chat: ChatClient): Promise<void> {
  world.portal.clearFaults()
  await world.passUntil(60 * minuteMs, () => chat.screen().includes('🌙 Итоги дня'))
  const digests = chat.transcript().filter((line) => line.includes('🌙 Итоги дня'))
  expect(digests).toHaveLength(1)
  expect(digests[0]).toContain('Осталось — 2 задачи')
  // The portal's last refusal may come back after it was mended, and the digest then says what it lacks.
  expect(digests[0]).toMatch(/Завтра — 4 встречи|Календарь Битрикс24 сейчас не отвечает/)
}
