import { expect, test } from 'vitest'
import { toChatId } from '../../src/ports/identity.ts'
import type { LocalService, ServiceRequest } from '../../src/machines/services.ts'
import type { Unit } from '../../src/store/unit.ts'
import { notification } from '../db/fixtures.ts'
import { fails, fillOrder, gateDialog, ivanovs, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { anna, openRig, type Rig, type Row } from '../support/rig.ts'

const boris = toChatId(102)
const vera = toChatId(103)

const order = { dialogs: [orderDialog], services: orderServices(), byHand: true }

/** A service of the database that writes something, so that one can see whether it stayed. */
function gateCheck(then: (request: ServiceRequest) => ReturnType<typeof ok>): LocalService {
  return {
    type: 'local',
    reasons: ['wrong'],
    async run(request, unit) {
      await leaveTrace(unit, request)
      return then(request)
    },
  }
}

async function leaveTrace(unit: Unit, { chat, nowMs }: ServiceRequest): Promise<void> {
  await unit.links.audit('requested', { chat, employee: null, atMs: nowMs })
}

/** The order, with one more question after it has been made. */
const survey = orderDialog
  .replace(
    '  - say: added',
    `  - ask: mark
    type: number
    prompt: ask_mark
    invalid: ask_mark
  - say: added`,
  )
  .replace('texts:', 'texts:\n  ask_mark: { ru: "Как вам?", en: "How was it?" }')

async function everything(rig: Rig): Promise<string> {
  const tables = ['chats', 'journal', 'deliveries', 'cards', 'updates', 'poisoned_updates', 'audit'] as const
  return JSON.stringify(await Promise.all(tables.map((table) => rig.rows(table))))
}

const text = (words: string, messageId = 1) => ({ type: 'text', text: words, messageId }) as const

test('an update that comes twice is taken once: in turn, in one batch, at the same time, after a restart', async () => {
  await using rig = await openRig(order)
  await rig.says('/order')
  const again = rig.update(text('Бумага'))
  const [first] = await rig.takes([again])
  const [second] = await rig.takes([again])
  expect([first?.result, second?.result]).toEqual(['taken', 'repeated'])

  const twice = rig.update(text('Иванов'))
  expect((await rig.takes([twice, twice])).map((one) => one.result)).toEqual(['taken', 'repeated'])

  const crowd = rig.update(text('3'))
  const results = await Promise.all(Array.from({ length: 5 }, () => rig.turns.intake([crowd])))
  expect(results.flat().filter((one) => one.result === 'taken')).toHaveLength(1)
  await rig.settles()

  const before = await rig.stored()
  const seen = rig.texts()
  await using later = await rig.restarts()
  await later.takes([again, twice, crowd])
  expect(await later.stored()).toEqual(before)
  expect(later.texts()).toEqual(seen)
  expect(seen.filter((one) => one.startsWith('Проверьте'))).toHaveLength(1)
})

test('a batch is one transaction, with the turns of one chat in the order they came', async () => {
  await using rig = await openRig(order)
  await rig.takes([
    rig.update({ type: 'command', name: 'order', argument: '', messageId: 1 }),
    rig.update({ type: 'command', name: 'order', argument: 'Ручки', messageId: 1 }, { chat: boris }),
    rig.update(text('Б')),
    rig.update(text('Бумага')),
  ])
  expect(rig.texts()).toEqual(['Что заказать?', 'Название — от 2 до 40 букв.', 'Кому?'])
  expect(rig.last(boris).message.text).toBe('Кому?')
  expect((await rig.stored()).revision).toBe(3)
})

test('an update whose turn throws is put aside after the third time, and holds up nobody', async () => {
  let runs = 0
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': gateCheck(({ chat }) => {
        if (chat !== boris) return ok(true)
        runs += 1
        throw new TypeError('the gate is not a function')
      }),
    },
    byHand: true,
  })
  const everybody = [anna, boris, vera]
  await rig.takes(
    everybody.map((chat) =>
      rig.update({ type: 'command', name: 'gate', argument: '', messageId: 1 }, { chat }),
    ),
  )
  const before = await rig.stored(boris)
  const taken = await rig.takes(everybody.map((chat) => rig.update(text('123456'), { chat })))

  expect(taken.map((one) => one.result)).toEqual(['taken', 'poisoned', 'taken'])
  expect(runs).toBe(3)
  expect([anna, vera].map((chat) => rig.last(chat).message.text)).toEqual([
    'На какой этаж?',
    'На какой этаж?',
  ])
  const [poisoned] = await rig.rows('poisoned_updates')
  expect(poisoned).toMatchObject({ chat: boris, update_id: taken[1]?.incoming.updateId })
  const code = poisoned?.incident ?? ''
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}$/)
  expect(rig.last(boris).message.text).toContain(code)
  expect(rig.alerts).toEqual([`${code}: TypeError: the gate is not a function`])
  expect((await rig.rows('audit')).map((row) => row.chat)).toEqual([anna, vera])

  expect(await rig.stored(boris)).toEqual(before)
  const [repeated] = await rig.takes([taken[1]!.incoming])
  expect(repeated?.result).toBe('repeated')
  await rig.says('что случилось?', boris)
  expect(rig.last(boris).message.text).toBe('Шесть цифр.')
})

