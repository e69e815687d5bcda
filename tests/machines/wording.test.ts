import { expect, test } from 'vitest'
import { say, type Texts } from '../../src/machines/language/wording.ts'
import type { Json, JsonObject } from '../../src/ports/json.ts'
import type { Language } from '../../src/ports/language.ts'

/** Forms of the words that are counted in messages. */
const forms = {
  task: ['задача', 'задачи', 'задач', 'task', 'tasks'],
  meeting: ['встреча', 'встречи', 'встреч', 'meeting', 'meetings'],
  event: ['событие', 'события', 'событий', 'event', 'events'],
  minute: ['минуту', 'минуты', 'минут', 'minute', 'minutes'],
  hour: ['час', 'часа', 'часов', 'hour', 'hours'],
  day: ['день', 'дня', 'дней', 'day', 'days'],
  tries: ['попытка', 'попытки', 'попыток', 'try', 'tries'],
  guest: ['участник', 'участника', 'участников', 'guest', 'guests'],
} as const

const texts: Texts = {
  ...Object.fromEntries(
    Object.entries(forms).map(([key, [one, few, many, single, plural]]) => [
      key,
      {
        count: 'n',
        ru: { one: `{n} ${one}`, few: `{n} ${few}`, many: `{n} ${many}`, other: `{n} ${few}` },
        en: { one: `{n} ${single}`, other: `{n} ${plural}` },
      },
    ]),
  ),
  plain: { ru: 'Кому: {who.name|никому}', en: 'For: {who.name|nobody}' },
  left: {
    count: 'error.left',
    ru: { one: 'одна', few: 'две', many: 'пять', other: 'полторы' },
    en: { one: 'one', other: 'more' },
  },
}

const written = (key: string, values: JsonObject, language: Language = 'ru'): string =>
  say(texts, key, language, values).text

test.for([
  [0, 2, 1],
  [1, 0, 0],
  [2, 1, 1],
  [3, 1, 1],
  [4, 1, 1],
  [5, 2, 1],
  [10, 2, 1],
  [11, 2, 1],
  [12, 2, 1],
  [14, 2, 1],
  [20, 2, 1],
  [21, 0, 1],
  [22, 1, 1],
  [25, 2, 1],
  [100, 2, 1],
  [101, 0, 1],
  [102, 1, 1],
  [111, 2, 1],
  [112, 2, 1],
  [121, 0, 1],
  [1_000_001, 0, 1],
  [1.5, 1, 1],
] as const)('%d is counted as Russian and English count', ([n, russian, english]) => {
  for (const [key, words] of Object.entries(forms)) {
    expect(written(key, { n })).toBe(`${n} ${words[russian]}`)
    expect(written(key, { n }, 'en')).toBe(`${n} ${words[3 + english]}`)
  }
})

test('what is counted may lie within a value, and is nought where it is missing or no number', () => {
  expect(written('left', { error: { left: 21 } })).toBe('одна')
  expect(written('left', { error: { left: '2' } })).toBe('две')
  expect(written('left', {})).toBe('пять')
  expect(written('left', { error: { left: 'много' } })).toBe('полторы')
})

test('a value is looked up by its path, and its fallback is in the same language', () => {
  expect(written('plain', { who: { name: 'Ольга' } })).toBe('Кому: Ольга')
  expect(written('plain', { who: null })).toBe('Кому: никому')
  expect(written('plain', { who: 'Ольга' }, 'en')).toBe('For: nobody')
})

function quoted(path: string, value: Json): string | null {
  return path === 'n' ? `«${JSON.stringify(value)}»` : null
}

test('how a value looks is up to its kind; without one numbers and words look as they are, and lists as nothing', () => {
  expect(say(texts, 'task', 'ru', { n: 2 }, quoted).text).toBe('«2» задачи')
  expect(say({ it: { ru: '{a} {b} {c}', en: '' } }, 'it', 'ru', { a: true, b: 1.5, c: ['x'] }).text).toBe(
    'true 1.5 ',
  )
})

test.for(['no_such_text', '__proto__', 'constructor', 'toString'])(
  'a text that does not exist reads as its name: %s',
  (key) => {
    expect(written(key, {})).toBe(key)
  },
)

test.for(['__proto__', 'constructor.name', 'who.__proto__.name', 'who.name.length'])(
  'a placeholder reaches no further than the values: {%s}',
  (path) => {
    const text = say({ it: { ru: `{${path}|нет}`, en: '' } }, 'it', 'ru', { who: { name: 'Ольга' } }).text
    expect(text === 'нет' || text === `{${path}|нет}`).toBe(true)
  },
)
