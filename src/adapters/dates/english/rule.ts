import type { Groups, Meaning } from './meaning.ts'

/** A pattern over the lower-case text and what its match means; null when it means nothing after all. */
export interface Rule {
  /** What it is there for; each is read by this rule. */
  readonly examples: readonly string[]
  readonly pattern: RegExp
  readonly meaning: (groups: Groups) => Meaning | null
}

const start = '(?<![a-z0-9]|\\d[.:/,-])'
const end = '(?![a-z0-9])'

export function rule(examples: readonly string[], pattern: string, meaning: Rule['meaning']): Rule {
  return { examples, pattern: new RegExp(`${start}${pattern}${end}`, 'g'), meaning }
}

export const preposition =
  '(?:(?<preposition>by|until|till|before|no later than|from|since|after|around|about|on|at|due) )?'

/** Before a day also «for»: «slides for Thursday». */
export const dayPreposition = preposition.replace('by|', 'for|by|')

/** What may follow a lone number that is a clock or a day: «at 5 with Anna», but not «at 5 stars». */
const followers =
  'with|on|in|about|to|for|and|or|at|by|from|sharp|please|this|next|the|a|an|call|meet|meeting|send|of'

/** Looks at the word after a number: `noun` is what the number would count. */
export const nounAhead = `(?= (?!(?:${followers})${end})(?<noun>[a-z]+)|)`

/** A clock in digits under four group names that begin with `name`. */
export function clockText(name: string): string {
  return `(?<${name}>\\d{1,2})(?:(?:(?<${name}Colon>:)|\\.)(?<${name}Minute>\\d\\d))?(?: ?(?<${name}Half>[ap])\\.?m\\.?)?`
}
