import { assert, constantFrom, integer, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { type Asked, policy, read, told } from './read.ts'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'

test.each([
  ['созвон завтра на полчаса', 30],
  ['созвон на 40 минут', 40],
  ['совещание в пятницу длительностью 45 минут', 45],
  ['call tomorrow for 30 minutes', 30],
  ['созвон завтра в 11 на полчаса', undefined],
  ['созвон завтра утром на час', undefined],
  ['завтра весь день', undefined],
])('the length in «%s» that no clock begins is %s minutes', (text, minutes) => {
  expect(read(text).lasting?.minutes).toBe(minutes)
})

test('«весь день» is said of its day', () => {
  expect(read('обсуждение завтра весь день').wholeDay).toBe(true)
  expect(read('обсуждение завтра').wholeDay).toBeUndefined()
})

test.each([
  ['завтра в 15', 'point 2026-03-11T15:00'],
  ['25.11 18:00', 'point 2026-11-25T18:00'],
  ['пт', 'date 2026-03-13'],
  ['к 15-му', 'date 2026-03-15'],
  ['часов в 11', 'point 2026-03-10T11:00'],
  ['недели через две', 'date 2026-03-24'],
  ['через 45 секунд', 'point 2026-03-10T10:00:45'],
  ['через полтора года', 'date 2027-09-10'],
  ['двадцать пятого в 15', 'point 2026-03-25T15:00'],
  ['к завтрашнему дню', 'date 2026-03-11'],
  ['в девять ноль пять', 'point 2026-03-11T09:05'],
  ['без двадцати пять', 'point 2026-03-10T16:40'],
  ['завтра, 11 марта', 'date 2026-03-11'],
  ['завтра во второй половине дня', 'point 2026-03-11T14:00'],
  ['завтра утром с 9 до 11', 'interval 2026-03-11T09:00 .. 2026-03-11T11:00'],
  ['завтра 14-16', 'interval 2026-03-11T14:00 .. 2026-03-11T16:00'],
  ['с 11 вечера до 2 ночи', 'interval 2026-03-10T23:00 .. 2026-03-11T02:00'],
  ['с пятницы 18:00 до понедельника 9:00', 'interval 2026-03-13T18:00 .. 2026-03-16T09:00'],
  ['в 15:00, 30 минут', 'interval 2026-03-10T15:00 .. 2026-03-10T15:30'],
  ['15-16.03', 'interval 2026-03-15 .. 2026-03-16'],
  ['пн-пт', 'interval 2026-03-16 .. 2026-03-20'],
  ['на этой неделе', 'interval 2026-03-10 .. 2026-03-15'],
  ['15:00 по Екатеринбургу', 'point 2026-03-10T13:00'],
  ['15:00 UTC+5', 'point 2026-03-10T13:00'],
  ['2026-04-17T09:30+05:00', 'point 2026-04-17T07:30'],
  ['до 31.12.2026 включительно', 'date 2026-12-31'],
  ['ул. 8 марта 12 завтра в 10', 'point 2026-03-11T10:00'],
  ['накладная 12-05 до пятницы', 'date 2026-03-13'],
  ['завтра 15', 'point 2026-03-11T15:00'],
  ['25.12 15', 'point 2026-12-25T15:00'],
  ['20 марта 26', 'date 2026-03-20'],
  ['в след. пятницу', 'date 2026-03-20'],
  ['до понедельника утра', 'point 2026-03-16T09:00'],
  ['15 числа следующего месяца', 'date 2026-04-15'],
  ['с 1 июля на 2 недели', 'interval 2026-07-01 .. 2026-07-14'],
  ['завтра 9 человек придут', 'date 2026-03-11'],
])('«%s» is %s', (text, expected) => {
  expect(told(text)).toBe(expected)
})

test.each([
  ['31.04', 'invalid no-such-day'],
  ['30 февраля', 'invalid no-such-day'],
  ['01.13.2026', 'invalid no-such-day'],
  ['завтра в 25:00', 'invalid no-such-time'],
  ['в 18:75', 'invalid no-such-time'],
  ['31 April', 'invalid no-such-day'],
  ['at 25:00', 'invalid no-such-time'],
])('«%s» exists in no calendar: %s', (text, expected) => {
  expect(told(text)).toBe(expected)
})

test.each([
  ['сегодня в 12:00', { now: '2026-03-10T15:00' }, 'past point 2026-03-10T12:00'],
  ['вчера в 10', {}, 'past point 2026-03-09T10:00'],
  ['2 дня назад', {}, 'past date 2026-03-08'],
  ['в прошлую пятницу', {}, 'past date 2026-03-06'],
  ['5 мая 2020', {}, 'past date 2020-05-05'],
] satisfies [string, Asked, string][])('«%s» is kept as said and marked as past', (text, asked, expected) => {
  expect(told(text, asked)).toBe(expected)
})

test.each([
  'позвонить в 9 и 12',
  'встреча в 10 или в 11',
  'во вторник или среду',
  '15 и 16 марта',
  'с 14 по 16',
  'сегодня ночью',
  'через понедельник',
  'через неделю после отпуска',
  'перенести встречу с понедельника на среду',
  'с 20.03.2026 по 16.03.2026',
  'сдвинуть созвон с 10 на 12',
  'не завтра',
  'позвонить не в пятницу',
  'в пт в это же время',
])('«%s» has no one reading, so there is none', (text) => {
  const { status, rest } = read(text)
  expect([status, rest]).toEqual(['none', text])
})

test.each([
  'Поздравить Ольгу с днём рождения',
  'завтрак с Игорем',
  'расскажи в двух словах',
  'в 9 кабинете',
  'до 10 файлов',
  'увеличить в 1.5 раза',
  'версия 10.05',
  'цена 10.12',
  'счёт от 12.03.2026',
  'позвонить 8 800 555 35 35',
  'работа 8 часов',
  'рейс 15.03 SU 100',
  'каждому сотруднику по письму',
  'проспект 60-летия Октября',
  'в первый понедельник',
])('«%s» speaks of no date', (text) => {
  expect(read(text).status).toBe('none')
})

test.each([
  ['завтра в 7', {}, 'half-day', '2026-03-11T07:00'],
  ['в 9', { now: '2026-03-10T15:00' }, 'half-day', '2026-03-10T21:00'],
  ['во вторник в 18', {}, 'same-weekday', '2026-03-10T18:00'],
  ['в следующую пятницу', {}, 'next-weekday', '2026-03-13'],
  ['пятница, 17 марта', {}, 'next-weekday', '2026-03-13'],
  ['до конца недели', {}, 'week-end', '2026-03-15'],
  ['завтра', { now: '2026-03-11T01:30' }, 'after-midnight', '2026-03-11'],
  ['15', { expect: 'deadline' }, 'date-or-time', '2026-03-10T15:00'],
  ['через час-полтора', {}, 'either', '2026-03-10T11:30'],
  ['через 2–3 рабочих дня', {}, 'either', '2026-03-13'],
] satisfies [string, Asked, string, string][])('«%s» %j is asked about: %s', (text, asked, doubt, other) => {
  const { status, alternatives } = read(text, asked)
  expect(status).toBe('ambiguous')
  expect(alternatives.map((found) => [found.doubt, found.value.start.local])).toContainEqual([doubt, other])
})

test.each([
  ['9', { expect: 'time' }, 'time 09:00'],
  ['утром', { expect: 'time' }, 'time 09:00'],
  ['7pm', { expect: 'time' }, 'time 19:00'],
  ['45', { expect: 'duration' }, 'duration PT45M'],
  ['за час до начала', { expect: 'duration' }, 'duration PT60M'],
  ['half an hour', { expect: 'duration' }, 'duration PT30M'],
  ['9', {}, 'none'],
  ['полчаса', {}, 'none'],
] satisfies [string, Asked, string][])('«%s» asked with %j is %s', (text, asked, expected) => {
  expect(told(text, asked)).toBe(expected)
})

test.each([
  ['каждый понедельник в 10', 'recurrence point 2026-03-16T10:00'],
  ['по утрам', 'recurrence point 2026-03-11T09:00'],
  ['раз в две недели', 'recurrence'],
  ['every Monday at 9', 'recurrence point 2026-03-16T09:00'],
])('repetition «%s» is told apart, with its first date where there is one', (text, expected) => {
  expect(told(text)).toBe(expected)
})

test.each([
  ['до пятницы 18:00', 'by'],
  ['не позднее 30 марта', 'by'],
  ['с понедельника', 'from'],
  ['не раньше пятницы', 'from'],
  ['после 18:00', 'after'],
  ['около пяти', 'about'],
  ['в пятницу', 'at'],
])('«%s» is bound %s', (text, bound) => {
  expect(read(text).value?.bound).toBe(bound)
})

test.each([
  ['Подготовить смету до пятницы, Игорь Ким', 'Подготовить смету, Игорь Ким'],
  ['завтра — позвонить Ольге?', 'позвонить Ольге?'],
  ['Встреча с Петровым (завтра в 15)', 'Встреча с Петровым'],
  ['Отпуск: 20.03 (пятница)', 'Отпуск'],
  ['Сдать отчёт завтра.', 'Сдать отчёт'],
])('«%s» leaves the title «%s»', (text, rest) => {
  expect(read(text).rest).toBe(rest)
})

test('what was said is told apart from what was filled in', () => {
  expect(read('завтра').value?.sure).toEqual({ day: true, time: false, year: true })
  expect(read('25 ноября в 10').value?.sure).toEqual({ day: true, time: true, year: false })
  expect(read('в 14:30').value?.sure).toEqual({ day: false, time: true, year: false })
  expect(read('завтра утром').value?.sure).toEqual({ day: true, time: false, year: true })
})

test('a corrected typo is reported', () => {
  expect(read('отчёт в пятнцу').corrected).toEqual({ from: 'пятнцу', to: 'пятницу' })
  expect(read('отчёт в пятницу').corrected).toBeUndefined()
})

test('decomposed letters, no-break spaces and long dashes are read like plain ones', () => {
  expect(told('четвёртого апреля'.normalize('NFD'))).toBe('date 2026-04-04')
  expect(told('завтра\u00A0в\u00A015:00')).toBe('point 2026-03-11T15:00')
  expect(told('завтра 10:00—11:30')).toBe('interval 2026-03-11T10:00 .. 2026-03-11T11:30')
})

test('spans point into the original text', () => {
  const text = '🎉  Ещё  завтра  созвон  в 11'
  const parts = read(text).spans.map(({ start, end }) => text.slice(start, end))
  expect(parts).toEqual(['завтра', 'в 11'])
})

test('the end of the day is the portal’s', () => {
  const options = { now: Date.parse('2026-03-10T07:00:00Z'), zone: 'Europe/Moscow', language: 'ru' } as const
  const until = { ...policy, dayEndMinutes: 19 * 60 + 30 }
  const { value } = createDateReader().parseWhen('до конца рабочего дня', { ...options, policy: until })
  expect(value?.start).toEqual({ local: '2026-03-10T19:30', utc: '2026-03-10T16:30:00Z' })
})

test('a zone that does not exist is refused', () => {
  expect(() => read('завтра', { zone: 'Europe/Atlantis' })).toThrow(RangeError)
})

const pieces =
  'завтра в 15:00 до пятницы 25.12 через час утра и с по 18-00 пол каждый мая 31 «» ( ) за от на полчаса at 3pm every march 2 in days'

function survives(text: string, expected: Asked['expect']): void {
  const reading = read(text, expected === undefined ? {} : { expect: expected })
  expect(JSON.parse(JSON.stringify(reading))).toEqual(reading)
  expect(reading.alternatives.length).toBeLessThanOrEqual(2)
  for (const { start, end } of reading.spans) {
    expect(0 <= start && start <= end && end <= text.length).toBe(true)
  }
}

test('no text makes the reader throw, and a reading survives JSON', () => {
  const word = constantFrom(
    ...pieces.split(' '),
    'ы',
    '\u0301',
    '\uD800',
    '\n',
    '99999999999999999999',
    '-',
    ':',
  )
  const sentence = integer({ min: 1, max: 12 }).chain((length) =>
    string({ unit: word.map((text) => `${text} `), minLength: 1, maxLength: length }),
  )
  const expects = constantFrom(undefined, 'deadline', 'event', 'reminder', 'time', 'duration' as const)
  assert(property(string({ unit: 'binary', maxLength: 400 }), expects, survives), { numRuns: 300 })
  assert(property(sentence, expects, survives), { numRuns: 1500 })
})

test('a date typed with the keyboard left in English is one, an English word is none', () => {
  expect(told('pfdnhf d 15:00')).toBe('point 2026-03-11T15:00')
  expect(read('jnxtn lj gznybws').rest).toBe('jnxtn')
  expect(told('yf ,eleotq ytltkt d chtle')).toBe('date 2026-03-18')
  expect(told('25 ltrf,hz, d 14:00')).toBe('point 2026-12-25T14:00')
  expect(told('call me maybe')).toBe('none')
})

test('two digits with a dot after a Latin word are a date where only a date can stand', () => {
  expect(told('zoom 12.03 в 16:00')).toBe('point 2026-03-12T16:00')
  expect(told('встреча с Anna 12.04 в 16:00')).toBe('point 2026-04-12T16:00')
  expect(told('обновить Ubuntu 24.10')).toBe('none')
  expect(told('release 10.12')).toBe('none')
})

test('a clock of a city abroad, or of its letters, is that city’s', () => {
  expect(told('в 12:00 по Нью-Йорку')).toBe('point 2026-03-10T19:00')
  expect(told('call at 3pm CET')).toBe('point 2026-03-10T17:00')
  expect(told('в 15:00 по Зуму')).toBe('point 2026-03-10T15:00')
})

test('letters typed for the zeros of a clock are zeros', () => {
  expect(told('завтра в 15-оо')).toBe('point 2026-03-11T15:00')
  expect(told('завтра в 9:oo')).toBe('point 2026-03-11T09:00')
})

test('a range that has just passed is asked about: it lies nearly a year ahead or a few days back', () => {
  const asked = { now: '2026-11-24T10:00' }
  const { status, value, alternatives } = read('с 1 по 15 ноября', asked)
  expect([status, value?.start.local, value?.end?.local]).toEqual(['ambiguous', '2027-11-01', '2027-11-15'])
  expect(alternatives.map(({ doubt, value: other }) => [doubt, other.start.local, other.end?.local])).toEqual(
    [['past-year', '2026-11-01', '2026-11-15']],
  )
  expect(read('с 1 по 25 ноября', asked).alternatives).toEqual([])
  expect(read('с 1 по 15 мая', asked).alternatives).toEqual([])
})

test.each([
  ['через неделю в это же время', '2026-03-17T10:00'],
  ['завтра в то же время', '2026-03-11T10:00'],
])('«%s» takes the clock of now', (text, local) => {
  expect(read(text)).toMatchObject({ status: 'ok', value: { start: { local } }, rest: '' })
})

test.each([
  'интернет не работает с утра',
  'с понедельника не грузится отчёт',
  'сервер лежит с 10:00',
  'не приходит почта со вторника',
  'зависла 1С с утра',
  'принтер сломался вчера',
])('«%s» says since when, and stays in the title', (text) => {
  expect([read(text).status, read(text).rest]).toEqual(['none', text])
})
