/** What each kind of question takes for an answer, keeps as one, and shows of it. */
import { expect, test } from 'vitest'
import { createDateReader } from '../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../src/adapters/dates/writer.ts'
import {
  askSchemas,
  isValidAnswer,
  quickAnswers,
  readAnswer,
  showAnswer,
  type AskStep,
} from '../../src/machines/language/steps/ask-kinds.ts'
import type { ReadEnv } from '../../src/machines/language/steps/kind.ts'
import type { Json } from '../../src/ports/json.ts'

const env: ReadEnv = {
  nowMs: Date.parse('2026-11-23T12:00:00+03:00'),
  zone: 'Europe/Moscow',
  language: 'ru',
  policy: { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 },
  reader: createDateReader(),
  writer: createDateWriter(),
  words: (key) => ({ high: 'Высокая', normal: 'Обычная', green: 'Зелёная', tomorrow: 'Завтра' })[key] ?? key,
}

function ask(type: keyof typeof askSchemas, more: object = {}): AskStep {
  const unsure = type === 'date_time' ? { unsure: 'unsure' } : {}
  return askSchemas[type].parse({ ask: 'it', type, prompt: 'prompt', invalid: 'invalid', ...unsure, ...more })
}

/** Each of these words, separated by commas, means the same. */
function rows(words: string, value: Json): Row[] {
  return words.split(',').map((word) => [word, value])
}

function start(local: string): object {
  return { type: 'answer', value: { start: { local } } }
}

/** What was typed, and the answer it is; null for none. */
type Row = readonly [typed: string, value: Json]

/** The same rows, with what the question makes of each; an answer it would not keep or cannot show counts as none. */
function taken(step: AskStep, rows: readonly Row[]): readonly Row[] {
  return rows.map(([typed]) => {
    const reading = readAnswer(step, typed, env)
    const sound =
      reading.type === 'answer' &&
      isValidAnswer(step, reading.value) &&
      showAnswer(step, reading.value, env) !== ''
    return [typed, sound ? reading.value : null]
  })
}

function expectReads(step: AskStep, rows: readonly Row[]): void {
  expect(taken(step, rows)).toEqual(rows)
}

/** Those of these that would be kept as an answer. */
function kept(step: AskStep, values: readonly Json[]): readonly Json[] {
  return values.filter((value) => isValidAnswer(step, value))
}

const others: readonly Json[] = [null, [], {}, ['x'], { id: 7 }]

test('words: trimmed, of the length asked for', () => {
  const step = ask('text', { length: [3, 10] })
  expectReads(step, [
    ['Смета', 'Смета'],
    ['  Смета \n', 'Смета'],
    ['аб', null],
    ['   ', null],
    ['одиннадцать', null],
    ['десятьбукв', 'десятьбукв'],
    ['<b>x</b>', '<b>x</b>'],
    ['📝📝', '📝📝'],
  ])
  expect(kept(step, ['Смета', 'аб', 'одиннадцать', 5, true, ...others])).toEqual(['Смета'])
  expect(readAnswer(step, 'аб', env)).toMatchObject({ type: 'refuse', facts: { length: '2' } })
  expectReads(ask('text'), [
    ['', null],
    ['я'.repeat(4_000), 'я'.repeat(4_000)],
    ['я'.repeat(4_001), null],
  ])
})

test('numbers: with comma or point, spaces between thousands, within bounds', () => {
  expectReads(ask('number'), [
    ['5', 5],
    [' 5 ', 5],
    ['-5', -5],
    ['−5', -5],
    ['+5', 5],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['1 500', 1500],
    ['1\u00A0500,25', 1500.25],
    ['пять', null],
    ['5 шт', null],
    ['1.2.3', null],
    ['1,', null],
    ['', null],
    ['1e3', null],
    ['Infinity', null],
    ['9'.repeat(16), null],
  ])
  const step = ask('number', { min: 1, max: 100, integer: true })
  expectReads(step, [
    ['1', 1],
    ['100', 100],
    ['0', null],
    ['101', null],
    ['1,5', null],
    ['2,0', 2],
  ])
  expect(kept(step, [1, 100, 0, 101, 1.5, '5', true, ...others])).toEqual([1, 100])
  expect(showAnswer(step, 1234567.5, env)).toBe('1\u00A0234\u00A0567,5')
})

test('one of a few: by its label as people type it, or by its button', () => {
  const step = ask('choice', { options: ['high', 'normal', 'green'] })
  expectReads(step, [
    ['high', 'high'],
    ['Высокая', 'high'],
    [' высокая! ', 'high'],
    ['ЗЕЛЕНАЯ', 'green'],
    ['зелёная', 'green'],
    ['1', null],
    ['низкая', null],
    ['', null],
    ['__proto__', null],
  ])
  expect(kept(step, ['high', 'green', 'low', 'Высокая', 1, true, ...others])).toEqual(['high', 'green'])
  expect(showAnswer(step, 'high', env)).toBe('Высокая')
  expect(quickAnswers(step, env)[0]).toEqual({ label: 'Высокая', text: 'high' })
})