test('a turn that throws once is simply taken again', async () => {
  let trouble = 2
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': gateCheck(() => {
        if (trouble-- > 0) throw new Error('for a moment')
        return ok(true)
      }),
    },
    byHand: true,
  })
  await rig.says('/gate')
  expect((await rig.says('123456')).result).toBe('taken')
  expect(rig.last().message.text).toBe('На какой этаж?')
  expect(await rig.rows('audit')).toHaveLength(1)
  expect(rig.alerts).toEqual([])
})

test('a turn that finds the chat changed meanwhile is decided anew', async () => {
  let meddle = true
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': {
        type: 'local',
        reasons: [],
        async run({ chat, nowMs }, unit) {
          const record = await unit.chats.load(chat)
          if (meddle && record !== null)
            await unit.chats.save({ ...record, revision: record.revision + 1 }, nowMs)
          meddle = false
          return ok(true)
        },
      },
    },
    byHand: true,
  })
  await rig.says('/gate')
  expect((await rig.says('123456')).result).toBe('taken')
  expect((await rig.stored()).revision).toBe(2)
  expect(rig.last().message.text).toBe('На какой этаж?')
})

test('what a service of the database writes, the answer and the next question are stored together or not at all', async () => {
  let broken = true
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': gateCheck(() => {
        if (broken) throw new Error('after it has written')
        return ok(true)
      }),
    },
    byHand: true,
  })
  await rig.says('/gate')
  const before = [await rig.stored(), await rig.rows('journal'), await rig.rows('cards')]
  await rig.turns.intake([rig.update(text('123456'))])
  expect([await rig.stored(), await rig.rows('journal'), await rig.rows('cards')]).toEqual(before)
  expect(await rig.rows('audit')).toEqual([])
  expect((await rig.pending()).map((row) => row.kind)).toEqual(['message'])
  broken = false
  await rig.turns.intake([rig.update(text('123456'))])
  expect(await rig.rows('audit')).toHaveLength(1)
  expect((await rig.stored()).state.frames[0]?.value).toEqual({ floor: 'asking' })
  expect((await rig.pending('card')).at(-1)?.payload).toContain('На какой этаж?')
})

test('a refusal that nobody can be asked about ends the dialog, instead of asking the service for ever', async () => {
  let asked = 0
  const invited = gateDialog
    .replace('en: Pass } }\nsteps', 'en: Pass }, payload: invite }\nsteps')
    .replace('    digits: 6\n', '    digits: 6\n    when: { invite: empty }\n')
  await using rig = await openRig({
    dialogs: [invited],
    services: {
      'gate.check': gateCheck(() => {
        asked += 1
        if (asked > 50) throw new Error('asked again and again')
        return fails('wrong')
      }),
    },
    byHand: true,
  })
  await rig.says('/gate AAAA')
  expect(asked).toBe(1)
  expect(rig.last().message.text).toBe('Код не подошёл.')
  expect((await rig.stored()).state.frames).toEqual([])
  await rig.says('/gate')
  await rig.says('123456')
  expect(rig.last().message.text).toBe('Код не подошёл.')
  expect((await rig.stored()).state.frames).toHaveLength(1)
})

