/** The differences as chats side by side: for a terminal, and as a page. */
import type { Wording } from '../../machines/diagnose/problem.ts'
import { words } from '../../machines/diagnose/problem.ts'
import type { Language } from '../../ports.ts'
import { escaped } from '../preview/page.ts'
import { causeKinds, type CauseKind } from './causes.ts'
import type { Difference, Exchange } from './lockstep.ts'
import type { Seen } from './seen.ts'

export interface DialogDiff {
  readonly dialog: string
  readonly differences: readonly Difference[]
  /** What becomes of answers given already. */
  readonly fates: readonly Wording[]
}

export interface Diff {
  readonly names: readonly [string, string]
  readonly changed: readonly DialogDiff[]
  readonly added: readonly string[]
  readonly gone: readonly string[]
  /** Of each kind in each dialog no more than this many are shown. */
  readonly top: number
}

const kinds: Readonly<Record<CauseKind, Wording>> = {
  'new-question': words('Новый вопрос', 'A new question'),
  'question-gone': words('Вопроса больше нет', 'A question is gone'),
  order: words('Другой порядок', 'Another order'),
  service: words('Службы просят о другом', 'Services are asked for something else'),
  button: words('Кнопки', 'Buttons'),
  text: words('Слова', 'Words'),
}

export function isSame({ changed, added, gone }: Diff): boolean {
  const quiet = changed.every(({ differences, fates }) => differences.length === 0 && fates.length === 0)
  return quiet && added.length === 0 && gone.length === 0
}

/** For a terminal at least 100 columns wide. */
export function writtenDiff(diff: Diff, language: Language): string {
  if (isSame(diff))
    return language === 'ru' ? 'Разговоры пойдут так же.' : 'The conversations go the same way.'
  const parts = [...headsOf(diff, language)]
  for (const one of diff.changed) {
    if (one.differences.length + one.fates.length === 0) continue
    parts.push(`══ ${one.dialog} ══`, ...one.fates.map((fate) => `  ${fate[language]}`))
    for (const { kind, shown, more } of groupsOf(one, diff.top)) {
      parts.push('', kinds[kind][language])
      for (const difference of shown) parts.push(...chat(difference, diff.names, language))
      if (more > 0) parts.push(moreOf(more, language))
    }
  }
  return parts.join('\n')
}

function headsOf({ added, gone }: Diff, language: Language): readonly string[] {
  return [
    ...added.map((name) => (language === 'ru' ? `Новый диалог: ${name}` : `A new dialog: ${name}`)),
    ...gone.map((name) => (language === 'ru' ? `Диалога больше нет: ${name}` : `A dialog is gone: ${name}`)),
  ]
}

function groupsOf({ differences }: DialogDiff, top: number) {
  return causeKinds.flatMap((kind) => {
    const all = differences.filter((one) => one.kind === kind)
    const shown = all.toSorted((a, b) => a.talk.length - b.talk.length).slice(0, top)
    return all.length === 0 ? [] : [{ kind, shown, more: all.length - shown.length }]
  })
}

function moreOf(more: number, language: Language): string {
  return language === 'ru' ? `  …и ещё ${more}` : `  …and ${more} more`
}

function countOf(count: number, language: Language): string {
  return language === 'ru' ? `в разговорах: ${count}` : `in conversations: ${count}`
}

const half = 50

function chat(
  { message, talk, count }: Difference,
  names: Diff['names'],
  language: Language,
): readonly string[] {
  return [
    `— ${message[language]} (${countOf(count, language)})`,
    columns([names[0]], [names[1]]),
    ...talk.flatMap((exchange) => [
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

/** One page that needs nothing else. Everything said stands in it as text. */
export function diffPage(diff: Diff, language: Language): string {
  const parts = diff.changed
    .filter(({ differences, fates }) => differences.length + fates.length > 0)
    .map((one) => dialogPart(one, diff, language))
  const heads = headsOf(diff, language).map((one) => `<p>${escaped(one)}</p>`)
  const title = language === 'ru' ? 'Какие разговоры пойдут иначе' : 'Which conversations go differently'
  const none = isSame(diff) ? `<p>${escaped(writtenDiff(diff, language))}</p>` : ''
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p class="names">${escaped(diff.names[0])} → ${escaped(diff.names[1])}</p>${none}${heads.join('')}${parts.join('')}</body></html>
`
}

function dialogPart(one: DialogDiff, { top, names }: Diff, language: Language): string {
  const groups = groupsOf(one, top).map(
    ({ kind, shown, more }) =>
      `<h3>${kinds[kind][language]}</h3>${shown.map((each) => chatPart(each, names, language)).join('')}${more > 0 ? `<p>${moreOf(more, language)}</p>` : ''}`,
  )
  const fates = one.fates.map((fate) => `<li>${escaped(fate[language])}</li>`).join('')
  return `<section><h2>${escaped(one.dialog)}</h2>${fates === '' ? '' : `<ul>${fates}</ul>`}${groups.join('')}</section>`
}

function chatPart({ message, talk, count }: Difference, names: Diff['names'], language: Language): string {
  const rows = talk.map((exchange) => exchangePart(exchange)).join('')
  return `<article><h4>${escaped(message[language])} <small>${countOf(count, language)}</small></h4><div class="two"><b>${escaped(names[0])}</b><b>${escaped(names[1])}</b>${rows}</div></article>`
}

function exchangePart({ person, before, after }: Exchange): string {
  const same = JSON.stringify(before) === JSON.stringify(after) ? ' same' : ''
  const said = `<p class="person">${escaped(person)}</p>`
  return `<div class="side${same}">${before === null ? '' : said}${bot(before)}</div><div class="side${same}">${after === null ? '' : said}${bot(after)}</div>`
}

function bot(seen: Seen | null): string {
  return (seen?.messages ?? [])
    .map(
      ({ text, buttons }) =>
        `<div class="bot">${escaped(text)}</div>${buttons.map((label) => `<span class="key">${escaped(label)}</span>`).join('')}`,
    )
    .join('')
}

const style = `:root{color-scheme:light dark;--page:#e9eef4;--card:#fff;--in:#f1f4f8;--out:#d9f7c5;--text:#0f1720;--muted:#66727f;--key:#dfe7f0;--mark:#2a82db}@media(prefers-color-scheme:dark){:root{--page:#0b1118;--card:#17212b;--in:#22303d;--out:#2b5682;--text:#f2f6fa;--muted:#8b9bab;--key:#2c3d4f;--mark:#4aa3ee}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1100px;padding:24px;background:var(--page);color:var(--text);font:15px/1.4 system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}h1{font-size:24px;margin:0}.names,small{color:var(--muted);font-weight:400}h2{margin:32px 0 8px}h4{margin:0 0 12px;font-size:15px;overflow-wrap:anywhere}article{background:var(--card);border-radius:18px;padding:18px;margin:0 0 16px;box-shadow:0 4px 20px rgb(20 40 70/8%)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:6px 20px}.side{min-width:0;border-left:3px solid var(--mark);padding-left:10px}.side.same{border-color:transparent;opacity:.75}.person{width:fit-content;max-width:90%;margin:4px 0 4px auto;padding:6px 12px;border-radius:14px 14px 4px 14px;background:var(--out);overflow-wrap:anywhere}.bot{width:fit-content;max-width:95%;margin:4px 0;padding:6px 12px;border-radius:14px 14px 14px 4px;background:var(--in);white-space:pre-wrap;overflow-wrap:anywhere}.key{display:inline-block;margin:0 4px 4px 0;padding:4px 10px;border-radius:8px;background:var(--key);font-size:13px}`
