import type { Update } from 'grammy/types'
import { describe, expect, test, vi } from 'vitest'
import { allowedUpdates } from '../../../src/adapters/telegram/inbound.ts'
import { createPoller } from '../../../src/adapters/telegram/poller.ts'
import type { Incoming } from '../../../src/ports/incoming.ts'
import { startAdapter } from './fixtures.ts'
import type { Call, Script } from './scripted-server.ts'
import { group, membership, presses, says } from './updates.ts'

interface Polling {
  readonly updates?: Update[]
  /** What stands in the way of the n-th `getUpdates`. */
  readonly trouble?: (index: number) => Script | null
  readonly deliver?: (batch: readonly Incoming[], attempt: number) => Promise<void>
  readonly answer?: (call: Call) => Script
}

/** A poller in front of a server that keeps updates until an offset confirms them; pauses pass at once. */
async function startPolling({ updates = [], trouble, deliver, answer }: Polling) {
  const adapter = await startAdapter((call, index) => {
    if (call.method !== 'getUpdates') return answer?.(call) ?? { result: true }
    const due = updates.filter(({ update_id }) => update_id >= Number(call.payload['offset'] ?? 0))
    return trouble?.(index) ?? (due.length > 0 ? { result: due } : 'hang')
  })
  const delivered: string[][] = []
  const pauses: number[] = []
  let attempts = 0
  const poller = createPoller({
    api: adapter.api,
    clock: adapter.clock,
    log: adapter.log,
    allowedUpdates,
    async deliver(batch) {
      attempts += 1
      await deliver?.(batch, attempts)
      delivered.push(batch.map(({ event }) => ('text' in event ? event.text : event.type)))
    },
    async sleep(ms) {
      pauses.push(ms)
      adapter.clock.advance(ms)
      await new Promise((resolve) => setImmediate(resolve))
    },
  })
  poller.start()
  return {
    ...adapter,
    poller,
    delivered,
    pauses,
    polls: () => adapter.server.callsOf('getUpdates'),
    async [Symbol.asyncDispose]() {
      await poller.stop()
      await adapter[Symbol.asyncDispose]()
    },
  }
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 2 })
}

describe('intake', () => {
  test('updates are delivered in order, and the next ones asked for after that', async () => {
    const committed = Promise.withResolvers<void>()
    await using polling = await startPolling({
      updates: [says(7, 'раз'), says(8, 'два')],
      deliver: () => committed.promise,
    })
    await eventually(() => expect(polling.polls()).toHaveLength(1))
    expect(polling.polls()[0]?.payload).toEqual({
      offset: 0,
      limit: 100,
      timeout: 25,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
    committed.resolve()
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.delivered).toEqual([['раз', 'два']])
    expect(polling.polls()[1]?.payload).toMatchObject({ offset: 9 })
  })

  test('update ids that begin anew from a lower number are confirmed like any others', async () => {
    await using polling = await startPolling({
      trouble: (index) => [{ result: [says(900, 'раз')] }, { result: [says(20, 'два')] }][index] ?? null,
    })
    await eventually(() => expect(polling.polls()).toHaveLength(3))
    expect(polling.delivered).toEqual([['раз'], ['два']])
    expect(polling.polls().map((call) => call.payload['offset'])).toEqual([0, 901, 21])
  })

  test('a server that answers "nothing" at once is not stormed', async () => {
    await using polling = await startPolling({ trouble: (index) => (index < 3 ? { result: [] } : null) })
    await eventually(() => expect(polling.polls()).toHaveLength(4))
    expect(polling.pauses).toEqual([1_000, 1_000, 1_000])
  })

  test('what is nothing for the dialogs is confirmed without bothering them', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'да', { from: undefined as never })],
    })
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.polls()[1]?.payload).toMatchObject({ offset: 8 })
    expect(polling.delivered).toEqual([])
  })

  test('an update nobody can read is skipped, and the ones around it are not', async () => {
    const broken = { update_id: 8, message: { message_id: 1 } } as Update
    await using polling = await startPolling({ updates: [says(7, 'раз'), broken, says(9, 'два')] })
    await eventually(() => expect(polling.delivered).toEqual([['раз', 'два']]))
    expect(polling.entries).toContainEqual(expect.objectContaining({ level: 'error', updateId: 8 }))
  })

  test('a batch that could not be stored is handed over again, whole, and nothing is confirmed meanwhile', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'раз'), says(8, 'два')],
      deliver: (_batch, attempt) =>
        attempt <= 7
          ? Promise.reject(Object.assign(new Error('INSERT смета'), { code: 'SQLITE_FULL' }))
          : Promise.resolve(),
    })
    await eventually(() => expect(polling.delivered).toEqual([['раз', 'два']]))
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(polling.entries).toContainEqual(
      expect.objectContaining({ level: 'error', updates: 2, detail: 'Error SQLITE_FULL' }),
    )
    expect(JSON.stringify(polling.entries)).not.toContain('смета')
  })

  test('a poller that cannot store is unhealthy after a while', async () => {
    const stored = Promise.withResolvers<void>()
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      deliver: (_batch, attempt) => (attempt <= 8 ? Promise.reject(new Error('disk full')) : stored.promise),
    })
    await eventually(() => expect(polling.pauses).toHaveLength(8))
    expect(polling.poller.health()).toMatchObject({
      healthy: false,
      state: 'running',
      trouble: 'the batch in hand could not be stored',
    })
    stored.resolve()
    await eventually(() => expect(polling.delivered).toHaveLength(1))
    expect(polling.poller.health().trouble).toBeNull()
  })
})