test('a one-time code stays nowhere: not in the chat, the journal or what is to be sent', async () => {
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': gateCheck(({ input }) => (input['pin'] === '271828' ? ok(true) : fails('wrong'))),
    },
    byHand: true,
  })
  await rig.says('/gate')
  await rig.says('27 18')
  await rig.says('314 159')
  expect(rig.last().message.text).toBe('Код не подошёл.')
  await rig.says('271-828')
  expect(rig.last().message.text).toBe('На какой этаж?')
  const kept = await everything(rig)
  for (const secret of ['27 18', '314 159', '314159', '271-828', '271828']) expect(kept).not.toContain(secret)
  expect((await rig.rows('deliveries')).filter((row) => row.kind === 'erase')).toHaveLength(3)
})

test('a one-time code is not kept with an update that was put aside either', async () => {
  await using rig = await openRig({
    dialogs: [gateDialog],
    services: {
      'gate.check': gateCheck(() => {
        throw new Error('broken')
      }),
    },
    byHand: true,
  })
  await rig.says('/gate')
  await rig.says('271828')
  expect(await rig.rows('poisoned_updates')).toHaveLength(1)
  expect(await everything(rig)).not.toContain('271828')
})

test('a person who blocks the bot is sent nothing more, and goes on where they were when they are back', async () => {
  await using rig = await openRig(order)
  await rig.says('/order Бумага')
  await rig.turns.intake([rig.update(text('Иванов')), rig.update({ type: 'blocked' })])
  expect((await rig.stored()).status).toBe('silent')
  const shown = rig.texts()
  await rig.settles()
  await rig.waits(3_600_000)
  expect(rig.texts()).toEqual(shown)
  await rig.does({ type: 'unblocked' })
  expect((await rig.stored()).status).toBe('active')
  await rig.says('3')
  expect(rig.last().message.text).toContain('Проверьте:')
})

test('a person who blocks the bot is told nothing that was planned, and is planned for anew when they are back', async () => {
  await using rig = await openRig(order)
  const { store, clock } = rig
  await rig.says('/order Бумага')
  await rig.links()
  const planning = { nowMs: clock.now(), staleMs: 300_000, limit: 10 }
  expect(await store.schedule.claimPlanning(planning)).toHaveLength(1)
  const planned = { ...notification('morning:101:2026-11-24'), chat: anna }
  await store.transaction((unit) => unit.notifications.plan([planned], clock.now()))
  await rig.does({ type: 'blocked' })
  const row = await store.transaction((unit) => unit.notifications.byKey(planned.key))
  expect(row).toMatchObject({ state: 'cancelled', reason: 'blocked' })
  expect(await store.schedule.claimPlanning(planning)).toEqual([])
  await rig.does({ type: 'unblocked' })
  expect(await store.schedule.claimPlanning(planning)).toMatchObject([{ chat: anna }])
})

test('a chat that refuses messages falls silent, while the call under way there comes to its end', async () => {
  await using rig = await openRig({
    ...order,
    services: orderServices({ 'orders.add': () => fails('temporary') }),
  })
  await fillOrder(rig)
  rig.messengerSays(() => ({ type: 'refused', reason: 'blocked', detail: 'bot was blocked by the user' }))
  await rig.presses('Заказать')
  expect((await rig.stored()).status).toBe('silent')
  rig.messengerSays(null)
  const shown = rig.texts().length
  await rig.waits(2_000)
  await rig.waits(4_000)
  expect(rig.calls.filter((call) => call.service === 'orders.add')).toHaveLength(3)
  expect(rig.texts()).toHaveLength(shown)
  await rig.says('я вернулась')
  expect(rig.last().message.text).toContain('Проверьте:')
})

