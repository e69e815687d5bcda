/** Names across two alphabets: whoever is kept in one and written in the other. */
import { describe, expect, test } from 'vitest'
import { createPeopleReader } from '../../../src/adapters/people/reader.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Person } from '../../../src/ports/people.ts'

function person(id: number, firstName: string, lastName: string): Person {
  return { id: toPortalUserId(id), firstName, lastName, secondName: '', position: '' }
}

const reader = createPeopleReader()

function mentioned(text: string, directory: readonly Person[], expect: 'assignee' | 'participants') {
  return reader.mentions(text, directory, { expect }).map(({ role, people, start, end }) => ({
    role,
    people: people.map(({ firstName, lastName }) => `${firstName} ${lastName}`),
    words: text.slice(start, end),
  }))
}

describe('employees kept in Cyrillic and written in Latin letters', () => {
  const staff = [person(1, 'Игорь', 'Ким'), person(2, 'Александр', 'Волков'), person(3, 'Юлия', 'Щербакова')]

  test.each([
    ['Prepare a report to Igor Kim by Friday', 'likely', 'to Igor Kim'],
    ['Prepare a report for Igor Kim', 'likely', 'for Igor Kim'],
    ['Review by Igor Kim', 'likely', 'by Igor Kim'],
    ['Ask Igor Kim to prepare a report', 'sure', 'Ask Igor Kim to'],
    ['Igor Kim to prepare a report', 'sure', 'Igor Kim to'],
    ['Подготовить отчёт Igor Kim', 'likely', 'Igor Kim'],
    ['поставь Igor смету', 'sure', 'поставь Igor'],
  ])('«%s» names an assignee: %s', (text, role, words) => {
    expect(mentioned(text, staff, 'assignee')).toEqual([{ role, people: ['Игорь Ким'], words }])
  })

  test.each(['Send the report to Igor Kim', 'Call Igor Kim tomorrow', 'Reply to Igor Kim by Friday'])(
    '«%s» says where it goes, not who does it',
    (text) => {
      expect(mentioned(text, staff, 'assignee')).toEqual([])
    },
  )

  test('English names stand for their Russian ones', () => {
    expect(mentioned('sync with Alexander Volkov and Yulia', staff, 'participants')).toMatchObject([
      { people: ['Александр Волков'] },
      { people: ['Юлия Щербакова'] },
    ])
  })
})

describe('employees kept in Latin letters and written in Cyrillic', () => {
  const staff = [
    person(1, 'Igor', 'Kim'),
    person(2, 'Alexander', 'Vysotskiy'),
    person(3, 'Yulia', 'Shcherbakova'),
    person(4, 'John', 'Smith'),
  ]

  test.each([
    ['Подготовить отчёт Игорю Киму', 'Igor Kim', 'Игорю Киму'],
    ['Подготовить отчёт Высоцкому', 'Alexander Vysotskiy', 'Высоцкому'],
    ['Задача для Юли Щербаковой: смета', 'Yulia Shcherbakova', 'Задача для Юли Щербаковой'],
    ['Джону Смиту подготовить отчёт', 'John Smith', 'Джону Смиту'],
    ['Смета, John Smith', 'John Smith', 'John Smith'],
  ])('«%s» is for %s', (text, name, words) => {
    expect(mentioned(text, staff, 'assignee')).toEqual([{ role: 'sure', people: [name], words }])
  })

  test('in any case, and by their Russian diminutives', () => {
    expect(mentioned('созвон с Кимом, Сашей и Щербаковой', staff, 'participants')).toMatchObject([
      { people: ['Igor Kim'] },
      { people: ['Alexander Vysotskiy'] },
      { people: ['Yulia Shcherbakova'] },
    ])
    expect(reader.named('Саша', staff).map(({ lastName }) => lastName)).toEqual(['Vysotskiy'])
    expect(reader.named('у Игоря', staff).map(({ lastName }) => lastName)).toEqual(['Kim'])
  })

  test('an ordinary word is nobody', () => {
    expect(mentioned('Купить кимоно и подготовить смету', staff, 'assignee')).toEqual([])
  })
})
