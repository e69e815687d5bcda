import type { Period, Which } from '../said.ts'
import { closes } from './followers.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, type Tokens, is } from './tokens.ts'
import { writtenYear } from './years.ts'

type Case = 'inst' | 'gen' | 'dat'

/** Spring 0 to winter 3. */
const forms: ReadonlyMap<string, { readonly season: number; readonly form: Case }> = new Map([
  ['весной', { season: 0, form: 'inst' }],
  ['летом', { season: 1, form: 'inst' }],
  ['осенью', { season: 2, form: 'inst' }],
  ['зимой', { season: 3, form: 'inst' }],
  ['весны', { season: 0, form: 'gen' }],
  ['лета', { season: 1, form: 'gen' }],
  ['осени', { season: 2, form: 'gen' }],
  ['зимы', { season: 3, form: 'gen' }],
  ['весне', { season: 0, form: 'dat' }],
  ['лету', { season: 1, form: 'dat' }],
  ['зиме', { season: 3, form: 'dat' }],
])

/** «летом», «этим летом», «следующей весной», «осенью 2027 года»; the bare adverb counts at an edge of the text. */
export function seasonal({ tokens, i }: Place): Match<Meaning> | null {
  const which = inst.get(tokens[i]?.text ?? '') ?? tokens[i]?.word.which
  const found = season(tokens, which === undefined ? i : i + 1, 'inst')
  if (found === null) return null
  const period: Period = { ...found.value, which: which ?? 'bare' }
  const sure = which !== undefined || found.value.year !== null
  return meaning(found.end, { type: 'period', period }, sure || closes(tokens, found.end) ? 'none' : 'edge')
}

const inst: ReadonlyMap<string, Which> = new Map([
  ['этим', 'this'],
  ['следующим', 'next'],
  ['будущим', 'next'],
  ['прошлым', 'last'],
])

/** A season in that case, with its year; a winter has two, so a year settles none. */
export function season(tokens: Tokens, i: number, form: Case): Match<Period & { type: 'season' }> | null {
  const token = tokens[i]
  const said = forms.get(token?.text ?? '')
  const dative = is(token, 'осени') && form === 'dat'
  if (said === undefined || (said.form !== form && !dative)) return null
  const year = writtenYear(tokens, i + 1)
  if (year !== null && said.season === 3) return null
  return {
    end: year?.end ?? i + 1,
    value: { type: 'season', season: said.season, which: 'bare', year: year?.value ?? null },
  }
}
