import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKnownPeople } from '../../../src/adapters/people/known-people.ts'
import { createPeopleReader } from '../../../src/adapters/people/reader.ts'
import { restOf } from '../../../src/machines/language/rest-of.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Person } from '../../../src/ports/people.ts'
import { employees, people, sentences, understood } from './one-sentence.ts'

function who(text: string): readonly string[] {
  return people.named(text).map(({ firstName, lastName }) => `${firstName} ${lastName}`)
}

describe('a name typed by itself', () => {
  test.each([
    ['Игорю Киму', ['Игорь Ким']],
    ['игорю киму', ['Игорь Ким']],
    ['у Игоря', ['Игорь Ким']],
    ['Ким', ['Игорь Ким', 'Ирина Ким']],
    ['Киму', ['Игорь Ким']],
    ['Кима И.В.', ['Игорь Ким']],
    ['И. Ким', ['Игорь Ким', 'Ирина Ким']],
    ['Саше Волковой', ['Александра Волкова']],
    ['Саше', ['Александр Волков', 'Александр Пушкин', 'Александра Волкова']],
    ['Петрова', ['Анна Петрова']],
    ['для Анны Петровой', ['Анна Петрова']],
    ['Феде Достоевскому', ['Фёдор Достоевский']],
    ['вера', ['Вера Лебедь']],
    ['Римскому-Корсакову', ['Николай Римский-Корсаков']],
    ['Igor Kim', ['Игорь Ким']],
    ['Kovalskaya', ['Юлия Ковальская']],
    ['Yuliya', ['Юлия Ковальская']],
    ['Julia', ['Юлия Ковальская']],
  ])('«%s»', (typed, expected) => {
    expect(who(typed)).toEqual(expected)
  })

  test.each([
    'Иванова',
    'Игорь Сидоров',
    'Ива',
    'Петр Петров',
    'не знаю',
    '',
    '.',
    'отчёт Иванова',
    'Ким и Петрова',
    'Иванов С.П.',
  ])('«%s» is nobody’s', (typed) => {
    expect(who(typed)).toEqual([])
  })

  test('as it stands goes before what it may be a form of', () => {
    expect(who('Александра')[0]).toBe('Александра Волкова')
  })
})