test('yes or no: in the words people use', () => {
  const step = ask('yes_no')
  expectReads(step, [
    ...rows('да,Да,ДА!,ага,ок,конечно,давай,yes,Y,+', true),
    ...rows('нет,Нет.,не надо,no,n,-', false),
    ...rows('может быть,да нет,,1', null),
  ])
  expect(kept(step, [true, false, 'да', 1, 0, ...others])).toEqual([true, false])
  expect([showAnswer(step, true, env), showAnswer(step, false, { ...env, language: 'en' })]).toEqual([
    'Да',
    'No',
  ])
  for (const { text } of quickAnswers(step, env)) expect(readAnswer(step, text, env).type).toBe('answer')
})

test('an address: one, in lower case, of a form no filter reads as a pattern', () => {
  const step = ask('email')
  expectReads(step, [
    ['Ivanov@Company.RU', 'ivanov@company.ru'],
    [' ivanov@company.ru. ', 'ivanov@company.ru'],
    ['mailto:ivanov@company.ru', 'ivanov@company.ru'],
    ['иванов@почта.рф', 'иванов@почта.рф'],
    ['a.b+c@x-y.co.uk', 'a.b+c@x-y.co.uk'],
    ['ivanov', null],
    ['ivanov@company', null],
    ['a@b@company.ru', null],
    ['два a@b.ru c@d.ru', null],
    ['%@company.ru', null],
    ['*@company.ru', null],
    ['a"b@company.ru', null],
    ['<ivanov@company.ru>', null],
    [`${'a'.repeat(65)}@company.ru`, null],
    [`a@${'b'.repeat(260)}.ru`, null],
  ])
  expect(kept(step, ['ivanov@company.ru', 'ivanov', '%@company.ru', 5, ...others])).toEqual([
    'ivanov@company.ru',
  ])
})

