/** Faults of what lists, offers, goes back and hands over: each is one problem, at its place. */
import { expect, test } from 'vitest'
import { parseDialog } from '../../src/dialogs/load.ts'
import { borrowBook, library } from './borrow-book.ts'

/** What was written, what it becomes, and the one problem expected: its code, the words under the caret, its sentence. */
type Fault = readonly [written: string, becomes: string, code: string, under: string, sentence: string]

const faults: readonly Fault[] = [
  // Buttons of menus and lists.
  [
    '- { label: read_it, open: card.url }\n      - { label: ask_for_one',
    '- { label: read_it, pick: take }\n      - { label: ask_for_one',
    'pick-outside',
    'pick',
    'pick бывает только у кнопок меню',
  ],
  [
    '- { label: ask_for_one, start: order-book }',
    '- { label: ask_for_one, run: order-book, redo: card }',
    'run-outside',
    'run',
    'run бывает только у кнопок меню и списка: здесь некуда возвращаться',
  ],
  [
    '- { label: ask_for_one, start: order-book }',
    '- { label: ask_for_one, again: book }',
    'act-outside',
    'again',
    'у say кнопки с again не бывает: сказанное остаётся в чате, а диалог уходит дальше',
  ],
  [
    '- { pick: leave }',
    '- { pick: leave }\n      - { pick: leave, label: to_list }',
    'repeated',
    'leave',
    'кнопка с ответом «leave» в этом меню уже есть',
  ],
  [
    '{ pick: take, when',
    '{ pick: borrow, when',
    'no-option-label',
    'borrow',
    'у варианта «borrow» нет надписи в разделе texts',
  ],
  ['redo: card }', 'redo: crad }', 'unknown-step', 'crad', 'шага «crad» нет'],
  ['redo: card }', 'redo: taken }', 'later-step', 'taken', 'шаг «taken» идёт позже, вернуться к нему нельзя'],
  [
    ', redo: card }',
    ' }',
    'missing-key',
    '{ label: review_it, run: review-book, with: { book: card } }',
    'не хватает ключа «redo»',
  ],
  ['run: review-book', 'run: reveiw-book', 'unknown-dialog', 'reveiw-book', 'диалога «reveiw-book» нет'],
  ['run: review-book', 'rnu: review-book', 'unknown-key', 'rnu', 'у кнопки не бывает ключа «rnu»'],
  [
    'pick: leave }',
    'pick: leave, open: card.url }',
    'bad-button',
    'pick',
    'кнопка делает что-то одно, а здесь: open, pick',
  ],
  ['has: take }', 'hass: take }', 'bad-condition', '{ hass: take }', 'так сравнивать нельзя'],
  [
    'when: { action: leave }',
    'when: { action: laeve }',
    'never-equal',
    'laeve',
    'в меню «action» нет кнопки «laeve»',
  ],
  [
    'when: { action: leave }',
    'when: { action: { above: 3 } }',
    'never-equal',
    '{ above: 3 }',
    'ответ меню «action» — имя его кнопки, с этим он не совпадёт никогда',
  ],
  // Answers a button gives.
  ['answer: { shelf: {', 'answer: { shefl: {', 'unknown-step', 'shefl', 'шага «shefl» нет'],
  [
    'answer: { shelf: {',
    'answer: { card: {',
    'wrong-step',
    'card',
    '«card» — это call, а отвечает кнопка только на вопрос (ask, find, list, menu)',
  ],
  [
    '{ value: new_books }',
    '{ value: new_book }',
    'bad-answer',
    'new_book',
    'такой ответ шаг «shelf» сам бы не принял: «new_book»',
  ],
  [
    'when: { shelf: all_books }',
    'when: { shefl: all_books }',
    'unknown-value',
    'shefl',
    'ни один шаг не даёт «shefl»',
  ],
  // What other dialogs are handed.
  [
    'with: { title: shelf }',
    'with: { titel: shelf }',
    'not-taken',
    'titel',
    'диалог «order-book» не берёт «titel»: там нет ни такого вопроса, ни такого имени в given',
  ],
  ['with: { book: card }', 'with: { book: crad }', 'unknown-value', 'crad', 'ни один шаг не даёт «crad»'],
  // Lists.
  [
    '"{number}. {item.title}{item.note|}", en: "{number}. {item.title}{item.note|}"',
    '"{number}.", en: "{number}."',
    'bare-line',
    'line',
    'в тексте «line» нет {item.…}: все строки списка будут одинаковы',
  ],
  [
    '"Смотрю…"',
    '"Смотрю {item.title|}…"',
    'no-item',
    '{item.title|}',
    '«item» знают только line и group списка, а этот текст говорится не там',
  ],
  ['    line: line\n', '', 'missing-key', 'list: book', 'не хватает ключа «line»'],
  ['page: 5', 'page: 50', 'out-of-bounds', '50', 'стоит число 50, а нужно не больше 10'],
  [
    '  state_lent: { ru: "выдана до {until}", en: "lent until {until}" }\n',
    '',
    'no-service-text',
    'books.get',
    'служба может ответить «state_lent», а такого текста в разделе texts нет',
  ],
  [
    '{ ru: "выдана до {until}", en: "lent until {until}" }',
    '{ ru: "выдана до {untli}", en: "lent" }',
    'unknown-value',
    '{untli}',
    'ни один шаг не даёт «untli»',
  ],
  // Going back.
  ['to: book\n', 'to: boko\n', 'unknown-step', 'boko', 'шага «boko» нет'],
  ['to: book\n', 'to: pin\n', 'later-step', 'pin', 'шаг «pin» идёт позже, вернуться к нему нельзя'],
  [
    '    when: { action: leave }\n',
    '',
    'unreachable',
    'pin',
    'до этого шага дело не дойдёт: «left» всегда возвращает назад',
  ],
  [
    'notice: was_left',
    'notice: was_letf',
    'unknown-text',
    'was_letf',
    'нет текста «was_letf» в разделе texts',
  ],
  // What was typed, sent and handed in.
  ['words: [shelf, book]', 'words: [shelf, bok]', 'unknown-step', 'bok', 'шага «bok» нет'],
  ['words: [shelf, book]', 'words: [shelf, shelf]', 'repeated', 'shelf', '«shelf» уже есть в этом списке'],
  ['words: [shelf, book]', 'wrods: [shelf, book]', 'unknown-key', 'wrods', 'здесь не бывает ключа «wrods»'],
  [
    'lines: [wish, remark]',
    'lines: [wish, card]',
    'wrong-step',
    'card',
    '«card» — это call, а здесь нужен вопрос (ask, find, list, menu)',
  ],
  [
    'file: picture',
    'file: picture\n  payload: remark',
    'duplicate-step',
    'remark',
    'имя «remark» уже занято шагом',
  ],
  ['picture: picture }', 'picture: pictrue }', 'unknown-value', 'pictrue', 'ни один шаг не даёт «pictrue»'],
  ['given: [branch]', 'given: [branhc]', 'unknown-value', 'branch', 'ни один шаг не даёт «branch»'],
  ['given: [branch]', 'given: [branch, wish]', 'needless', 'wish', 'шаг «wish» и так можно передать'],
  // Questions.
  [
    'also: { new_books',
    'also: { new_boks',
    'unknown-option',
    'new_boks',
    'варианта «new_boks» нет среди options',
  ],
  [
    'takes: [day, friends]',
    'takes: [day, remark]',
    'untakable',
    'remark',
    '«remark» не взять из слов: нужен вопрос с type: date_time, duration, time или choice, или find',
  ],
  [
    'prompt: ask_remark',
    'takes: [day]\n    prompt: ask_remark',
    'taken-late',
    'day',
    'вопрос «day» задаётся раньше: слова ему уже не достанутся',
  ],
  [
    'takes: [day, friends]',
    'takes: [day, friends]\n    overflow: day',
    'bad-overflow',
    'day',
    '«day» не примет то, что не поместилось: нужен следующий вопрос с type: text',
  ],
  [
    'takes: [day, friends]',
    'takes: [day, friends]\n    overflow: remark',
    'no-too-long',
    'overflow',
    'человек не узнает, что часть его слов попала в другой ответ: нужен текст too_long',
  ],
  ['takes: [day, friends]', 'takes: [day, freinds]', 'unknown-step', 'freinds', 'шага «freinds» нет'],
  ['"09:00", "18:00"', '"09:00", "09:00"', 'repeated', '"09:00"', '«09:00» уже есть в этом списке'],
  ['"09:00", "18:00"', '"09:00", "25:00"', 'bad-time', '"25:00"', '«25:00» — не время'],
  ['range: true', 'rnage: true', 'unknown-key', 'rnage', 'здесь не бывает ключа «rnage»'],
  ['max: 3, more', 'max: 1, more', 'out-of-bounds', '1', 'стоит число 1, а нужно не меньше 2'],
  ['full: too_many }', 'full: to_many }', 'unknown-text', 'to_many', 'нет текста «to_many» в разделе texts'],
  [
    'Хватит, en: Enough }',
    `${'Х'.repeat(65)}, en: Enough }`,
    'label-too-long',
    'Х'.repeat(65),
    'слишком длинно: 65 знаков, бывает до 64',
  ],
  [
    'cancelled: given_up',
    'cancelled: given_pu',
    'unknown-text',
    'given_pu',
    'нет текста «given_pu» в разделе texts',
  ],
  [
    '    label: day_label\n',
    '',
    'no-label',
    'day',
    'у шага «day» нет «label»: непонятно, как назвать его в списке',
  ],
  [
    'edit: [back_at, day, friends]',
    'edit: [back_at, day, friends, action]',
    'no-label',
    'action',
    'у шага «action» нет «label»: непонятно, как назвать его в списке',
  ],
  // Calls.
  [
    '    waiting: taking\n',
    '',
    'no-waiting',
    'taken',
    'пока «taken» выполняется, показать человеку нечего: нет ключа «waiting»',
  ],
  [
    'at: back_at',
    'at: pin',
    'secret',
    'pin',
    'одноразовый код «pin» нельзя отдавать службе books.take: она отправит его по сети',
  ],
  [
    '  - ask: back_at',
    '  - set: stamp\n    to: first\n    with: { a: pin }\n  - ask: back_at',
    'secret',
    'pin',
    'из одноразового кода «pin» ничего вычислять нельзя: он не хранится',
  ],
  [
    '- { label: ask_for_one, start: order-book }',
    '- { label: ask_for_one, start: order-book, with: { title: pin } }',
    'secret',
    'pin',
    'одноразовый код «pin» нельзя передавать дальше: он не хранится',
  ],
  [
    'otherwise: { say: down, end: failed }\n  - call: card',
    'otherwise: { say: down, ask_again: book }\n  - call: card',
    'endless-list',
    'book',
    'список «book» спросит службу снова сам, и так без конца',
  ],
  [
    'otherwise: { say: down, ask_again: book }',
    'otherwise: { say: down, ask_again: shelf }',
    'may-not-be-asked',
    'shelf',
    '«shelf» не спросится: у него есть готовый ответ (default), и диалог закончится неудачей',
  ],
]

