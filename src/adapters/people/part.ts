import type { PersonMention } from '../../ports/people.ts'
import type { Group } from './groups.ts'
import type { Token } from './tokens.ts'

/** Names where they stand. */
export interface Place {
  readonly tokens: readonly Token[]
  readonly group: Group
}

/** That these people have the part that was asked about. */
export interface Decided {
  /** `likely`: they may just as well be spoken of. */
  readonly role: PersonMention['role']
  /** Bits of cases.ts: who fits only in others is not meant. */
  readonly cases: number
  /** Tokens that go with the names, names included. */
  readonly from: number
  readonly to: number
  /** Stands where they stood. */
  readonly instead?: string
}

/** A mention for each name; the first brings along what introduces them, each other what joins it to the one before. */
export function mentionsOf({ tokens, group }: Place, decided: Decided): readonly PersonMention[] {
  const instead = decided.instead === undefined ? {} : { instead: decided.instead }
  const mentions = group.names.flatMap((name, at): readonly PersonMention[] => {
    const people = name.fits.filter(({ cases }) => (cases & decided.cases) !== 0).map(({ person }) => person)
    if (people.length === 0) return []
    const from = at === 0 ? decided.from : (group.names[at - 1]?.to ?? name.from)
    const to = at === group.names.length - 1 ? decided.to : name.to
    const start = tokens[from]?.start ?? 0
    const end = tokens[to - 1]?.end ?? start
    return [{ people, role: name.slip ? 'likely' : decided.role, start, end, ...(at === 0 && instead) }]
  })
  // Of «с Кимом и Петрова» not half is taken.
  return mentions.length === group.names.length ? mentions : []
}

/** The cases that somebody may have for each of the names. */
export function casesOf({ group }: Place): number {
  return group.names.reduce((all, name) => all & name.fits.reduce((some, fit) => some | fit.cases, 0), ~0)
}

/** What a token is to the words beside it. */
export function isBoundary(token: Token | undefined): boolean {
  return (
    token === undefined || token.kind === 'hole' || (token.kind === 'mark' && !/["«»“”„'’]/u.test(token.text))
  )
}

export function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at]
  return token?.kind === 'word' ? token.text : ''
}

/** Words of the same clause before the names, nearest first. */
export function clauseBefore(tokens: readonly Token[], at: number): readonly string[] {
  const words: string[] = []
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i]
    if (token === undefined || (token.kind === 'mark' && /[.;:!?\n]/u.test(token.text))) break
    if (token.kind === 'word') words.push(token.text)
  }
  return words
}
