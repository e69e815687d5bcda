/** What becomes of conversations under way when their dialog is edited. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf } from '../../src/dialogs/load.ts'
import { nameOf, type DialogDefinition, type Step } from '../../src/machines/language/definition.ts'
import { createDialogLibrary, type DialogLibrary } from '../../src/machines/dialog-library.ts'
import { carriedAnswers } from '../../src/machines/conversation/carry-over.ts'
import { textAt } from '../../src/machines/json.ts'
import { isObject } from '../../src/machines/statechart/values.ts'
import { derive } from '../../src/machines/statechart/functions.ts'
import { withDefaults } from '../../src/machines/statechart/rules.ts'
import { isValidAnswer } from '../../src/machines/language/steps/ask-kinds.ts'
import type { Json, JsonObject } from '../../src/ports/json.ts'
import { openBareChat, type BareChat } from '../support/bare-chat.ts'
import { answers, makes, move } from '../support/drive.ts'
import { fails, fillOrder, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { dialogOf, parts, sprout } from '../support/garden.ts'
import { runs } from '../support/runs.ts'
import { builtInTexts, definitionOf, openRig } from '../support/rig.ts'

const order = definitionOf(orderDialog)
const ordering = { dialogs: [orderDialog], services: orderServices(), byHand: true }

/** The order dialog with other wording: another content, and so another hash. */
const reworded: DialogDefinition = {
  ...order,
  texts: {
    ...order.texts,
    ask_who: { ru: 'Для кого?', en: 'Who is it for?' },
    added: { ru: 'Сделано.', en: 'Done.' },
  },
}

test('a definition is kept under the hash of its content, once, and a conversation names it', async () => {
  const shuffled = Object.fromEntries(Object.entries(order).toReversed()) as DialogDefinition
  expect(hashOf(shuffled)).toBe(hashOf(order))
  expect(hashOf(reworded)).not.toBe(hashOf(order))
  await using rig = await openRig(ordering)
  await rig.says('/order')
  expect((await rig.stored()).state.frames[0]?.hash).toBe(hashOf(order))
  await using same = await rig.restarts({ dialogs: [shuffled] })
  await using other = await same.restarts({ dialogs: [reworded] })
  expect((await other.rows('definitions')).map((row) => [row.dialog, row.hash])).toEqual([
    ['order', hashOf(order)],
    ['order', hashOf(reworded)],
  ])
})

test('words typed at a question that is still the same are its answer', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await using later = await rig.restarts({ dialogs: [reworded] })
  await later.says('Иванов')
  expect(later.last().message.text).toBe('Сколько пачек?')
  expect((await later.stored()).state.frames[0]).toMatchObject({
    hash: hashOf(reworded),
    context: { answers: { what: 'Бумага', who: { id: 7 } } },
  })
})

test('words typed at a question that is another one now are not taken: the new question is shown', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  const [what, who, , ...rest] = order.steps
  const steps: DialogDefinition['steps'] = [
    what!,
    who!,
    { ask: 'packs', type: 'yes_no', prompt: 'ask_packs', invalid: 'bad_packs', label: 'packs_label' },
    ...rest,
  ]
  await using later = await rig.restarts({ dialogs: [{ ...order, steps }] })
  await later.says('да')
  expect(later.last().message.text).toBe('Сколько пачек?')
  expect(later.last().message.rows[0]?.map((one) => one.label)).toEqual(['Да', 'Нет'])
  await later.says('да')
  expect(later.last().message.text).toContain('Пачек: Да')
})

test('an answer that the edited question would not accept is asked for again', async () => {
  await using rig = await openRig(ordering)
  await fillOrder(rig)
  const steps = order.steps.map((step) =>
    'ask' in step && step.ask === 'packs' && step.type === 'number' ? { ...step, max: 2 } : step,
  )
  await using later = await rig.restarts({ dialogs: [{ ...order, steps }] })
  await later.says('да')
  expect(later.last().message.text).toBe('Сколько пачек?')
})