test('the dialog the faults are put into has none', () => {
  expect(parseDialog(borrowBook, 'borrow-book/dialog.yaml', library).problems).toEqual([])
})

test.each(faults)('%s → %s', (written, becomes, code, under, sentence) => {
  const source = borrowBook.replace(written, () => becomes)
  const { problems } = parseDialog(source, 'borrow-book/dialog.yaml', library)
  expect(problems.map((problem) => [problem.code, textUnder(source, problem), problem.message.ru])).toEqual([
    [code, under, sentence],
  ])
})

/** The first line of what the problem points at. */
function textUnder(
  source: string,
  at: { line: number; column: number; endLine: number; endColumn: number },
): string {
  const line = source.split('\n')[at.line - 1] ?? ''
  return line.slice(at.column - 1, at.endLine === at.line ? at.endColumn - 1 : undefined)
}

const problemsOf = (source: string): readonly string[] =>
  parseDialog(source, 'borrow-book/dialog.yaml', library).problems.map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  )

test('a menu nobody can leave is refused, unless there is nothing to lose there', () => {
  const steps = `
dialog: look
version: 1
title: { ru: Карточка, en: Card }
steps:
  - menu: card
    text: text
    buttons:
      - { label: text, run: borrow-book, redo: card }
texts:
  text: { ru: Карточка, en: Card }
`
  expect(problemsOf(steps.replace('borrow-book', 'order-book'))).toEqual(['dead-end steps.0.buttons'])
  expect(
    problemsOf(steps.replace('borrow-book', 'order-book').replace('version', 'light: true\nversion')),
  ).toEqual([])
})