test('too many actions in a minute are stopped, with one warning, and go on later', async () => {
  await using rig = await openRig(order)
  await rig.says('/order Бумага')
  for (let at = 0; at < 19; at += 1) await rig.says('1')
  const warned = (): number => rig.texts().filter((one) => one.startsWith('Слишком часто')).length
  expect(warned()).toBe(0)
  await rig.says('Иванов')
  await rig.says('Иванов')
  expect(warned()).toBe(1)
  expect((await rig.presses('✕ Отмена')).note).toMatch(/^Слишком часто/)
  expect(await rig.pending('call')).toEqual([])
  rig.clock.advance(10_000)
  await rig.says('Иванов')
  expect(rig.last().message.text).toBe('Сколько пачек?')
})

test.for([
  ['en', 'What to order?'],
  ['en-GB', 'What to order?'],
  ['EN', 'What to order?'],
  ['ru', 'Что заказать?'],
  ['uk', 'Что заказать?'],
  ['', 'Что заказать?'],
] as const)('whoever’s Telegram speaks «%s» is asked «%s»', async ([languageCode, asked]) => {
  await using rig = await openRig(order)
  await rig.takes([
    rig.update({ type: 'command', name: 'order', argument: '', messageId: 1 }, { languageCode }),
  ])
  expect(rig.last().message.text).toBe(asked)
})

test('a picture is no answer: it is said so, and the question comes again', async () => {
  await using rig = await openRig(order)
  await rig.says('/order')
  await rig.does({ type: 'media', kind: 'photo', messageId: 4 })
  expect(rig.texts().slice(-2)).toEqual([
    'Здесь нужен текст. Файлы можно приложить после создания задачи.',
    'Что заказать?',
  ])
  await rig.does({ type: 'media', kind: 'voice', messageId: 5 }, boris)
  expect(rig.last(boris).message.text).toContain('/help')
})

test('an unknown command, and words outside any dialog, are answered with what is possible', async () => {
  await using rig = await openRig(order)
  await rig.says('/nothing')
  expect(rig.last().message.text).toBe('Такой команды нет. Список — /help.')
  await rig.says('привет')
  expect(rig.last().message.text).toContain('/help')
  await rig.says('/help')
  expect(rig.last().message.text).toContain('/order — заказать')
  await rig.says('/order')
  await rig.says('/nothing')
  expect(rig.texts().slice(-2)).toEqual(['Такой команды нет. Список — /help.', 'Что заказать?'])
})

test('a corrected message corrects the answer it was', async () => {
  await using rig = await openRig(order)
  await rig.says('/order')
  await rig.does(text('Бумага', 70))
  await rig.does({ type: 'edited', text: 'Бумага А3', messageId: 70 })
  await rig.says('Иванов')
  await rig.does(text('3', 71))
  const seen = rig.messages().length
  await rig.does({ type: 'edited', text: 'Картон', messageId: 70 })
  expect(rig.last().message.text).toContain('Бумага А3')
  expect(rig.messages()).toHaveLength(seen)
  await rig.does({ type: 'edited', text: '5', messageId: 71 })
  expect(rig.last().message.text).toBe('Проверьте:\nБумага А3\nКому: Иванов Пётр\nПачек: 5\nСрочно: Обычно')
  await rig.does({ type: 'edited', text: 'пять', messageId: 71 })
  expect(rig.last().message.text).toBe('Целое число от 1 до 100.')
  await rig.does({ type: 'edited', text: '6', messageId: 71 })
  expect(rig.last().message.text).toContain('Пачек: 6')
})