describe('trouble', () => {
  test('a network that is down is waited out, with growing pauses', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      trouble: (index) => (index < 6 ? 'cut' : null),
    })
    await eventually(() => expect(polling.delivered).toEqual([['раз']]))
    expect(polling.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000])
    expect(polling.poller.health()).toMatchObject({ healthy: true, trouble: null })
  })

  test('after an answer the pauses start small again', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      trouble: (index) => (index === 0 || index === 1 || index === 3 ? 'cut' : null),
    })
    await eventually(() => expect(polling.pauses).toEqual([1_000, 2_000, 1_000]))
  })

  test('another instance is named, and waited for 5 to 30 s', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      trouble: (index) =>
        index < 4
          ? {
              error: 409,
              description: 'Conflict: terminated by other getUpdates request; make sure that only one',
            }
          : null,
    })
    await eventually(() => expect(polling.delivered).toEqual([['раз']]))
    expect(polling.pauses).toEqual([5_000, 10_000, 20_000, 30_000])
    expect(polling.entries).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'another instance is asking for the updates of this bot',
      }),
    )
  })

  test('a webhook in the way is named and left in place', async () => {
    await using polling = await startPolling({
      trouble: (index) =>
        index === 0
          ? {
              error: 409,
              description:
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to",
            }
          : null,
    })
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.pauses).toEqual([5_000])
    expect(polling.entries.at(-1)?.message).toMatch(/^a webhook is set for this bot/)
    expect(polling.server.callsOf('deleteWebhook')).toEqual([])
  })

  test('a limit is kept as long as Telegram asks', async () => {
    await using polling = await startPolling({
      trouble: (index) =>
        index === 0 ? { error: 429, description: 'Too Many Requests', retryAfter: 17 } : null,
    })
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.pauses).toEqual([17_000])
  })

  test('a refused token ends the polling and says so', async () => {
    await using polling = await startPolling({ trouble: () => ({ error: 401, description: 'Unauthorized' }) })
    expect(await polling.poller.ended).toBe('misconfigured')
    expect(polling.poller.health()).toMatchObject({
      healthy: false,
      state: 'misconfigured',
      trouble: 'Unauthorized',
    })
    expect(polling.polls()).toHaveLength(1)
  })

  test('a gateway that hides the Bot API for a while does not end it', async () => {
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      trouble: (index) => (index === 0 ? { status: 404, body: '<html>' } : null),
    })
    await eventually(() => expect(polling.delivered).toEqual([['раз']]))
  })
})

describe('health', () => {
  test('a poller that hears nothing for 90 s is unhealthy', async () => {
    await using polling = await startPolling({})
    await eventually(() => expect(polling.polls()).toHaveLength(1))
    expect(polling.poller.health()).toMatchObject({ healthy: true, lastAnswerAtMs: null })
    polling.clock.advance(89_999)
    expect(polling.poller.health().healthy).toBe(true)
    polling.clock.advance(1)
    expect(polling.poller.health().healthy).toBe(false)
  })

  test('an empty answer is an answer', async () => {
    await using polling = await startPolling({ trouble: (index) => (index === 0 ? { result: [] } : null) })
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    expect(polling.poller.health()).toMatchObject({ healthy: true, state: 'running', trouble: null })
    expect(polling.poller.health().lastAnswerAtMs).not.toBeNull()
  })
})

