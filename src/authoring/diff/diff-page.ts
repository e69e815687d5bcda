/** The differences as chats side by side, as a page. */
import type { Language } from '../../ports/language.ts'
import { escaped } from '../preview/page.ts'
import type { Difference, Exchange } from './lockstep.ts'
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
  type DialogDiff,
} from './sections.ts'
import type { Seen } from './seen.ts'

/** One page that needs nothing else. Everything said stands in it as text. */
export function diffPage(diff: Diff, language: Language): string {
  const parts = diff.changed.filter((one) => !isQuiet(one)).map((one) => dialogPart(one, diff, language))
  const heads = headsOf(diff, language).map((one) => `<p>${escaped(one)}</p>`)
  const title = headings.page[language]
  const none = isSame(diff) ? `<p>${escaped(headings.same[language])}</p>` : ''
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p class="names">${escaped(diff.names[0])} → ${escaped(diff.names[1])}</p>${none}${heads.join('')}${parts.join('')}${wordsPart(diff, language)}${unseenPart(diff, language)}</body></html>
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

function chatPart(difference: Difference, names: Diff['names'], language: Language): string {
  const { message, talk } = difference
  const rows = talk.map((exchange) => exchangePart(exchange)).join('')
  return `<article><h4>${escaped(message[language])} <small>${whereOf(difference, language)}</small></h4><div class="two">${headPart(names)}${rows}</div></article>`
}

function wordsPart({ words: changes, names }: Diff, language: Language): string {
  if (changes.length === 0) return ''
  const articles = changes.map(
    ({ file, key, language: of, before, after }) =>
      `<article><h4><code>${escaped(key)}</code> <small>${escaped(file)} · ${of}</small></h4><div class="two">${headPart(names)}${sidePart(before)}${sidePart(after)}</div></article>`,
  )
  return `<section><h2>${headings.words[language]}</h2>${articles.join('')}</section>`
}

function sidePart(text: string | null): string {
  return `<div class="side">${text === null ? '' : `<div class="bot">${escaped(text)}</div>`}</div>`
}

function unseenPart({ unseen }: Diff, language: Language): string {
  if (unseen.length === 0) return ''
  const lines = unseen.map((one) => `<li>${escaped(one[language])}</li>`).join('')
  return `<section class="unseen"><h2>${headings.unseen[language]}</h2><ul>${lines}</ul></section>`
}

function headPart([before, after]: Diff['names']): string {
  return `<b>${escaped(before)}</b><b>${escaped(after)}</b>`
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
.two{display:grid;grid-template-columns:1fr 1fr;gap:6px 20px}.side{min-width:0;border-left:3px solid var(--mark);padding-left:10px}.side.same{border-color:transparent;opacity:.75}.person{width:fit-content;max-width:90%;margin:4px 0 4px auto;padding:6px 12px;border-radius:14px 14px 4px 14px;background:var(--out);overflow-wrap:anywhere}.bot{width:fit-content;max-width:95%;margin:4px 0;padding:6px 12px;border-radius:14px 14px 14px 4px;background:var(--in);white-space:pre-wrap;overflow-wrap:anywhere}.key{display:inline-block;margin:0 4px 4px 0;padding:4px 10px;border-radius:8px;background:var(--key);font-size:13px}
@media(max-width:640px){body{padding:14px;font-size:13px}article{padding:12px}.two{gap:4px 8px}.side{padding-left:6px}.bot,.person{padding:5px 8px}}`
