/** The differences as chats side by side, for a terminal. */
import type { Language } from '../../ports/language.ts'
import type { Difference } from './lockstep.ts'
import {
  groupsOf,
  headings,
  headsOf,
  isQuiet,
  isSame,
  kinds,
  moreOf,
  whereOf,
  type Diff,
} from './sections.ts'
import type { Seen } from './seen.ts'
import type { WordChange } from './wordings.ts'

/** For a terminal at least 100 columns wide. */
export function writtenDiff(diff: Diff, language: Language): string {
  const parts = isSame(diff) ? [headings.same[language]] : [...headsOf(diff, language)]
  for (const one of diff.changed) {
    if (isQuiet(one)) continue
    parts.push(`══ ${one.dialog} ══`, ...one.fates.map((fate) => `  ${fate[language]}`))
    for (const { kind, shown, more } of groupsOf(one, diff.top)) {
      parts.push('', kinds[kind][language])
      for (const difference of shown) parts.push(...chat(difference, diff.names, language))
      if (more > 0) parts.push(`  ${moreOf(more, language)}`)
    }
  }
  if (diff.words.length > 0)
    parts.push(`══ ${headings.words[language]} ══`, ...diff.words.flatMap((one) => wordChange(one)))
  if (diff.unseen.length > 0)
    parts.push('', `${headings.unseen[language]}:`, ...diff.unseen.map((one) => `  ${one[language]}`))
  return parts.join('\n')
}

function wordChange({ file, key, language, before, after }: WordChange): readonly string[] {
  return [
    `  ${file} · ${key} · ${language}`,
    columns((before ?? '—').split('\n'), (after ?? '—').split('\n')),
  ]
}

const half = 50

function chat(difference: Difference, names: Diff['names'], language: Language): readonly string[] {
  return [
    `— ${difference.message[language]} (${whereOf(difference, language)})`,
    columns([names[0]], [names[1]]),
    ...difference.talk.flatMap((exchange) => [
      `  👤 ${exchange.person}`,
      columns(spoken(exchange.before), spoken(exchange.after)),
    ]),
  ]
}

function spoken(seen: Seen | null): readonly string[] {
  if (seen === null) return ['—']
  return seen.messages.flatMap(({ text, buttons }) => [
    ...text.split('\n').map((line, at) => `${at === 0 ? '🤖 ' : '   '}${line}`),
    ...(buttons.length === 0 ? [] : [`   [${buttons.filter((one) => one.trim() !== '').join('] [')}]`]),
  ])
}

function columns(left: readonly string[], right: readonly string[]): string {
  const [a, b] = [left, right].map((lines) => lines.flatMap((line) => wrapped(line)))
  const height = Math.max(a?.length ?? 0, b?.length ?? 0)
  return Array.from({ length: height }, (_, at) => {
    const [one, other] = [a?.[at] ?? '', b?.[at] ?? '']
    return `  ${one}${' '.repeat(Math.max(0, half - one.length))} ${one === other ? '│' : '┃'} ${other}`.trimEnd()
  }).join('\n')
}

function wrapped(line: string): readonly string[] {
  const lines = ['']
  for (const word of line.split(/(?<= )/)) {
    const last = lines.at(-1) ?? ''
    if (last.length + word.length <= half || last === '')
      lines[lines.length - 1] = (last + word).slice(0, half)
    else lines.push(`   ${word}`.slice(0, half))
  }
  return lines
}