test('a button of the card as it was before the edit does nothing but show the card as it is now', async () => {
  await using rig = await openRig(ordering)
  await fillOrder(rig)
  const data = rig.pressData('Заказать')
  await using later = await rig.restarts({ dialogs: [reworded] })
  const { note } = await later.does({ type: 'press', pressId: 'p', data, messageId: 1 })
  expect(note).toBe('Экран устарел, вот свежий.')
  expect(later.calls.filter((call) => call.service === 'orders.add')).toEqual([])
  await later.presses('Заказать')
  expect(later.last().message.text).toBe('Сделано.')
})

test('a command is a command, whatever has become of the dialog', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await using later = await rig.restarts({ dialogs: [reworded] })
  await later.says('/cancel')
  expect(later.last().message.text).toBe('Отменил. Ничего не создано.')
})

test('a conversation that waits for a call stays on its definition until the call has settled, through restarts', async () => {
  let answer = fails('temporary')
  await using rig = await openRig({ ...ordering, services: orderServices({ 'orders.add': () => answer }) })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await using later = await rig.restarts({ dialogs: [reworded] })
  await later.says('ну что?')
  await later.waits(2_000)
  expect((await later.stored()).state.frames[0]?.hash).toBe(hashOf(order))
  answer = ok({ url: 'u' })
  await using last = await later.restarts()
  await last.waits(4_000)
  expect(last.last().message.text).toBe('Заказано: Бумага.')
})

