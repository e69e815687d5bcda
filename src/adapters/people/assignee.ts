/** Who is to do what is said. */
import { accusative, anyCase, dative, genitive, nominative } from './cases.ts'
import { casesOf, clauseBefore, isBoundary, wordAt, type Decided, type Place } from './part.ts'
import { infinitiveOf } from './infinitives.ts'
import {
  askLeads,
  assigneeLeads,
  doingLeads,
  goesTo,
  isBenefit,
  isFavour,
  isImperative,
  isInfinitive,
  must,
  namedAfter,
  offices,
  outsiders,
  prepositions,
} from './speech.ts'

/** Null where the names belong to what is to be done, or nobody could tell. */
export function assigneeOf(place: Place): Decided | null {
  const { tokens, group } = place
  const before = wordAt(tokens, group.from - 1)
  // A thing is named in the genitive, «проект Иванова»; in the dative it is somebody's to do.
  // Nor is «директору Громову» whom «презентацию» is asked of.
  if (outsiders.test(before) || offices.test(before) || (namedAfter.test(before) && !isDative(place)))
    return null
  const led = ledIn(place)
  if (led !== null) return led
  if (!isNamed(place)) return null
  if (prepositions.has(before)) return byPreposition(place, before)
  const cases = casesOf(place)
  if ((cases & dative) !== 0) {
    const told = byDative(place, cases)
    if (told !== null) return told
  }
  return (cases & nominative) !== 0 ? byAddress(place) : null
}

/** Nothing small that may be a word is a name, unless the sentence leaves no other way to read it. */
function isNamed({ tokens, group }: Place): boolean {
  return group.names.every((name) => {
    const token = tokens[name.from]
    if (name.evident) return true
    if (token === undefined || !token.capital || token.text.length < 2) return false
    const next = tokens[group.to]
    return (
      isInfinitive(wordAt(tokens, group.to)) ||
      (must.has(wordAt(tokens, group.to)) && isInfinitive(wordAt(tokens, group.to + 1))) ||
      (group.from === 0 && next?.kind === 'mark' && /[:,—–-]/u.test(next.text))
    )
  })
}

/** «исполнитель: Иванов», «задача для Игоря», «поручи Игорю», «@Ким». */
function ledIn({ tokens, group }: Place): Decided | null {
  let at = group.from - 1
  if (tokens[at]?.text === '@') return decided(group.from - 1, group.to, anyCase)
  const bidden = biddenIn({ tokens, group }) ?? soThat({ tokens, group }) ?? owing({ tokens, group })
  if (bidden !== null) return bidden
  // «ask Igor to prepare a report»
  if (wordAt(tokens, group.to) === 'to' && wordAt(tokens, group.to + 1) !== '') {
    const asked = askLeads.has(wordAt(tokens, at)) && isBoundary(tokens[at - 1])
    const named = group.from === 0 && group.names.every(({ evident, to, from }) => evident && to - from > 1)
    if (asked || named) return decided(asked ? at : group.from, group.to + 1, anyCase)
  }
  const preposition = /^(?:для|на|to|for)$/u.test(wordAt(tokens, at)) ? wordAt(tokens, at) : null
  if (preposition !== null) at -= 1
  const labelled = tokens[at]?.text === ':'
  while (tokens[at]?.kind === 'mark' && /[:.—–-]/u.test(tokens[at]?.text ?? '')) at -= 1
  const word = wordAt(tokens, at)
  // «Кому: Лидия Планова», a line of a form.
  if (labelled && word === 'кому' && isBoundary(tokens[at - 1]))
    return decided(at, group.to, dative | nominative)
  const doing = doingLeads.has(word) && isInfinitive(wordAt(tokens, group.to))
  if (!assigneeLeads.has(word) && !doing) return null
  const from = /^(?:поставь|поставить|поставьте|назначь|назначить|новая|новую|дай|создай)$/u.test(
    wordAt(tokens, at - 1),
  )
    ? at - 1
    : at
  if (!isBoundary(tokens[from - 1])) return null
  const cases = preposition === null ? casesOfLead(word) : preposition === 'на' ? accusative : genitive
  const task = /^(?:задачу|задание|поручение)$/u.test(wordAt(tokens, group.to))
  return decided(from, task ? group.to + 1 : group.to, cases)
}

/** «Пусть Роман завтра проверит логи», «Роман пусть проверит логи»: to check the logs. */
function biddenIn({ tokens, group }: Place): Decided | null {
  const lead = beside(tokens, group.from, -1)
  const after = beside(tokens, group.to, 1)
  const [from, at] =
    wordAt(tokens, lead) === 'пусть'
      ? [lead, after]
      : wordAt(tokens, after) === 'пусть'
        ? [group.from, beside(tokens, after + 1, 1)]
        : [null, 0]
  if (from === null || !isBoundary(tokens[from - 1])) return null
  const verb = wordAt(tokens, at)
  if (!/[еиуюая]т(?:ся)?$/u.test(verb)) return null
  const instead = infinitiveOf(verb)
  return instead === null
    ? decided(from, group.to, nominative)
    : { ...decided(from, at + 1, nominative), instead }
}

