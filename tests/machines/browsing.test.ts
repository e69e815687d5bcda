import { expect, test } from 'vitest'
import type { ServiceRequest } from '../../src/machines/services.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import { hashOf } from '../../src/dialogs/load.ts'
import { createDialogLibrary } from '../../src/machines/dialog-library.ts'
import { openBareChat } from '../support/bare-chat.ts'
import { ok } from '../support/dialogs.ts'
import { builtInTexts, definitionOf, openRig, type Rig } from '../support/rig.ts'
import { annotateDialog, clubDialog, openShelf, shelfDialog } from '../support/shelf.ts'

function labels(rig: Rig): readonly string[] {
  return rig
    .last()
    .message.rows.flat()
    .map(({ label }) => label)
}

test('a list is shown page by page, in groups, and each line has its button', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  expect(rig.texts().at(-1)).toBe('Книги 1–3 из 5\n\nПушкин\n1. Дубровский\n2. Метель\n\nГоголь\n3. Нос')
  expect(labels(rig)).toEqual(['1', '2', '3', ' ', '1/2', '›', 'Просроченные'])
  await rig.presses('›')
  expect(rig.texts().at(-1)).toBe('Книги 4–5 из 5\n\nГоголь\n4. Шинель\n5. Вий')
  expect(rig.messages()).toHaveLength(1)
})

test('whoever taps ahead faster than the pages come gets the last one', async () => {
  await using rig = await openRig({ ...openShelf(), byHand: true })
  await rig.says('/shelf')
  await rig.settles()
  await rig.presses('›')
  await rig.presses('‹')
  await rig.settles()
  expect(rig.texts().at(-1)).toContain('Книги 1–3 из 5')
  expect(labels(rig)).toContain('1/2')
})

test('a page that has become empty since leads to the last one that is not', async () => {
  const shelf = openShelf()
  let books = ['Дубровский', 'Метель', 'Нос', 'Шинель']
  const list = ({ input }: ServiceRequest): Outcome => {
    const from = Number(input['page']) * 3
    const items = books.slice(from, from + 3).map((title) => ({ id: title.length, title, author: '' }))
    return { ok: true, value: { items, from: from + 1, total: books.length } }
  }
  await using rig = await openRig({ ...shelf, services: { ...shelf.services, 'books.list': list } })
  await rig.says('/shelf')
  await rig.presses('›')
  expect(rig.texts().at(-1)).toContain('4. Шинель')
  await rig.presses('4')
  books = books.slice(0, 2)
  await rig.presses('К списку')
  expect(rig.texts().at(-1)).toContain('Книги 1–2 из 2')
  await rig.presses('1')
  books = []
  await rig.presses('К списку')
  expect(rig.texts().at(-1)).toBe('Пусто')
})

test('a question whether to leave is gone once something else has begun', async () => {
  const definitions = [shelfDialog, clubDialog].map((yaml) => definitionOf(yaml))
  const library = createDialogLibrary(
    definitions.map((definition) => ({ definition, hash: hashOf(definition) })),
  )
  const chat = openBareChat(library, await builtInTexts())
  const buttons = (): readonly string[] =>
    chat.shown.flatMap(({ message }) => message.rows.flat().map(({ label }) => label))
  chat.says('/club')
  chat.says('Борис')
  chat.says('/shelf')
  expect(buttons()).toContain('Перейти')
  for (const call of chat.open('call')) chat.settles(call, ok([]))
  expect(buttons()).toContain('Перейти')
  chat.says('/shelf')
  expect(chat.frames().map(({ dialog }) => dialog)).toEqual(['shelf'])
  expect(buttons()).not.toContain('Перейти')
})

test('dialogs in between lie only so deep', async () => {
  const nest = `
dialog: nest
version: 1
light: true
title: { ru: Гнездо, en: Nest }
start: { command: nest }
steps:
  - menu: egg
    text: egg
    buttons:
      - { label: deeper, run: nest, redo: egg }
      - { pick: out }
texts:
  egg: { ru: Яйцо, en: Egg }
  deeper: { ru: Глубже, en: Deeper }
  out: { ru: Наружу, en: Out }
`
  await using rig = await openRig({ ...openShelf(), dialogs: [nest] })
  await rig.says('/nest')
  for (let depth = 0; depth < 8; depth += 1) await rig.presses('Глубже')
  const deep = (await rig.stored()).state.frames.length
  expect(deep).toBeLessThanOrEqual(5)
  for (let depth = 0; depth < deep; depth += 1) await rig.presses('Наружу')
  expect((await rig.stored()).state.frames).toEqual([])
})

