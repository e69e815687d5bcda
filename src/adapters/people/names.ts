import type { Person } from '../../ports/people.ts'
import { anyCase } from './cases.ts'
import { firstNameForms, isSecondName } from './first-names.ts'
import { known } from './known-names.ts'
import { isWord, looksLikeWord } from './lookalikes.ts'
import type { Part, Reference, Staff } from './staff.ts'
import type { Token } from './tokens.ts'
import { surnameNear } from './typos.ts'

/** Words that are a name, and whose it may be. */
export interface Name {
  /** Token indexes, the end exclusive. */
  readonly from: number
  readonly to: number
  readonly fits: readonly Fit[]
  /** Part of it stands for itself: a capital in a sentence, initials, a first name beside a surname. */
  readonly evident: boolean
  /** Written as nobody's name is, but for one letter. */
  readonly slip: boolean
}

export interface Fit {
  readonly person: Person
  /** The cases that all words of the name agree in. */
  readonly cases: number
}

const elementsMax = 4

/** The names of employees, in order. A full name that is nobody's is nobody's: not somebody's who shares a part of it. */
export function namesIn(tokens: readonly Token[], staff: Staff): readonly Name[] {
  const names: Name[] = []
  for (let at = 0; at < tokens.length;) {
    const found = nameAt(tokens, at, staff)
    if (found === null) {
      at += 1
      continue
    }
    const before = names.at(-1)?.to === at ? undefined : neighbour(tokens, at)
    if (!isOfAnother(tokens, found, before)) names.push(found)
    // Of a stranger's name the second half is a stranger's as well.
    at = isOfAnother(tokens, found, before) && isNameLike(tokens[found.to], staff) ? found.to + 1 : found.to
  }
  return names
}

/** The token before; before «Н. Титов» it is the initial, not its dot. */
function neighbour(tokens: readonly Token[], at: number): Token | undefined {
  const initial = tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind === 'initial'
  return tokens[initial ? at - 2 : at - 1]
}

interface Element {
  readonly type: 'word' | 'initial' | 'second'
  readonly token: Token
  readonly references: readonly Reference[]
  /** Index of the token after it, the dot of an initial included. */
  readonly to: number
}

function nameAt(tokens: readonly Token[], at: number, staff: Staff): Name | null {
  const elements = elementsFrom(tokens, at, staff)
  for (let count = elements.length; count > 0; count -= 1) {
    const used = elements.slice(0, count)
    const fits = fitsOf(used, staff)
    const last = used.at(-1)
    if (fits.length > 0 && last !== undefined)
      return { from: at, to: last.to, fits, evident: isEvident(used), slip: false }
  }
  return slipAt(tokens, at, staff)
}

function elementsFrom(tokens: readonly Token[], at: number, staff: Staff): readonly Element[] {
  const elements: Element[] = []
  for (let next = at; elements.length < elementsMax;) {
    const token = tokens[next]
    if (token === undefined || token.quoted) break
    if (token.kind === 'initial') elements.push({ type: 'initial', token, references: [], to: next + 2 })
    else if (token.kind === 'word') {
      const references = staff.byForm(token.text)
      const second = isSecondName(token.text)
      if (references.length === 0 && !second) break
      elements.push({ type: second ? 'second' : 'word', token, references, to: next + 1 })
    } else break
    next = elements.at(-1)?.to ?? next + 1
  }
  return elements
}

/** Everybody who has each of these parts, in one case. */
function fitsOf(elements: readonly Element[], staff: Staff): readonly Fit[] {
  const word = elements.find((element) => element.references.length > 0)
  const people = new Set(word?.references.map((reference) => reference.person))
  return [...people].flatMap((person) => {
    const cases = casesOf(person, elements, staff)
    return cases === 0 ? [] : [{ person, cases }]
  })
}

function casesOf(person: Person, elements: readonly Element[], staff: Staff): number {
  const parts: Part[] = []
  let cases = anyCase
  let initials = ''
  for (const element of elements) {
    if (element.type === 'initial') {
      initials += element.token.text
      continue
    }
    const one = element.references.find(
      (of) => of.person === person && !parts.includes(of.part) && (of.cases & cases) !== 0,
    )
    // Only those who are known by a second name can be told by it.
    const unknown = element.type === 'second' && staff.secondNameOf(person) === '' && parts.at(-1) === 'first'
    if (one === undefined && !unknown) return 0
    parts.push(one?.part ?? 'second')
    cases &= one?.cases ?? anyCase
  }
  if (parts.includes('second') && !parts.includes('first')) return 0
  if (initials === '') return cases
  const own = staff.initialsOf(person)
  const placed = elements[0]?.type === 'initial' || elements.at(-1)?.type === 'initial'
  const fits = own.first === initials[0] && (initials[1] === undefined || isOneOf(initials[1], own.second))
  return placed && fits && initials.length < 3 && parts.length === 1 && parts[0] === 'last' ? cases : 0
}

function isOneOf(letter: string, known: string): boolean {
  return known === '' || known === letter
}

function isEvident(elements: readonly Element[]): boolean {
  const [only] = elements
  if (only === undefined || elements.length > 1) return true
  const { token } = only
  if (token.capital && !token.first) return true
  return !only.references.some((one) => looksLikeWord(token.text, one.part, one.base))
}

/** Beside another part of a name that is not theirs: «Игорю Сидорову» is nobody's Игорь. */
function isOfAnother(tokens: readonly Token[], name: Name, before: Token | undefined): boolean {
  const single = name.to - name.from === 1
  const after = tokens[name.to]
  if (!single) return false
  const part = partsOf(name, tokens)
  return isOtherHalf(before, part, false) || isOtherHalf(after, part, true)
}

/** Whether the one word of the name is a surname, a first name, or may be either. */
function partsOf(name: Name, tokens: readonly Token[]): 'last' | 'first' {
  return knownForms().has(tokens[name.from]?.text ?? '') ? 'first' : 'last'
}

function isOtherHalf(token: Token | undefined, part: 'last' | 'first', follows: boolean): boolean {
  if (token === undefined || token.quoted) return false
  if (token.kind === 'initial') return true
  if (token.kind !== 'word' || token.text.length < 2) return false
  if (part === 'last' && knownForms().has(token.text) && (token.capital || !isWord(token.text))) return true
  if (isSecondName(token.text)) return true
  const stands = token.capital && !token.shouted && (follows || !token.first)
  return stands && !/^(?:mr|mrs|ms|dr)$/u.test(token.text)
}

function isNameLike(token: Token | undefined, staff: Staff): boolean {
  return token?.kind === 'word' && (staff.byForm(token.text).length > 0 || knownForms().has(token.text))
}

let forms: ReadonlySet<string> | null = null

/** Every form of every first name in the dictionary. */
function knownForms(): ReadonlySet<string> {
  forms ??= new Set([...known].flatMap(([name, gender]) => [...firstNameForms(name, gender).keys()]))
  return forms
}

/** A surname with one letter wrong is worth a question, never more. */
function slipAt(tokens: readonly Token[], at: number, staff: Staff): Name | null {
  const token = tokens[at]
  if (token?.kind !== 'word' || !token.capital || token.first || token.shouted || token.quoted) return null
  if (token.latin || knownForms().has(token.text) || isSecondName(token.text)) return null
  const near = surnameNear(token.text, staff)
  if (near === null) return null
  const fits = staff
    .byForm(near)
    .filter(({ part }) => part === 'last')
    .map(({ person, cases }) => ({ person, cases }))
  return fits.length === 0 ? null : { from: at, to: at + 1, fits, evident: true, slip: true }
}