/** «Скажи Кравцу, чтобы проверил склад», «Надо, чтобы Кравец проверил склад»: to check it. */
function soThat({ tokens, group }: Place): Decided | null {
  const ahead = tokens[group.to]?.text === ',' ? group.to + 1 : group.to
  const lead = wordAt(tokens, group.from - 1)
  if (soThatWords.has(wordAt(tokens, ahead)) && (assigneeLeads.has(lead) || doingLeads.has(lead))) {
    const verb = /^он[аи]?$/u.test(wordAt(tokens, ahead + 1)) ? ahead + 2 : ahead + 1
    const instead = infinitiveOfPast(wordAt(tokens, verb))
    if (instead === null || !isBoundary(tokens[group.from - 2])) return null
    return { ...decided(group.from - 1, verb + 1, casesOfLead(lead)), instead }
  }
  if (!soThatWords.has(wordAt(tokens, group.from - 1))) return null
  const wish = tokens[group.from - 2]?.text === ',' ? group.from - 3 : group.from - 2
  const instead = infinitiveOfPast(wordAt(tokens, group.to))
  if (instead === null || !/^(?:надо|нужно|необходимо|хочу)$/u.test(wordAt(tokens, wish))) return null
  if (!isBoundary(tokens[wish - 1])) return null
  return { ...decided(wish, group.to + 1, nominative), instead }
}

const soThatWords: ReadonlySet<string> = new Set(['чтобы', 'чтоб'])

/** «проверил», «подготовила», «созвонились»: «проверить», «подготовить», «созвониться». */
function infinitiveOfPast(verb: string): string | null {
  const found = /^(.{2,}[аеиоуыя])л[аи]?(с[яь])?$/u.exec(verb)
  return found === null ? null : `${found[1]}ть${found[2] === undefined ? '' : 'ся'}`
}

/** «Кравец должен проверить склад». */
function owing({ tokens, group }: Place): Decided | null {
  const must = /^(?:должен|должна|должны)$/u.test(wordAt(tokens, group.to))
  if (!must || !isInfinitive(wordAt(tokens, group.to + 1)) || !isBoundary(tokens[group.from - 1])) return null
  return decided(group.from, group.to + 1, nominative)
}

/** The nearest token on that side that is no hole: «завтра» has been read already. */
function beside(tokens: Place['tokens'], at: number, step: 1 | -1): number {
  let near = step === 1 ? at : at - 1
  while (tokens[near]?.kind === 'hole') near += step
  return near
}

function casesOfLead(word: string): number {
  if (/^(?:исп|отв|responsible|assign)/u.test(word)) return nominative
  return word.startsWith('попрос') ? accusative | genitive : dative
}

/** «…, на Иванова», «Для Игоря: …»: set apart from what is to be done. */
function byPreposition({ tokens, group }: Place, preposition: string): Decided | null {
  const from = group.from - 1
  const apart = isBoundary(tokens[from - 1]) && isBoundary(tokens[group.to])
  if (preposition === 'for' || preposition === 'to') {
    if (apart) return decided(from, group.to, anyCase)
    // «send the report to Igor» says where it goes, «prepare a report to Igor» as often whom it is for.
    const goes = preposition === 'to' && clauseBefore(tokens, from).some(goesTo)
    return goes ? null : likely(from, group.to, anyCase)
  }
  if (preposition === 'by') return likely(from, group.to, anyCase)
  if (!apart) return null
  if (preposition === 'для') return decided(from, group.to, genitive)
  return preposition === 'на' ? decided(from, group.to, accusative) : null
}