test('the same answers confirmed again are the same deed, changed ones are another', async () => {
  await using rig = await openRig({
    ...order,
    services: orderServices({ 'orders.add': () => fails('denied') }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await rig.waits(5_000)
  await rig.presses('Заказать')
  await rig.presses('Изменить')
  await rig.presses('Товар')
  await rig.presses('← Назад')
  await rig.says('да')
  await rig.presses('Изменить')
  await rig.presses('Пачек')
  await rig.says('4')
  await rig.presses('Заказать')
  const [first, again, looked, changed] = rig.calls.slice(1).map((call) => call.operation)
  expect([again, looked]).toEqual([first, first])
  expect(changed).not.toBe(first)
})

test('a deed that may have been done is confirmed again as one that may have been done', async () => {
  await using rig = await openRig({
    ...order,
    services: orderServices({ 'orders.add': () => fails('uncertain') }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await rig.waits(5_000)
  await rig.waits(10_000)
  expect(rig.last().message.text).toMatch(/^Не вышло/)
  await rig.presses('Заказать')
  const orders = rig.calls.slice(1)
  expect(orders.map((call) => call.repeated)).toEqual([false, true, true, true])
  expect(new Set(orders.map((call) => call.operation)).size).toBe(1)
})

test('a message corrected after everything is done undoes nothing', async () => {
  await using rig = await openRig(order)
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.does(text('3', 71))
  await rig.presses('Заказать')
  const seen = rig.texts()
  await rig.does({ type: 'edited', text: '5', messageId: 71 })
  expect(rig.texts()).toEqual(seen)
  expect(rig.calls.filter((call) => call.service === 'orders.add')).toHaveLength(1)
})

test('there is no way back across a call that has happened', async () => {
  await using rig = await openRig({ ...order, dialogs: [survey] })
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(
    rig
      .last()
      .message.rows.flat()
      .map((one) => one.label),
  ).toEqual(['✕ Отмена'])
  await rig.says('Назад')
  expect(rig.last().message.text).toBe('Как вам?')
  await rig.says('5')
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
  expect(rig.calls.filter((call) => call.service === 'orders.add')).toHaveLength(1)
})

test('no button of another person’s messages does anything, not even one that begins a dialog', async () => {
  const inviting = orderDialog.replace('- { label: open, open: add.url }', '- { label: open, start: order }')
  await using rig = await openRig({ ...order, dialogs: [inviting] })
  await fillOrder(rig)
  await rig.presses('Заказать')
  const begin = rig.pressData('Открыть')
  const press = { type: 'press', pressId: 'p', data: begin, messageId: 1 } as const
  expect((await rig.does(press, boris)).note).toBe('Кнопка устарела.')
  expect((await rig.stored(boris)).state.frames).toEqual([])
  expect((await rig.does(press)).note).toBeNull()
  expect(rig.last().message.text).toBe('Что заказать?')
})

test('a message corrected after the call that may happen once never makes it happen again', async () => {
  await using rig = await openRig({ ...order, dialogs: [survey] })
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.does(text('3', 71))
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Как вам?')
  await rig.does({ type: 'edited', text: '5', messageId: 71 })
  await rig.says('5')
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
  expect(rig.calls.filter((call) => call.service === 'orders.add')).toHaveLength(1)
})

test('the journal holds every turn of a conversation, by its place before and after', async () => {
  await using rig = await openRig(order)
  await fillOrder(rig)
  await rig.presses('Заказать')
  const steps = (await rig.rows('journal')).map((row: Row<'journal'>) => [
    row.revision,
    row.from_state,
    row.to_state,
  ])
  expect(steps).toEqual([
    [1, null, 'who.typing'],
    [2, 'who.typing', 'who.searching'],
    [3, 'who.searching', 'packs.asking'],
    [4, 'packs.asking', 'card.checking'],
    [5, 'card.checking', 'add.calling'],
    [6, 'add.calling', 'end_done'],
  ])
})

test('a chat that was never seen has no turn to take for a result or a timer', async () => {
  await using rig = await openRig(order)
  await rig.store.transaction(async (unit) => {
    await rig.turns.result(unit, anna, 'nobody', 'no-call', ok(ivanovs))
    await rig.turns.timer(unit, anna, 'nobody', 'idle.0', 'no-timer')
    await rig.turns.unreachable(unit, anna)
  })
  expect(await rig.rows('chats')).toEqual([])
})