/** Every form of a name, written by hand. */
test.each([
  [['Пётр', 'Иванов'], 'Петра Иванова, Петру Иванову, Петром Ивановым, Петре Иванове'],
  [['Лев', 'Толстой'], 'Льва Толстого, Льву Толстому, Львом Толстым, Льве Толстом'],
  [['Павел', 'Кравец'], 'Павла Кравца, Павлу Кравецу, Павлом Кравцом, Павле Кравце'],
  [['Илья', 'Бондарь'], 'Ильи Бондаря, Илье Бондарю, Ильёй Бондарем, Илье Бондаре'],
  [['Юрий', 'Гайдай'], 'Юрия Гайдая, Юрию Гайдаю, Юрием Гайдаем, Юрии Гайдае'],
  [['Любовь', 'Черных'], 'Любови Черных, Любовью Черных'],
  [['Мария', 'Ковальская'], 'Марии Ковальской, Марию Ковальскую, Марией Ковальской'],
  [['Ольга', 'Ким'], 'Ольги Ким, Ольге Ким, Ольгу Ким, Ольгой Ким'],
  [['Игорь', 'Скиба'], 'Игоря Скибы, Игорю Скибе, Игорем Скибой'],
  [['Тарас', 'Шевченко'], 'Тараса Шевченко, Тарасу Шевченко, Тарасом Шевченко'],
  [['Айгуль', 'Сафина'], 'Айгуль Сафиной, Айгули Сафиной'],
  [['Никита', 'Мирный'], 'Никиты Мирного, Никите Мирному, Никитой Мирным'],
  [['Георгий', 'Синий'], 'Георгия Синего, Георгию Синему, Георгием Синим'],
  [['Татьяна', 'Белая'], 'Татьяны Белой, Татьяну Белую'],
  [['Глеб', 'Соловей'], 'Глеба Соловья, Глебу Соловью, Глебом Соловьем'],
  [['Ян', 'Шульц'], 'Яна Шульца, Яну Шульцу, Яном Шульцем'],
])('%s in every case', ([firstName = '', lastName = ''], forms) => {
  const known = createKnownPeople({ people: () => [person(1, firstName, lastName)] })
  for (const form of forms.split(', ')) {
    expect([form, known.named(form).length]).toEqual([form, 1])
    const [first, last] = form.split(' ')
    expect([form, known.named(`${last ?? ''} ${first ?? ''}`).length]).toEqual([form, 1])
  }
})

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    ...sentences.flatMap(({ text }) => text.split(' ')),
    'ё',
    'И.',
    '«',
    '»',
    '(',
    ')',
    ',',
    ' ',
    '\n',
    '🙂',
    '\u0301',
    '\u0000',
    '!',
    '—',
  )
  const wild = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join(' ')),
    fc.string({ unit: 'binary', maxLength: 500 }),
  )

  test('everybody named is an employee, in order and nowhere twice; what is left and what was taken are the whole', () => {
    const ids = new Set(employees.map(({ id }) => id))
    fc.assert(
      fc.property(wild, fc.constantFrom('assignee' as const, 'participants' as const), (text, expect_) => {
        const mentions = people.mentions(text, { expect: expect_ })
        let at = 0
        for (const { people: fits, start, end } of mentions) {
          expect(fits.length).toBeGreaterThan(0)
          expect(fits.every(({ id }) => ids.has(id))).toBe(true)
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          at = end
        }
        const rest = letters(restOf(text, mentions))
        const spans = mentions.map(({ start, end }) => letters(text.slice(start, end))).join('')
        // Nothing but a left-over «и» goes besides.
        expect(letters(text).length - rest.length - spans.length).toBeLessThanOrEqual(
          3 * (mentions.length + 1),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  test('a sentence is always a title, or nothing but parts; never an exception', () => {
    fc.assert(
      fc.property(wild, fc.constantFrom('task' as const, 'event' as const), (text, dialog) => {
        const { title, taken = [], asked = [], when, priority } = understood(dialog, text)
        const parts = [...taken, ...asked, when, priority].filter((part) => part !== undefined)
        expect(title !== '' || text === '' || parts.length > 0).toBe(true)
      }),
      { numRuns: 1_000, examples: [['пятницу срочно', 'task']] },
    )
  })

  test('the same sentence always means the same', () => {
    for (const { dialog, text } of sentences)
      expect(understood(dialog, text)).toEqual(understood(dialog, text))
  })
})

test('nobody is named of whom the directory knows only half', () => {
  const strangers = ['Арнольд', 'Харитон', 'Сидор', 'Гордей'].map((name) => `${name}у`)
  for (const { lastName } of employees.filter((one) => one.lastName.endsWith('ов') && one.secondName !== ''))
    for (const stranger of strangers)
      expect([
        lastName,
        people.mentions(`Подготовить отчёт ${stranger} ${lastName}у`, { expect: 'assignee' }),
      ]).toEqual([lastName, []])
})

test('hostile lengths take no longer than others', () => {
  const long = [
    'Иванову '.repeat(50_000),
    'И.'.repeat(100_000),
    '«'.repeat(100_000),
    'и '.repeat(100_000),
    `${'а'.repeat(200_000)}ову`,
    'Ким, '.repeat(50_000),
  ]
  for (const text of long) {
    expect(people.mentions(text, { expect: 'participants' }).length).toBeLessThan(100)
    expect(people.named(text).length).toBeLessThan(200)
  }
})

test('a directory with names of any kind does no harm', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { maxLength: 20 }),
      fc.string({ maxLength: 80 }),
      (names, text) => {
        const directory = names.map(([first, last, second], at) => ({
          ...person(at + 1, first, last),
          secondName: second,
        }))
        const reader = createPeopleReader()
        expect(reader.mentions(text, directory, { expect: 'assignee' })).toEqual(
          createPeopleReader().mentions(text, directory, { expect: 'assignee' }),
        )
      },
    ),
    { numRuns: 300 },
  )
})

function letters(words: string): string {
  return words.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

function person(id: number, firstName: string, lastName: string): Person {
  return { id: toPortalUserId(id), firstName, lastName, secondName: '', position: '' }
}