test('what stands behind a menu without answers is told to be out of reach', () => {
  const source = borrowBook
    .replace('      - { pick: take, when: { card.may: { has: take } } }\n      - { pick: leave }\n', '')
    .replace(/ {2}- return: left\n(?: {4}.*\n)+/, '')
    .replace(/ {2}(leave|was_left): .*\n/g, '')
  expect(problemsOf(source)).toEqual(['unreachable steps.4.ask'])
})

const circle = `
dialog: circle
version: 1
title: { ru: Круг, en: Circle }
steps:
  - ask: place
    type: text
    prompt: text
    invalid: text
  - call: card
    service: books.get
    waiting: text
    on_error: { otherwise: { say: text, end: failed } }
  - menu: action
    text: text
    buttons:
      - { pick: text }
  - return: afresh
    to: card
texts:
  text: { ru: Круг, en: Circle }
  state_free: { ru: свободна, en: free }
  state_lent: { ru: "до {until}", en: "until {until}" }
`

test('going back needs a question that is forgotten on the way', () => {
  const { problems } = parseDialog(circle, 'circle/dialog.yaml', library)
  expect(problems.map(({ code, message, hint }) => [code, message.ru, hint?.ru])).toEqual([
    [
      'endless',
      '«action» не забудется вместе с «card», и человека ни о чём не спросят: диалог ходил бы по кругу',
      'добавьте в шаг «action» строку depends_on: [card]',
    ],
  ])
  expect(problemsOf(circle.replace('- menu: action\n', '- menu: action\n    depends_on: [card]\n'))).toEqual(
    [],
  )
  expect(problemsOf(circle.replace('to: card', 'to: place'))).toEqual([])
  const silent = circle.replace(/ {2}- menu: action\n[^]*?(?= {2}- return)/, '')
  expect(problemsOf(silent)).toEqual(['endless steps.2.to'])
})

test('a question that is not always asked is no way on from any failure, but may be from a reason of the service', () => {
  const hidden = borrowBook.replace('- ask: pin\n', '- ask: pin\n    when: { card.locked: true }\n')
  expect(problemsOf(hidden)).toEqual([])
  const otherwise = hidden.replace(
    '{ say: bad_pin, ask_again: pin }\n      otherwise: { say: down, end: failed }',
    '{ say: bad_pin, ask_again: pin }\n      otherwise: { say: down, ask_again: pin }',
  )
  expect(problemsOf(otherwise)).toEqual(['may-not-be-asked steps.6.on_error.otherwise.ask_again'])
  expect(
    problemsOf(otherwise.replace('- call: checked\n', '- call: checked\n    when: { card.locked: true }\n')),
  ).toEqual([])
})
