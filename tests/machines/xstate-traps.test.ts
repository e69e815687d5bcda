/** XState as a pure function has holes that a host must close. Each is known, and each has its test here. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hashOf } from '../../src/dialogs/load.ts'
import { newContext } from '../../src/machines/statechart/context.ts'
import type { DialogDefinition } from '../../src/machines/language/definition.ts'
import { begin, compile, send } from '../../src/machines/statechart/xstate.ts'
import { fails, fillOrder, ivanovs, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { anna, definitionOf, openRig, type Rig } from '../support/rig.ts'

const order = definitionOf(orderDialog)

const conversationOf = async (rig: Rig): Promise<string> => (await rig.stored()).state.frames[0]?.id ?? ''

test('a pause before a repeat is a row of the database, so it outlives the process', async () => {
  let down = true
  await using first = await openRig({
    dialogs: [orderDialog],
    services: orderServices({ 'orders.add': () => (down ? fails('temporary') : ok({ url: 'u' })) }),
  })
  await fillOrder(first)
  await first.presses('Заказать')
  expect(await first.pending('timer')).toContainEqual(
    expect.objectContaining({ due_at_ms: first.clock.now() + 2_000 }),
  )
  down = false
  await using second = await first.restarts()
  await second.waits(2_000)
  expect(second.last().message.text).toBe('Заказано: Бумага.')
})

test('a call under way is not made again because the process began anew', async () => {
  await using first = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  await fillOrder(first)
  await first.turns.intake([
    first.update({ type: 'press', pressId: 'p', data: first.pressData('Заказать'), messageId: 1 }),
  ])
  await using second = await first.restarts()
  await second.turns.intake([second.update({ type: 'text', text: 'ну что там?', messageId: 9 })])
  expect(await second.pending('call')).toHaveLength(1)
  await second.settles()
  expect(second.calls.filter((call) => call.service === 'orders.add')).toHaveLength(1)
  expect(second.last().message.text).toBe('Заказано: Бумага.')
})

test('a conversation at a question that the dialog no longer has goes to one that it has', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  const steps = order.steps.filter((step) => !('ask' in step && step.ask === 'packs'))
  const shorter: DialogDefinition = {
    ...order,
    steps: steps.map((step) => ('review' in step ? { ...step, edit: ['what', 'who'] } : step)),
  }
  await using later = await rig.restarts({ dialogs: [shorter] })
  await later.says('3')
  expect(later.last().message.text).toContain('Проверьте:\nБумага\nКому: Иванов Пётр')
  expect(later.alerts).toEqual([])
})

test('a stored place that the charts of this version do not have is walked to again from the answers', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await rig.says('/order Бумага')
  await rig.rewrites(({ frames }) => {
    for (const frame of frames) frame.value = { who: 'typing_as_it_was_called_once' }
  })
  await rig.says('Иванов')
  expect(rig.last().message.text).toBe('Сколько пачек?')
  await rig.rewrites(({ frames }) => {
    for (const frame of frames) frame.value = { a_step_of_long_ago: 'asking' }
  })
  await rig.says('3')
  expect(rig.last().message.text).toBe('Сколько пачек?')
  await rig.says('3')
  expect(rig.last().message.text).toContain('Проверьте:')
  expect(rig.alerts).toEqual([])
})

test('a call that stands where the charts of this version have no place is asked about again', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  await fillOrder(rig)
  const confirm = { type: 'press', pressId: 'p', data: rig.pressData('Заказать'), messageId: 1 } as const
  await rig.turns.intake([rig.update(confirm)])
  const due = await rig.claims()
  const lost = due.find((delivery) => delivery.kind === 'call')
  for (const delivery of due) if (delivery !== lost) await rig.performs(delivery)
  await rig.rewrites(({ frames }) => {
    for (const frame of frames) frame.value = { add: 'making_the_call' }
  })
  await rig.says('ну что там?')
  expect(rig.last().message.text).toContain('Проверьте:')
  expect(await rig.performs(lost!)).toBe(false)
  await rig.presses('Заказать')
  expect(new Set(rig.calls.slice(1).map((call) => call.operation)).size).toBe(1)
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
})

test('a question added to a dialog is asked in conversations that are past its place', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await fillOrder(rig)
  expect(rig.last().message.text).toContain('Проверьте:')
  const [what, ...rest] = order.steps
  const longer: DialogDefinition = {
    ...order,
    steps: [what!, { ask: 'shelf', type: 'number', prompt: 'ask_shelf', invalid: 'ask_shelf' }, ...rest],
    texts: { ...order.texts, ask_shelf: { ru: 'На какую полку?', en: 'Which shelf?' } },
  }
  await using later = await rig.restarts({ dialogs: [longer] })
  await later.says('да')
  expect(later.last().message.text).toBe('На какую полку?')
  await later.says('4')
  expect(later.last().message.text).toContain('Проверьте:')
  expect(later.calls.filter((call) => call.service === 'orders.add')).toEqual([])
})

test('a snapshot from before some part of the context existed goes on as if it were new', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: orderServices({ 'orders.add': () => fails('temporary') }),
  })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.rewrites(({ frames }) => {
    for (const { context } of frames) {
      for (const key of Object.keys(newContext({}))) if (key !== 'answers') delete context[key]
    }
  })
  await rig.says('много')
  expect(rig.last().message.text).toBe('Целое число от 1 до 100.')
  await rig.says('3')
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Склад молчит, пробую ещё.')
  expect(rig.calls.at(-1)?.operation).toMatch(/:add:\d+$/)
  expect(rig.alerts).toEqual([])
})

test('the result of a search that was given up is not taken for the result of the next one', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: orderServices({
      'people.search': ({ input }) => ok(input['query'] === 'Иванов' ? [ivanovs[0]] : ivanovs),
    }),
    byHand: true,
  })
  await rig.says('/order Бумага')
  await rig.turns.intake([rig.update({ type: 'text', text: 'Иванов', messageId: 1 })])
  const slow = (await rig.claims()).find((delivery) => delivery.kind === 'call')
  await rig.turns.intake([rig.update({ type: 'text', text: 'Анна', messageId: 2 })])
  expect(await rig.performs(slow!)).toBe(false)
  const before = await rig.stored()
  await rig.store.transaction(async (unit) => {
    const outcome = ok([ivanovs[0]])
    await rig.turns.result(unit, anna, before.state.frames[0]!.id, slow!.id, outcome)
  })
  expect(await rig.stored()).toEqual(before)
  await rig.waits(90_000)
  expect(rig.last().message.text).toBe('Нашлось 2 человека.')
})

test('the result of a call that «Назад» has left is dropped, and so is that of a cancelled conversation', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  const search = async (): Promise<string> => {
    await rig.says('/order Бумага')
    await rig.turns.intake([rig.update({ type: 'text', text: 'Иванов', messageId: 1 })])
    return (await rig.pending('call'))[0]?.id ?? ''
  }
  const arrives = async (conversation: string, call: string): Promise<void> =>
    rig.store.transaction((unit) => rig.turns.result(unit, anna, conversation, call, ok([ivanovs[0]])))

  const left = await search()
  const conversation = await conversationOf(rig)
  await rig.turns.intake([rig.update({ type: 'text', text: 'Назад', messageId: 2 })])
  await arrives(conversation, left)
  await rig.settles()
  expect(rig.last().message.text).toBe('Что заказать?')

  await rig.says('/cancel')
  const cancelled = await search()
  const second = await conversationOf(rig)
  await rig.says('/cancel')
  const before = await rig.stored()
  await arrives(second, cancelled)
  expect(await rig.stored()).toEqual(before)
  expect(await rig.pending()).toEqual([])
})

test('a timer that was cancelled, or has fired before, changes nothing', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  await rig.says('/order Бумага')
  await rig.turns.intake([rig.update({ type: 'text', text: 'Иванов', messageId: 1 })])
  const { timers, id } = (await rig.stored()).state.frames[0]!
  const [name, timer] = Object.entries(timers).find(([one]) => !one.startsWith('idle'))!
  await rig.settles()
  expect(rig.last().message.text).toBe('Сколько пачек?')
  expect((await rig.pending('timer')).map((row) => row.id)).not.toContain(timer)
  const before = await rig.stored()
  const fires = (what: string, which: string): Promise<void> =>
    rig.store.transaction((unit) => rig.turns.timer(unit, anna, id, what, which))
  await fires(name, timer)
  await fires('idle.0', timer)
  await fires('no.such.timer', timer)
  expect(await rig.stored()).toEqual(before)
})

test('timers and results of a conversation that is over change nothing', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await fillOrder(rig)
  const frame = (await rig.stored()).state.frames[0]!
  await rig.presses('Заказать')
  expect(await rig.pending('timer')).toEqual([])
  const before = await rig.stored()
  await rig.store.transaction(async (unit) => {
    for (const [name, timer] of Object.entries(frame.timers))
      await rig.turns.timer(unit, anna, frame.id, name, timer)
    await rig.turns.result(unit, anna, frame.id, `${anna}:1:1`, ok({ url: 'another' }))
    await rig.turns.result(unit, (anna + 5) as typeof anna, frame.id, `${anna}:1:1`, ok(null))
  })
  expect(await rig.stored()).toEqual(before)
})

test('what an action throws goes up, and the turn it happened in leaves nothing behind', async () => {
  const broken: DialogDefinition = {
    ...order,
    steps: [order.steps[0]!, { set: 'sum', to: 'no_such_function', with: {} }, ...order.steps.slice(1)],
  }
  await using rig = await openRig({ dialogs: [broken] })
  await rig.says('/order')
  const before = await rig.stored()
  const journal = await rig.rows('journal')
  await rig.says('Бумага')
  expect(await rig.stored()).toEqual(before)
  expect(await rig.rows('journal')).toEqual(journal)
  expect(rig.alerts).toHaveLength(1)
})

test('what a guard throws goes up', () => {
  const steps = structuredClone(order.steps)
  let harmless = true
  Object.defineProperty(steps[2], 'when', {
    get() {
      if (harmless) return undefined
      throw new RangeError('a condition that cannot be judged')
    },
  })
  const dialog = compile({ ...order, steps }, 'hash')
  const { place } = begin(dialog, newContext({ what: 'Бумага' }))
  harmless = false
  const answer = { type: 'ANSWER', value: { id: 7, name: 'Иванов Пётр' } } as const
  expect(() => send(dialog, place, answer)).toThrow('a condition that cannot be judged')
})

test('a chart has no child machines, spawns nothing and sends nothing to anybody', () => {
  const { chart } = compile(order, hashOf(order))
  const text = JSON.stringify(chart)
  expect(text).not.toMatch(/spawn|sendTo|forwardTo|systemId|xstate/)
  const invoked = [...text.matchAll(/"src":"([^"]+)"/g)].map((match) => match[1])
  expect(invoked).toEqual(['people.search', 'orders.add'])
})

test('XState is called in one file only', () => {
  const root = new URL('../../src/', import.meta.url)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const calling = files.filter((file) =>
    /^import (?!type )[^\n]* from 'xstate'/m.test(readFileSync(new URL(file, root), 'utf8')),
  )
  expect(calling.map((file) => file.split('/').at(-1))).toEqual(['xstate.ts'])
})

test('nothing that is stored has a name of XState’s in it', async () => {
  await using rig = await openRig({
    dialogs: [orderDialog],
    services: orderServices({ 'orders.add': () => fails('temporary') }),
    byHand: true,
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await rig.turns.intake([rig.update({ type: 'command', name: 'order', argument: '', messageId: 3 })])
  const everything = JSON.stringify([
    await rig.rows('chats'),
    await rig.rows('deliveries'),
    await rig.rows('journal'),
    await rig.rows('cards'),
    await rig.rows('definitions'),
  ])
  expect(everything).toContain('pause')
  expect(everything).not.toContain('xstate')
})

test('a stored chat does not grow with the turns it has taken', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  await fillOrder(rig)
  const sizes: number[] = []
  for (let round = 0; round < 40; round += 1) {
    await rig.presses('Изменить')
    await rig.presses('Кому')
    await rig.says('Иванов')
    await rig.says('нет такой команды')
    await rig.waits(30_000)
    sizes.push(JSON.stringify((await rig.stored()).state).length)
  }
  // Only numbers that count up get longer: revisions, ids, the name of the draft.
  expect(Math.max(...sizes) - sizes[0]!).toBeLessThan(20)
  expect(sizes[0]).toBeLessThan(1_500)
})