function byDative(place: Place, cases: number): Decided | null {
  const { tokens, group } = place
  const only = isDative(place)
  const next = wordAt(tokens, group.to)
  const before = clauseBefore(tokens, group.from)
  if (isBoundary(tokens[group.from - 1])) {
    if (must.has(next) && isInfinitive(wordAt(tokens, group.to + 1)))
      return decided(group.from, group.to + 1, dative)
    // «Киму отправить договор», «Шмидту купить билеты»: by them, or for them.
    const forThem = goesTo(next) || isFavour(next)
    if (isInfinitive(next)) return (forThem ? likely : decided)(group.from, group.to, dative)
    // «Ковальской: оформить командировку»
    const named = group.from === 0 && tokens[group.to]?.text === ':'
    if (named && isInfinitive(wordAt(tokens, group.to + 1))) return decided(group.from, group.to, dative)
    if (!only || goesTo(next) || isBenefit(next) || tokens[group.to]?.kind === 'number' || isPast(next))
      return null
    return before.some((word) => goesTo(word) || isBenefit(word))
      ? null
      : decided(group.from, group.to, dative)
  }
  if (before.some(goesTo) || isObject(place, before[0] ?? '')) return null
  // «клиенту и Иванову»: half of a pair.
  if (/^(?:и|или|а|не|and|or)$/u.test(before[0] ?? '') || wordAt(tokens, group.to) === 'и') return null
  const gets = before.some(isBenefit)
  // «Доступ Иваненко», where nobody is told to do anything.
  if (gets && !before.some(saysWhatToDo)) return null
  // Worked out by Юля or for her, «зарплату Юле»: she is offered, and her name stays unless she is taken.
  if (gets || before.some(isFavour) || !only) {
    // «Подготовить отчёт Igor Kim»: Latin letters hide the case.
    const hidden = cases === anyCase && !group.names.every((name) => tokens[name.from]?.latin === true)
    return hidden ? null : likely(group.from, group.to, dative)
  }
  // «Договор Иванову на подпись»: his to sign rather than to do.
  if (
    next === 'на' &&
    /^(?:подпис|согласов|утвержд|ознаком|рассмотр|виз[уы]|провер)/u.test(wordAt(tokens, group.to + 1))
  )
    return likely(group.from, group.to, dative)
  return decided(group.from, group.to, dative)
}

/** «Петровой» may be whose it is: «отчёт Петровой». */
function isDative({ group }: Place): boolean {
  return group.names.every((name) =>
    name.fits.some((fit) => (fit.cases & dative) !== 0 && (fit.cases & (genitive | nominative)) === 0),
  )
}

/** «Встретить Волкову на вокзале»: whom, not for whom. */
function isObject({ tokens, group }: Place, verb: string): boolean {
  const [name] = group.names
  const word = wordAt(tokens, group.to - 1)
  if (name === undefined || !/(?:[ое]ву|[иы]ну)$/u.test(word) || name.to - name.from > 1) return false
  const alone = isBoundary(tokens[group.to]) || prepositions.has(wordAt(tokens, group.to))
  return alone && (isInfinitive(verb) || /[йиь]те$/u.test(verb))
}

/** «Иванову не заплатили», «Игорю понравилось». */
function isPast(word: string): boolean {
  return (
    /(?:[аеияы]л[аои]?|[аеиы]л[аои]?сь)$/u.test(word) || /^(?:не|нет|нельзя|можно|плохо|лет|уже)$/u.test(word)
  )
}

/** «Иванов: …», «Игорь, подготовь …», «…, Ким»: between marks, or first before what is to be done. */
function byAddress(place: Place): Decided | null {
  const { tokens, group } = place
  const [left, right] = [tokens[group.from - 1], tokens[group.to]]
  if (!isBoundary(left)) return null
  const next = wordAt(tokens, group.to)
  if (left === undefined && headsMessage(place)) return null
  if (left === undefined && isInfinitive(next)) return decided(group.from, group.to, nominative)
  if (!isBoundary(right)) return null
  // «Подписать: Иванов, Петров» lists whose papers they are; so does a list in the middle.
  if (group.names.length > 1 && left !== undefined) return null
  if (left?.text === ':') return likely(group.from, group.to, nominative)
  if (left === undefined && right === undefined) return null
  // Alone on the first line may stand who wrote what follows.
  if (left === undefined && (right?.text === '\n' || tokens[group.to + 1]?.text === '\n'))
    return likely(group.from, group.to, nominative)
  if (left === undefined && right?.text === ',' && !saysWhatToDo(wordAt(tokens, group.to + 1)))
    return likely(group.from, group.to, nominative)
  if (left?.text === ',' && right?.text === ',') return likely(group.from, group.to, nominative)
  return decided(group.from, group.to, nominative)
}

/** «Иванов Пётр:» on a line of its own above what he wrote: whose words they are, not who is to do it. */
function headsMessage({ tokens, group }: Place): boolean {
  const stamp = tokens[group.to]?.text === ',' && /^[[(]$/u.test(tokens[group.to + 1]?.text ?? '')
  const colon = tokens[group.to]?.text === ':' && tokens[group.to + 1]?.text === '\n'
  const whole = group.names.length === 1 && group.to - group.from > 1
  return whole && (stamp || colon)
}

function saysWhatToDo(word: string): boolean {
  return isInfinitive(word) || isImperative(word)
}

function decided(from: number, to: number, cases: number): Decided {
  return { role: 'sure', cases, from, to }
}

function likely(from: number, to: number, cases: number): Decided {
  return { role: 'likely', cases, from, to }
}