test('a question in between is asked again as often as it is missed, though nothing there would be lost', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  await rig.presses('1')
  await rig.presses('Заметка')
  const tooLong = 'о'.repeat(101)
  await rig.says(tooLong)
  const before = rig.messages().length
  await rig.says(tooLong)
  expect(rig.messages().length).toBeGreaterThan(before)
  expect(rig.texts().at(-1)).toBe('Что записать?')
})

test('a chosen line opens its card, and the way back leads to the page it stood on', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  await rig.presses('›')
  await rig.presses('5')
  expect(rig.texts().at(-1)).toBe('Книга «Вий», прочтений 0')
  expect(labels(rig)).toEqual(['Прочитал', 'Заметка', 'К списку'])
  await rig.presses('К списку')
  expect(rig.texts().at(-1)).toContain('Книги 4–5 из 5')
})

test('what is done about a card is said above the card as it is afterwards', async () => {
  const shelf = openShelf()
  await using rig = await openRig(shelf)
  await rig.says('/shelf')
  await rig.says('3')
  await rig.presses('Прочитал')
  expect(rig.texts().at(-1)).toBe('Отмечено: Нос\n\nКнига «Нос», прочтений 1')
  expect(labels(rig)).toEqual(['Заметка', 'К списку'])
  expect(shelf.read.get(3)).toBe(1)
})

test('a second tap on an action, or a late one, does it no second time', async () => {
  const shelf = openShelf()
  await using rig = await openRig(shelf)
  await rig.says('/shelf')
  await rig.presses('3')
  const data = rig.pressData('Прочитал')
  for (let tap = 0; tap < 3; tap += 1) {
    await rig.does({ type: 'press', pressId: `p${tap}`, data, messageId: null })
    await rig.settles()
    await rig.waits(4_000)
  }
  expect(shelf.read.get(3)).toBe(1)
})

test('another dialog in between leads back to a fresh card, whether it was finished or given up', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  await rig.presses('1')
  await rig.presses('Заметка')
  expect(rig.texts().at(-1)).toBe('Что записать?')
  await rig.says('перечитать')
  expect(rig.texts().slice(-2)).toEqual(['Записал', 'Книга «Дубровский», прочтений 0'])
  expect(rig.calls.find(({ service }) => service === 'books.note')?.input).toEqual({
    id: 1,
    words: 'перечитать',
  })
  await rig.presses('Заметка')
  await rig.says('/cancel')
  expect(rig.texts().at(-1)).toBe('Книга «Дубровский», прочтений 0')
})

test('what is only looked at gives way to any command without a question', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  await rig.says('/club')
  expect(rig.texts().at(-1)).toBe('Кого позвать?')
  expect((await rig.stored()).state.frames).toHaveLength(1)
  await rig.presses('Никого')
  await rig.says('/shelf')
  expect(rig.texts().at(-1)).toContain('Сейчас идёт «Клуб»')
})

test('a word after the command chooses what is listed, and a button chooses it anew in place', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf поздние')
  expect(rig.texts().at(-1)).toContain('Книги 1–2 из 2')
  await rig.says('/shelf')
  await rig.presses('›')
  await rig.presses('Просроченные')
  expect(rig.texts().at(-1)).toContain('Книги 1–2 из 2')
})

test('a message outside any dialog, or beside something only looked at, is offered to who takes it', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  await rig.says('Чтения\nпо средам, вечером')
  expect(rig.texts().at(-1)).toBe('«Чтения по средам, вечером»\nЧто из этого сделать?')
  await rig.presses('Клуб')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Чтения — —; по средам, вечером; 5')
})

