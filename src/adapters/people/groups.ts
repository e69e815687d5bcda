import type { Name } from './names.ts'
import { conjunctions } from './speech.ts'
import type { Token } from './tokens.ts'

/** Names in a row: «Кимом, Петровой и Сашей». What is said of the first is said of all. */
export interface Group {
  readonly names: readonly Name[]
  readonly from: number
  readonly to: number
}

const between: ReadonlySet<string> = new Set([',', '+', '/', '&'])

export function groupsOf(tokens: readonly Token[], names: readonly Name[]): readonly Group[] {
  const groups: Group[] = []
  for (const name of names) {
    const last = groups.at(-1)
    const joined = last !== undefined && isJoined(tokens.slice(last.to, name.from))
    if (joined) groups[groups.length - 1] = { ...last, names: [...last.names, name], to: name.to }
    else groups.push({ names: [name], from: name.from, to: name.to })
  }
  return groups
}

function isJoined(tokens: readonly Token[]): boolean {
  const marks = tokens.filter(({ kind }) => kind === 'mark')
  const words = tokens.filter(({ kind }) => kind === 'word')
  if (tokens.length === 0 || tokens.length > 3 || marks.length + words.length < tokens.length) return false
  return (
    marks.length <= 1 &&
    words.length <= 2 &&
    marks.every(({ text }) => between.has(text)) &&
    joinsWords(words)
  )
}

/** «и», «и с», «and». */
function joinsWords(words: readonly Token[]): boolean {
  const [first, second] = words
  if (first === undefined) return true
  if (!conjunctions.has(first.text) && first.text !== 'с' && first.text !== 'со') return false
  return second === undefined || (conjunctions.has(first.text) && /^(?:с|со|для|у|with)$/u.test(second.text))
}
