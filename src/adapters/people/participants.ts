/** Who is to take part. */
import { accusative, anyCase, dative, genitive, instrumental, nominative } from './cases.ts'
import { casesOf, clauseBefore, isBoundary, wordAt, type Decided, type Place } from './part.ts'
import {
  goesTo,
  isBenefit,
  meetingLeads,
  namedAfter,
  outsiders,
  participantLeads,
  prepositions,
} from './speech.ts'

/** Null where the names belong to what it is about, or nobody could tell. */
export function participantsOf(place: Place): Decided | null {
  const { tokens, group } = place
  const before = wordAt(tokens, group.from - 1)
  if (outsiders.test(before) || namedAfter.test(before)) return null
  const led = ledIn(place)
  if (led !== null) return led
  if (!group.names.every(({ evident }) => evident)) return null
  const cases = casesOf(place)
  if (prepositions.has(before)) return byPreposition(place, before)
  if (before === 'и') return besideOthers(place)
  const apart = isBoundary(tokens[group.from - 1]) && isBoundary(tokens[group.to])
  if ((cases & nominative) !== 0 && apart) return decided(place, group.from, nominative)
  const clause = clauseBefore(tokens, group.from)
  if (
    (cases & dative) === 0 ||
    (cases & genitive) !== 0 ||
    clause.some((word) => goesTo(word) || isBenefit(word))
  )
    return null
  return isBoundary(tokens[group.to]) ? decided(place, group.from, dative) : null
}

/** «участники: Ким и Петрова», «позвать Игоря», «с участием Кима», «назначь Игорю встречу». */
function ledIn(place: Place): Decided | null {
  const { tokens, group } = place
  let at = group.from - 1
  if (tokens[at]?.text === '@') return decided(place, at, anyCase)
  if (wordAt(tokens, at) === 'участием' && wordAt(tokens, at - 1) === 'с')
    return decided(place, at - 1, genitive)
  if (meetingLeads.has(wordAt(tokens, at)) && isBoundary(tokens[at - 1])) return decided(place, at, dative)
  while (tokens[at]?.kind === 'mark' && /[:.—–-]/u.test(tokens[at]?.text ?? '')) at -= 1
  const word = wordAt(tokens, at)
  if (!participantLeads.has(word) || word === 'вместе') return null
  const cases = /^(?:позв|позов|приглас|собе|собр)/u.test(word) ? accusative | genitive : nominative
  const told = decided(place, at, word === 'participants' || word === 'invite' ? anyCase : cases)
  const called = /^(?:позв|позов|приглас)/u.test(word) ? invitedTo(place) : null
  return called === null ? told : { ...told, ...called }
}

/** «пригласи Кравца на встречу»: what is left of it is the meeting's name. */
function invitedTo({ tokens, group }: Place): (Pick<Decided, 'to'> & { readonly instead: string }) | null {
  const noun = wordAt(tokens, group.to + 1)
  if (wordAt(tokens, group.to) !== 'на' || noun === '') return null
  const instead = noun
    .replace(/(?<=[чк])у$/u, 'а')
    .replace(/(?<=и)ю$/u, 'я')
    .replace('планер', 'планёр')
  return { to: group.to + 2, instead }
}

const casesBy: ReadonlyMap<string, number> = new Map([
  ['с', instrumental],
  ['со', instrumental],
  ['у', genitive],
  ['для', genitive],
  ['with', anyCase],
  ['for', anyCase],
])

function byPreposition(place: Place, preposition: string): Decided | null {
  const { tokens, group } = place
  const cases = casesBy.get(preposition)
  if (cases === undefined) return null
  const at = group.from - 1
  const from = wordAt(tokens, at - 1) === 'вместе' ? at - 1 : at
  // «с Кимом и клиентом»: the preposition stays with the other one.
  const joins = /^(?:и|and)$/u.test(wordAt(tokens, group.to)) && wordAt(tokens, group.to + 1) !== ''
  if (joins) return { role: 'sure', cases, from: group.from, to: group.to + 1 }
  return decided(place, from, cases)
}

const reach = 5

/** «с клиентом и Кимом». */
function besideOthers(place: Place): Decided | null {
  const { tokens, group } = place
  for (let at = group.from - 2; at >= Math.max(0, group.from - 1 - reach); at -= 1) {
    if (isBoundary(tokens[at])) return null
    if (/^со?$/u.test(wordAt(tokens, at))) return decided(place, group.from - 1, instrumental)
  }
  return null
}

function decided({ group }: Place, from: number, cases: number): Decided {
  return { role: 'sure', cases, from, to: group.to }
}