test('/cancel, and «Отмена» typed, dismiss the offer; what is looked at beside it stays', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  for (const words of ['/cancel', 'отмена']) {
    await rig.says('Чтения')
    expect(rig.texts().at(-1)).toBe('«Чтения»\nЧто из этого сделать?')
    await rig.says(words)
    expect(rig.texts().at(-1)).toBe('Отменил. Ничего не создано.')
    expect(rig.messages().filter(({ message }) => message.rows.length > 0)).toHaveLength(1)
  }
  await rig.presses('›')
  await rig.says('/cancel')
  expect(rig.last().message.text).toBe('Отменил.')
  await rig.says('Отмена')
  expect(rig.last().message.text).toContain('Сейчас отменять нечего')
})

test('an offer that has been taken up is not what /cancel is about any more', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('Чтения')
  await rig.presses('Клуб')
  await rig.says('/cancel')
  expect(rig.last().message.text).toBe('Отменил. Ничего не создано.')
  await rig.says('/cancel')
  expect(rig.last().message.text).toContain('Сейчас отменять нечего')
})

test('a first line too long for its step goes whole to the next one', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('Очень длинное название для клуба\nи ещё')
  await rig.presses('Клуб')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Название?')
  await rig.says('Чтения')
  expect(rig.texts().at(-1)).toBe('Чтения — —; Очень длинное название для клуба\nи ещё; 5')
})

test('words after a command go whole to the first of the steps that takes them', async () => {
  const either = shelfDialog.replace('argument: which', 'argument: { first: [which, book] }')
  await using rig = await openRig({ ...openShelf(), dialogs: [either] })
  await rig.says('/shelf late')
  expect(rig.texts().at(-1)).toContain('Книги 1–')
  await rig.says('/shelf №2')
  expect(rig.texts().at(-1)).toMatch(/^Книга «/)
  await rig.says('/shelf late 2')
  expect(rig.texts().at(-2)).toBe('Не понял, что значит «late 2» после команды.')
})

test('several are chosen one after another, dropped again, and changed from the review', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/club 7 Анна')
  expect(rig.texts().at(-1)).toBe('Позваны: 1. Ещё?')
  expect(labels(rig).slice(0, 2)).toEqual(['✕ Анна', 'Готово'])
  await rig.says('И')
  expect(rig.texts().at(-1)).toBe('Кого позвать?')
  await rig.says('Иг')
  await rig.says('Ив')
  expect(rig.texts().at(-1)).toBe('Позваны: 3. Ещё?')
  await rig.says('Пётр')
  expect(rig.texts().at(-1)).toBe('Больше нельзя')
  await rig.presses('✕ Игорь')
  await rig.presses('Готово')
  await rig.says('Чтения')
  await rig.presses('Пропустить')
  expect(rig.texts().at(-1)).toBe('Чтения — Анна, Иван; —; 7')
  await rig.presses('Изменить')
  await rig.presses('Кого позвать?')
  expect(rig.texts().at(-1)).toBe('Позваны: 2. Ещё?')
  await rig.presses('✕ Анна')
  await rig.presses('✕ Иван')
  await rig.presses('Никого')
  expect(rig.texts().at(-1)).toBe('Чтения — —; —; 7')
})

test('a dialog that is given up says so in its own words, where it has some', async () => {
  const own = annotateDialog
    .replace('light: true', 'light: true\ncancelled: given_up')
    .replace('texts:', 'texts:\n  given_up: { ru: Ничего не записал, en: Nothing noted }')
  await using rig = await openRig({ ...openShelf(), dialogs: [shelfDialog, own] })
  await rig.says('/shelf')
  await rig.presses('1')
  await rig.presses('Заметка')
  await rig.presses('✕ Отмена')
  expect(rig.texts()).toContain('Ничего не записал')
  expect(rig.texts().at(-1)).toBe('Книга «Дубровский», прочтений 0')
})

test('nobody is told twice of a card they closed, nor of one that lay too long', async () => {
  await using rig = await openRig(openShelf())
  await rig.says('/shelf')
  const before = rig.texts().length
  await rig.waits(25 * 3_600_000)
  expect(rig.texts()).toHaveLength(before)
  expect(rig.last().message.rows).toEqual([])
})
