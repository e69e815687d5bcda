import { onDayOrClock } from './day-or-clock.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { partOfDay } from './parts.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «не работает с утра», «с понедельника не грузится отчёт»: since when something is wrong, not when to do anything. */
export function sinceWhen(place: Place): Match<Meaning> | null {
  const { tokens, i } = place
  // «принтер сломался вчера»
  if (is(tokens[i], 'вчера', 'позавчера') && happened.test(tokens[i - 1]?.text ?? ''))
    return meaning(i + 1, { type: 'topic' })
  if (!is(tokens[i], 'с', 'со')) return null
  const found = partOfDay(place) ?? onDayOrClock(place)
  if (found === null || !(isWrong(tokens, found.end) || isWrongBefore(tokens, i))) return null
  return meaning(found.end, { type: 'topic' })
}

/** «не приходит почта со вторника», «зависла 1С с утра»: words of the same clause, none of which says what to do. */
function isWrongBefore(tokens: Tokens, i: number): boolean {
  for (let at = i - 1; at >= Math.max(0, i - reach); at--) {
    const { kind = 'mark', text = '' } = tokens[at] ?? {}
    if (kind === 'mark' || /(?:ть|ти|чь)(?:ся)?$/u.test(text)) return false
    if (isBroken(tokens, at) || isWrong(tokens, at)) return true
  }
  return false
}

const reach = 6

/** «не работает», «не открывался»; «не будет» speaks of what is to come. */
function isWrong(tokens: Tokens, i: number): boolean {
  const verb = tokens[i + 1]?.text ?? ''
  return is(tokens[i], 'не') && verb.length >= 4 && finite.test(verb) && !coming.test(verb)
}

const finite = /(?:[еи]т|[юуя]т|ат)(?:ся)?$|(?:л|ла|ло|ли)(?:с[яь])?$/u
const coming = /^(?:буд|смо[жг]|забуд|прид|выйд|приед|уед)/u

/** The past tense of a verb: «сломался», «пришла»; not «стол», «дело». */
const happened = /(?:[аеиоуыя]|ш)(?:л|ла|ло|ли)(?:с[яь])?$/u

/** «сервер лежит с утра». */
function isBroken(tokens: Tokens, i: number): boolean {
  return /^(?:висит|висят|лежит|лежат|барахлит|тормозит|глючит|завис(?:ла|ло|ли)?|зависает|падает|недоступ(?:ен|на|но|ны)|болеет|сломал(?:ся|ась|ось|ись)|упал[аи]?|отвалил(?:ся|ась|ось|ись)|пропал[аои]?)$/u.test(
    tokens[i]?.text ?? '',
  )
}