describe('stopping', () => {
  test('the long poll is dropped, and no last request confirms anything', async () => {
    await using polling = await startPolling({ updates: [says(7, 'раз')] })
    await eventually(() => expect(polling.polls()).toHaveLength(2))
    await polling.poller.stop()
    expect(await polling.poller.ended).toBe('stopped')
    expect(polling.polls()).toHaveLength(2)
    expect(polling.poller.health()).toMatchObject({ healthy: false, state: 'stopped' })
  })

  test('the batch in hand is stored first, and not confirmed', async () => {
    const committed = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      deliver() {
        begun.resolve()
        return committed.promise
      },
    })
    await begun.promise
    const stopping = polling.poller.stop()
    const first = await Promise.race([
      stopping,
      new Promise((resolve) => setImmediate(resolve, 'still storing')),
    ])
    expect(first).toBe('still storing')
    committed.resolve()
    await stopping
    expect(polling.delivered).toEqual([['раз']])
    expect(polling.polls()).toHaveLength(1)
  })

  test('a batch that cannot be stored does not hold up the stop; Telegram still has it', async () => {
    const begun = Promise.withResolvers<void>()
    await using polling = await startPolling({
      updates: [says(7, 'раз')],
      async deliver(_batch, attempt) {
        if (attempt === 3) begun.resolve()
        throw new Error('disk full')
      },
    })
    await begun.promise
    await polling.poller.stop()
    expect(polling.polls()).toHaveLength(1)
  })

  test('a poller that never started stops, and does not start after that', async () => {
    await using adapter = await startAdapter(() => ({ result: [] }))
    const poller = createPoller({ ...adapter, allowedUpdates, deliver: () => Promise.resolve() })
    expect(poller.health()).toMatchObject({ state: 'idle', healthy: false })
    await poller.stop()
    poller.start()
    expect(await poller.ended).toBe('stopped')
    expect(adapter.server.calls).toEqual([])
  })

  test('a stop does not wait for a pause to end', async () => {
    await using adapter = await startAdapter(() => 'cut')
    const poller = createPoller({ ...adapter, allowedUpdates, deliver: () => Promise.resolve() })
    poller.start()
    await eventually(() =>
      expect(adapter.entries).toContainEqual(expect.objectContaining({ pauseMs: 1_000 })),
    )
    await poller.stop()
    expect(adapter.server.calls).toHaveLength(1)
  })
})

describe('at the door', () => {
  test('a group hears one sentence and is left once, however many messages it sent', async () => {
    await using polling = await startPolling({
      updates: [membership(7, 'left', 'member', group), says(8, 'привет', { chat: group }), says(9, 'раз')],
    })
    await eventually(() => expect(polling.server.callsOf('leaveChat')).toHaveLength(1))
    expect(polling.server.callsOf('sendMessage').map((call) => call.payload)).toEqual([
      { chat_id: -500, text: 'Я работаю только в личных сообщениях.\nI work in private chats only.' },
    ])
    expect(polling.server.callsOf('leaveChat')[0]?.payload).toEqual({ chat_id: -500 })
    expect(polling.delivered).toEqual([['раз']])
  })

  test('a group that does not let the bot speak is left all the same', async () => {
    await using polling = await startPolling({
      updates: [membership(7, 'left', 'restricted', group)],
      answer: ({ method }) =>
        method === 'sendMessage'
          ? { error: 400, description: 'Bad Request: not enough rights' }
          : { result: true },
    })
    await eventually(() => expect(polling.server.callsOf('leaveChat')).toHaveLength(1))
  })

  test('a group that adds the bot again later is left again', async () => {
    await using polling = await startPolling({ updates: [membership(7, 'left', 'member', group)] })
    await eventually(() => expect(polling.server.callsOf('leaveChat')).toHaveLength(1))
    await polling.poller.stop()
    polling.clock.advance(60_000)
    const again = createPoller({ ...polling, allowedUpdates, deliver: () => Promise.resolve() })
    again.start()
    await eventually(() => expect(polling.server.callsOf('leaveChat')).toHaveLength(2))
    await again.stop()
  })

  test('a channel is left without a word', async () => {
    const channel = { id: -600, type: 'channel', title: 'Новости' } as const
    await using polling = await startPolling({ updates: [membership(7, 'left', 'administrator', channel)] })
    await eventually(() => expect(polling.server.callsOf('leaveChat')).toHaveLength(1))
    expect(polling.server.callsOf('sendMessage')).toEqual([])
  })

  test('a button that does nothing stops spinning', async () => {
    await using polling = await startPolling({ updates: [presses(7, 'idle')] })
    await eventually(() => expect(polling.server.callsOf('answerCallbackQuery')).toHaveLength(1))
    await polling.poller.stop()
    expect(polling.delivered).toEqual([])
  })

  test('blocking comes through like anything a person does', async () => {
    await using polling = await startPolling({ updates: [membership(7, 'member', 'kicked')] })
    await eventually(() => expect(polling.delivered).toEqual([['blocked']]))
  })
})