test('a conversation whose call has failed for good moves on with the next thing the person does', async () => {
  await using rig = await openRig({
    ...ordering,
    services: orderServices({ 'orders.add': () => fails('denied') }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(rig.last().message.text).toMatch(/^Не вышло/)
  await using later = await rig.restarts({ dialogs: [reworded], services: orderServices() })
  await later.says('да')
  expect((await later.stored()).state.frames[0]?.hash).toBe(hashOf(reworded))
  await later.says('да')
  expect(later.last().message.text).toBe('Сделано.')
})

test('a dialog whose file is gone is finished on the definition it was begun with, and not begun again', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await using later = await rig.restarts({ dialogs: [] })
  await later.says('Иванов')
  await later.says('3')
  await later.presses('Заказать')
  expect(later.last().message.text).toBe('Заказано: Бумага.')
  await later.says('/order')
  expect(later.last().message.text).toContain('Такой команды нет')
})

test('a definition that is lost, or that this program cannot read, locks nobody out', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await rig.says('Иванов')
  await rig.spoils('definitions', { source: '{"dialog":"order","steps":[{"shout":"loud"}]}' })
  await using later = await rig.restarts({ dialogs: [reworded] })
  await later.says('3')
  expect(later.last().message.text).toBe('Сколько пачек?')
  await later.says('3')
  await later.presses('Заказать')
  expect(later.last().message.text).toBe('Сделано.')
  expect(later.alerts).toEqual([])
})

test('a call whose definition is lost is asked about again, and made as the same operation', async () => {
  await using rig = await openRig({
    ...ordering,
    services: orderServices({ 'orders.add': () => fails('temporary') }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await rig.spoils('definitions', { source: '[]' })
  await using later = await rig.restarts({ dialogs: [reworded], services: orderServices() })
  await later.waits(2_000)
  await later.says('ну что?')
  expect(later.last().message.text).toContain('Проверьте:')
  await later.presses('Заказать')
  expect(later.last().message.text).toBe('Сделано.')
  expect(new Set(later.calls.slice(1).map((call) => call.operation)).size).toBe(1)
  expect(later.alerts).toEqual([])
})

test('where the dialog is gone too, its conversation is over, and the chat goes on', async () => {
  await using rig = await openRig(ordering)
  await rig.says('/order Бумага')
  await rig.spoils('definitions', { source: 'null' })
  await using later = await rig.restarts({ dialogs: [] })
  await later.says('Иванов')
  expect(later.last().message.text).toContain('/help')
  expect((await later.stored()).state.frames).toEqual([])
})

test('what has been done once stays done when the dialog is edited afterwards, and is not reviewed again', async () => {
  const mark = { ask: 'mark', type: 'number', prompt: 'ask_mark', invalid: 'ask_mark' } as const
  const survey: DialogDefinition = {
    ...order,
    steps: [...order.steps.slice(0, -1), mark, order.steps.at(-1)!],
    texts: { ...order.texts, ask_mark: { ru: 'Как вам?', en: 'How was it?' } },
  }
  await using rig = await openRig({ ...ordering, dialogs: [survey] })
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Как вам?')
  const stricter = survey.steps.map((step) =>
    'ask' in step && step.ask === 'what' && step.type === 'text'
      ? { ...step, length: [10, 40] as [number, number] }
      : step,
  )
  await using later = await rig.restarts({ dialogs: [{ ...survey, steps: stricter }] })
  await later.says('5')
  expect(later.last().message.text).toBe('Что заказать?')
  await later.says('Бумага для принтера')
  expect(later.last().message.text).toBe('Как вам?')
  await later.says('5')
  expect(later.last().message.text).toMatch(/^Заказано/)
  expect(later.calls.filter((call) => call.service === 'orders.add')).toHaveLength(1)
})

/** Every answer of every conversation is one that its definition would accept. */
function expectFittingAnswers(chat: BareChat, dialogs: DialogLibrary): void {
  for (const { hash, context } of chat.frames()) {
    const { definition } = dialogs.byHash(hash)!
    for (const [name, value] of Object.entries(context.answers)) {
      const step = definition.steps.find((one) => nameOf(one) === name)
      if (!fits(definition, step, value, context.answers))
        throw new Error(`«${name}» has kept ${JSON.stringify(value)} under ${JSON.stringify(step)}`)
    }
  }
}

function fits(
  definition: DialogDefinition,
  step: Step | undefined,
  value: Json,
  answers: JsonObject,
): boolean {
  if (step === undefined) return definition.start.file !== undefined
  if ('review' in step || 'return' in step) return false
  if ('ask' in step) return value === null ? step.optional === true : isValidAnswer(step, value)
  if ('find' in step) {
    if (value === null) return step.optional === true
    return Array.isArray(value) === (step.multiple !== undefined) && JSON.stringify(value).includes('Иванов')
  }
  if ('menu' in step) return step.buttons.some((button) => 'pick' in button && button.pick === value)
  if ('list' in step) return isObject(value) && typeof value['id'] === 'number'
  if ('say' in step) return value === true
  if ('set' in step)
    return (
      JSON.stringify(value) ===
      JSON.stringify(derive(definition, step.set, withDefaults(definition, answers)))
    )
  return (
    value === null ||
    value === true ||
    !isObject(value) ||
    !('done' in value) ||
    value['done'] === step.service
  )
}

const repairs = await builtInTexts()

/** Two editions of a dialog, and the small one that others begin. */
const editions = fc.tuple(parts, parts, fc.boolean()).map(([before, after, light]) => {
  const [old, edited] = [dialogOf(before, light), dialogOf(after, light)]
  const library = createDialogLibrary(
    [old, sprout].map((definition) => ({ definition, hash: hashOf(definition) })),
  )
  return { library, old, edited }
})

test('whatever is edited, a conversation under way can be finished, can be cancelled, and keeps no answer that is none', () => {
  fc.assert(
    fc.property(
      editions,
      fc.array(move, { maxLength: 16 }),
      fc.constantFrom('answer', 'nonsense', 'press', 'cancel'),
      ({ library: dialogs, edited }, moves, first) => {
        const chat = openBareChat(dialogs, repairs)
        chat.says('/garden')
        for (const one of moves) {
          makes(chat, dialogs, one)
          expectFittingAnswers(chat, dialogs)
        }
        const done = new Set(
          chat.frames().flatMap(({ id, context }) => ('create' in context.answers ? [id] : [])),
        )
        dialogs.replace(edited, hashOf(edited))
        const before = chat.frames().length
        const calling = chat.open('call').length > 0 || chat.frame()?.call !== undefined
        const free = !calling && !chat.isAsked() && !chat.isOffered()
        makes(chat, dialogs, first === 'press' ? { type: 'press', which: 0 } : { type: first })
        const left = chat.frames().length
        expect(first === 'cancel' && free && left >= Math.max(before, 1)).toBe(false)
        expectFittingAnswers(chat, dialogs)
        for (let turns = 0; answers(chat, dialogs); turns += 1) {
          expectFittingAnswers(chat, dialogs)
          if (turns > 100) throw new Error(`no way out of ${JSON.stringify(chat.frames())}`)
          for (const { payload } of chat.open('call'))
            expect(payload['service'] === 'garden.create' && done.has(textAt(payload, 'conversation'))).toBe(
              false,
            )
        }
        expect(chat.open('call')).toEqual([])
        expect(chat.open('timer')).toEqual([])
      },
    ),
    { numRuns: runs(300) },
  )
})

test('an edit of words alone loses no answer', () => {
  fc.assert(
    fc.property(editions, fc.array(move, { maxLength: 16 }), ({ library: dialogs, old }, moves) => {
      const chat = openBareChat(dialogs, repairs)
      chat.says('/garden')
      for (const one of moves) {
        makes(chat, dialogs, one)
        const frame = chat.frames().find(({ dialog }) => dialog === 'garden')
        if (frame === undefined) continue
        const derived = new Set(old.steps.flatMap((step) => ('set' in step ? [step.set] : [])))
        const kept = Object.entries(frame.context.answers).filter(([name]) => !derived.has(name))
        expect(carriedAnswers(old, { ...old, version: 2 }, frame.context.answers)).toEqual(
          Object.fromEntries(kept),
        )
      }
    }),
    { numRuns: runs(100) },
  )
})

function named(name: string): object {
  return { ask: name, type: 'text', length: [1, 200], prompt: 'ask_what', invalid: 'bad_what' }
}

function at(version: number, steps: readonly object[], migrate?: object): DialogDefinition {
  return { ...order, version, steps, ...(migrate && { migrate }) } as unknown as DialogDefinition
}

const names = ['due', 'tags', 'note', 'size'] as const
const edit = fc.record({
  renamed: fc.subarray([...names]).map((some) => Object.fromEntries(some.map((one) => [one, `${one}_now`]))),
  dropped: fc.subarray([...names]),
  retyped: fc.subarray([...names]),
  swapped: fc.boolean(),
})

test('whatever is renamed, dropped and retyped, an answer is found at its own step and at no other', () => {
  fc.assert(
    fc.property(edit, fc.subarray([...names]), ({ renamed, dropped, retyped, swapped }, given) => {
      // Two steps that take each other's name are the hardest to tell apart.
      const moves: Readonly<Record<string, string>> = swapped
        ? { ...renamed, due: 'tags', tags: 'due' }
        : renamed
      const now = names.map((name) => named(moves[name] ?? name))
      const first = at(
        1,
        names.map((name) => named(name)),
      )
      const second = at(2, now, { '1': { renamed: moves, dropped, retyped } })
      const carried = carriedAnswers(
        first,
        second,
        Object.fromEntries(given.map((name) => [name, `said at ${name}`])),
      )
      for (const [place, value] of Object.entries(carried)) {
        const from = names.find((name) => value === `said at ${name}`)
        expect(from).toBeDefined()
        if (from === undefined) continue
        expect(place).toBe(moves[from] ?? from)
        expect([...dropped, ...retyped]).not.toContain(from)
      }
      const kept = given.filter(
        (name) => ![...dropped, ...retyped].some((one) => one === name || one === moves[name]),
      )
      for (const name of kept) expect(carried[moves[name] ?? name]).toBe(`said at ${name}`)
    }),
    { numRuns: runs(300) },
  )
})

test('a renamed step keeps its answer, a dropped and a retyped one lose theirs, through several versions', () => {
  const first = at(1, [named('due'), named('tags'), named('note'), named('size')])
  const third = at(3, [named('deadline'), named('tags'), named('remark'), named('size')], {
    '1': { renamed: { due: 'until', note: 'remark' }, dropped: ['tags'] },
    '2': { renamed: { until: 'deadline' }, retyped: ['size'] },
  })
  const given = { due: 'пятница', tags: 'срочно', note: 'позвонить', size: 'две' }
  expect(carriedAnswers(first, third, given)).toEqual({ deadline: 'пятница', remark: 'позвонить' })
  const second = at(2, [named('until'), named('tags'), named('remark'), named('size')])
  // What the first edit did is behind a conversation that was begun on the second version.
  expect(carriedAnswers(second, third, { until: 'пятница', tags: 'потом', size: 'две' })).toEqual({
    deadline: 'пятница',
    tags: 'потом',
  })
})