test('a code: as many digits as were sent, spaces and dashes aside, and never shown', () => {
  const step = ask('code', { digits: 6 })
  expectReads(step, [
    ['123456', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['12345', null],
    ['1234567', null],
    ['12345a', null],
    ['١٢٣٤٥٦', null],
    ['', null],
  ])
  expect(kept(step, ['123456', true, '12345', 123456, false, ...others])).toEqual(['123456', true])
  expect(showAnswer(step, '123456', env)).not.toContain('1')
})

test('a day or a moment: in people’s own words, the future where the future is asked for', () => {
  const step = ask('date_time', { future: true, past: 'past', shortcuts: ['tomorrow', 'friday'] })
  const said = (typed: string): unknown => readAnswer(step, typed, env)
  expect(said('завтра в 15:00')).toMatchObject(start('2026-11-24T15:00'))
  expect(said('25.11 18:00')).toMatchObject(start('2026-11-25T18:00'))
  expect(said('25 ноября')).toMatchObject({ type: 'answer', value: { kind: 'date' } })
  expect(said('tomorrow')).toMatchObject({ type: 'answer', value: { kind: 'date' } })
  expect(said('вчера')).toMatchObject({ type: 'refuse', reason: 'past' })
  expect(said('30 февраля')).toMatchObject({ type: 'refuse', reason: 'invalid' })
  expect(said('когда-нибудь')).toMatchObject({ type: 'refuse', reason: 'invalid' })
  expect(said('')).toMatchObject({ type: 'refuse', reason: 'invalid' })
  // What takes until twelve is due then.
  expect(said('завтра с 10 до 12')).toMatchObject({
    type: 'answer',
    value: { start: { local: '2026-11-24T12:00' } },
  })
  expect(quickAnswers(step, env).map((one) => one.label)).toEqual(['Завтра', 'friday'])
  const anytime = ask('date_time')
  expect(readAnswer(anytime, 'вчера', env)).toMatchObject({ type: 'answer' })
})

test('a date is kept as it was understood, and shown in the reader’s language', () => {
  const step = ask('date_time')
  const reading = readAnswer(step, 'завтра в 15:00', env)
  const value = reading.type === 'answer' ? reading.value : null
  expect(kept(step, [value, '2026-11-24', 5, true, ...others])).toEqual([value])
  expect(JSON.parse(JSON.stringify(value))).toEqual(value)
  expect(showAnswer(step, value, env)).toContain('15:00')
  expect(showAnswer(step, value, { ...env, language: 'en' })).not.toMatch(/[а-яё]/i)
})

test('until when something lasts: a length is its last day, and today is no answer where a later day may be meant', () => {
  const step = ask('date_time', { until: true, future: true, past: 'past', shortcuts: ['monday'] })
  const said = (typed: string, more: Partial<ReadEnv> = {}): unknown =>
    readAnswer(step, typed, { ...env, ...more })
  for (const typed of ['до понедельника', 'понедельник', 'monday', 'на неделю', 'на 7 дней', '7 дней'])
    expect(said(typed)).toMatchObject(start('2026-11-30'))
  expect(said('until Monday', { language: 'en' })).toMatchObject(start('2026-11-30'))
  expect(said('for 3 days', { language: 'en' })).toMatchObject(start('2026-11-26'))
  expect(said('на 3 дня')).toMatchObject(start('2026-11-26'))
  expect(said('до 30 ноября')).toMatchObject(start('2026-11-30'))
  expect(said('на 2 часа')).not.toMatchObject({ type: 'answer' })
  expect(said('до вчера')).toMatchObject({ type: 'refuse', reason: 'past' })
  expect(said('до лучших времён')).toMatchObject({ type: 'refuse', reason: 'invalid' })
  const late = { nowMs: Date.parse('2026-11-23T23:59:00+03:00'), zone: 'Asia/Vladivostok' }
  expect(said('на 1 день', late)).toMatchObject(start('2026-11-25'))
})

test('a time of day that is offered is an answer like one that is typed', () => {
  const step = ask('time', { offers: ['07:30', '18:00'] })
  expect(quickAnswers(step, env)).toEqual([
    { label: '7:30', text: '07:30' },
    { label: '18:00', text: '18:00' },
  ])
  expectReads(step, [
    ['07:30', '07:30'],
    ['7:30', '07:30'],
    ['6:45', '06:45'],
  ])
})

test('a time of day: kept as HH:MM', () => {
  const step = ask('time')
  expectReads(step, [
    ['9:30', '09:30'],
    ['09:30', '09:30'],
    ['18:05', '18:05'],
    ['в 18:05', '18:05'],
    ['25:00', null],
    ['9:75', null],
    ['завтра', null],
    ['когда-нибудь', null],
    ['', null],
  ])
  expect(
    kept(step, ['09:30', '00:00', '23:59', '9:30', '24:00', '12:60', 'полдень', 930, ...others]),
  ).toEqual(['09:30', '00:00', '23:59'])
})

test('no kind is thrown off by anything a person can type', () => {
  const odd = [
    '',
    ' ',
    '\u0000',
    '\uD800',
    '🙂'.repeat(50),
    '1'.repeat(5_000),
    '<b>',
    '{title}',
    '../..',
    '__proto__',
    '\u202E5',
  ]
  const steps = [
    ...(['text', 'number', 'yes_no', 'email', 'code', 'date_time', 'time'] as const).map((type) => ask(type)),
    ask('choice', { options: ['high', 'normal'] }),
  ]
  for (const step of steps)
    for (const typed of odd)
      expect(['answer', 'refuse', 'unsure']).toContain(readAnswer(step, typed, env).type)
})

test('how long something takes: a length, all day, or until when where that is asked for', () => {
  const shortcuts = ['hour', 'all_day']
  const step = ask('duration', { until: true, shortcuts })
  expectReads(step, [
    ['полтора часа', { minutes: 90 }],
    ['45 минут', { minutes: 45 }],
    ['hour', { minutes: 60 }],
    ['all_day', { allDay: true }],
    ['до 16:30', { until: '16:30' }],
    ['16:30', { until: '16:30' }],
    ['1:30', { minutes: 90 }],
    ['10 часов', { minutes: 600 }],
    ['до пяти', { until: '17:00' }],
    ['завтра', null],
    ['3 дня', null],
    ['25:00', null],
    ['', null],
  ])
  expectReads(ask('duration', { shortcuts }), [
    ['до 16:30', null],
    ['16:30', { minutes: 990 }],
  ])
  expect(
    kept(step, [{ minutes: 5 }, { allDay: true }, { until: '16:30' }, { until: '4' }, 5, ...others]),
  ).toEqual([{ minutes: 5 }, { allDay: true }, { until: '16:30' }])
  expect(showAnswer(step, { until: '16:30' }, env)).toBe('до 16:30')
  expect(showAnswer(step, { until: '16:30' }, { ...env, language: 'en' })).toBe('until 16:30')
})

test('a repetition is an answer only where one is asked for, and only one a calendar can keep', () => {
  const step = ask('date_time', { expect: 'event', repeats: true })
  const weekly = { frequency: 'weekly', interval: 1, weekdays: ['MO'], until: null, count: null }
  expect(readAnswer(step, 'каждый понедельник в 10:00', env)).toMatchObject({
    type: 'answer',
    value: { kind: 'point', start: { local: '2026-11-30T10:00' }, recurrence: weekly },
  })
  expect(readAnswer(step, 'каждый первый понедельник месяца в 10:00', env)).toMatchObject({
    type: 'unsure',
    candidates: [{ value: { start: { local: '2026-12-07T10:00' } } }],
  })
  const once = ask('date_time', { expect: 'event' })
  expect(readAnswer(once, 'каждый понедельник в 10:00', env)).toMatchObject({ type: 'unsure' })
})
