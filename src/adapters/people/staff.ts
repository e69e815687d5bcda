import type { Person } from '../../ports/people.ts'
import { anyCase, type Forms, type Gender } from './cases.ts'
import { calledBy, firstNameForms, genderOf, secondNameForms } from './first-names.ts'
import { inCyrillic, keyOf, russianName } from './cyrillic.ts'
import { latinKey } from './latin.ts'
import { surnameForms } from './surnames.ts'
import { plain } from './tokens.ts'

export type Part = 'last' | 'first' | 'second'

/** What a form may be of somebody's name. */
export interface Reference {
  readonly person: Person
  readonly part: Part
  /** Bits of cases.ts. */
  readonly cases: number
  /** The word it is a form of, as it stands in a dictionary. */
  readonly base: string
}

/** The employees, found by any form of any part of their names. */
export interface Staff {
  byForm(form: string): readonly Reference[]
  /** Forms of surnames that begin with this letter. */
  surnamesFrom(letter: string): Iterable<string>
  initialsOf(person: Person): { readonly first: string; readonly second: string }
  secondNameOf(person: Person): string
}

/** Built once for each snapshot of the directory. */
export function createStaff(people: readonly Person[]): Staff {
  const index = new Map<string, Reference[]>()
  const surnames = new Map<string, Set<string>>()
  const seconds = new Map<Person, string>()
  const paradigms = new Map<string, Forms>()
  let foreign = false
  for (const person of people) {
    const first = plain(person.firstName.trim())
    const second = plain(person.secondName.trim())
    const last = plain(person.lastName.trim())
    const gender = genderOf(first, second, last)
    seconds.set(person, second)
    add(
      person,
      'last',
      last,
      kept(`l ${gender} ${last}`, () => surnameForms(last, gender)),
    )
    for (const name of calledBy(first)) add(person, 'first', name, firstForms(name, gender))
    if (second !== '')
      add(
        person,
        'second',
        second,
        kept(`s ${second}`, () => secondNameForms(second)),
      )
    if (isLatin(last) || isLatin(first)) addForeign(person, first, last)
  }
  return {
    byForm(form) {
      if (/[a-z]/u.test(form)) return index.get(`=${keyOf(form)}`) ?? []
      const own = index.get(form) ?? []
      const heard = foreign ? (index.get(`~${latinKey(form)}`) ?? []) : []
      return own.length === 0 ? heard : [...own, ...heard]
    },
    surnamesFrom: (letter) => surnames.get(letter) ?? [],
    initialsOf: (person) => ({
      first: plain(person.firstName.trim()).charAt(0),
      second: seconds.get(person)?.charAt(0) ?? '',
    }),
    secondNameOf: (person) => seconds.get(person) ?? '',
  }

  function firstForms(name: string, gender: Gender): Forms {
    return kept(`f ${gender} ${name}`, () => firstNameForms(name, gender))
  }

  function kept(key: string, make: () => Forms): Forms {
    const forms = paradigms.get(key) ?? make()
    paradigms.set(key, forms)
    return forms
  }

  function add(person: Person, part: Part, base: string, forms: Forms): void {
    if (!/^[a-zа-я][a-zа-я' -]{0,59}$/u.test(base)) return
    for (const [form, cases] of forms) {
      if (form === '') continue
      refer(form, { person, part, cases, base })
      if (part === 'last') list(form)
    }
    refer(`=${keyOf(base)}`, { person, part, cases: anyCase, base })
  }

  /** Whom the portal writes in Latin letters, colleagues name in Russian ones, and in Russian cases. */
  function addForeign(person: Person, first: string, last: string): void {
    foreign = true
    const name = isLatin(first) ? (russianName(first) ?? inCyrillic(first)) : first
    const surname = isLatin(last) ? inCyrillic(last) : last
    const gender = genderOf(name, '', surname)
    const hear = (part: Part, base: string, forms: Forms): void => {
      for (const [form, cases] of forms) refer(`~${latinKey(form)}`, { person, part, cases, base })
    }
    if (isLatin(last)) hear('last', surname, surnameForms(surname, gender))
    if (!isLatin(first)) return
    for (const called of calledBy(name)) {
      hear('first', called, firstForms(called, gender))
      refer(`=${latinKey(called)}`, { person, part: 'first', cases: anyCase, base: called })
    }
  }

  function refer(form: string, reference: Reference): void {
    const all = index.get(form) ?? []
    index.set(form, all)
    const last = all.at(-1)
    // The same form of another of the person's names: «Данила», who is Данил.
    if (last?.person !== reference.person || last.part !== reference.part) all.push(reference)
    else all[all.length - 1] = { ...last, cases: last.cases | reference.cases }
  }

  function list(form: string): void {
    const letter = form.charAt(0)
    const all = surnames.get(letter)
    if (all === undefined) surnames.set(letter, new Set([form]))
    else all.add(form)
  }
}

function isLatin(name: string): boolean {
  return /[a-z]/u.test(name)
}
