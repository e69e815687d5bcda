/** How Russian is written for people: no wording breaks a number from its word, shouts, blames or decorates itself. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

/** What the doctor says is for a terminal, where nothing wraps. */
const files = globSync('src/**/*.yaml').filter(
  (file) => !file.endsWith('.tests.yaml') && !file.startsWith('src/doctor/'),
)
const russian = files.flatMap((file) => wordingsIn(parse(readFileSync(file, 'utf8')), [file]))

test('there are wordings to look at', () => {
  expect(russian.length).toBeGreaterThan(600)
})

/** What is counted, as far as anything here is. */
const counted =
  'букв|встреч|год|дн|день|задач|знак|лет|месяц|минут|МБ|недел|попыт|раз|секунд|символ|событи|участник|цифр|час|челов'

test('between a number and its word there is a space that no line breaks at', () => {
  const literal = new RegExp(`\\d (?:${counted})`, 'u')
  const broken = russian.filter(
    ({ text, count }) => literal.test(text) || (count !== null && text.includes(`{${count}} `)),
  )
  expect(told(broken)).toEqual([])
})

test('there is at most one emoji, and it stands at the beginning', () => {
  const loud = russian.filter(({ text }) => /(?<!^)\p{Extended_Pictographic}/u.test(text))
  expect(told(loud)).toEqual([])
})

test('nothing is shouted but the success of linking', () => {
  // Words that people type may be anything.
  const shown = russian.filter(({ path }) => path.at(-1)?.endsWith('_words') !== true)
  expect(told(shown.filter(({ text }) => text.includes('!')))).toEqual([
    expect.stringMatching(/^src\/dialogs\/link-account\/dialog\.yaml texts linked: /),
  ])
})

test('quotes are «ёлочки», and a dash is a dash', () => {
  expect(told(russian.filter(({ text }) => /["“”„]| - |--(?! )/.test(text)))).toEqual([])
})

test('people are spoken to with a small letter, and never blamed', () => {
  const lofty = /(?<=[\p{L},;:»—] )(?:Вы|Вас|Вам|Вами|Ваш\p{L}*)(?!\p{L})/u
  const blaming = /\bвы (?:просрочили|забыли|опоздали|ошиблись|не сделали|неверно|неправильно)/iu
  expect(told(russian.filter(({ text }) => lofty.test(text) || blaming.test(text)))).toEqual([])
})

interface Wording {
  readonly path: readonly string[]
  readonly text: string
  /** The name of what decides its form. */
  readonly count: string | null
}

function told(wordings: readonly Wording[]): readonly string[] {
  return wordings.map(({ path, text }) => `${path.join(' ')}: ${text}`)
}

function wordingsIn(value: unknown, path: readonly string[]): readonly Wording[] {
  if (typeof value !== 'object' || value === null) return []
  const parts = new Map<string, unknown>(Object.entries(value))
  if (!parts.has('ru')) return [...parts].flatMap(([key, inner]) => wordingsIn(inner, [...path, key]))
  const count = parts.get('count')
  const forms = Object.values(
    typeof parts.get('ru') === 'object' ? (parts.get('ru') ?? {}) : [parts.get('ru')],
  )
  return forms
    .filter((text) => typeof text === 'string')
    .map((text) => ({ path, text, count: typeof count === 'string' ? count : null }))
}
