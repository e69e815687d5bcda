/** The messages as one HTML page that needs nothing else: no request leaves it. Everything said stands in it as text. */
import type { Language } from '../../ports/language.ts'
import type { Choice, Message, Span } from '../../ports/message.ts'
import type { Drawn } from './drawn.ts'
import type { OtherScreens } from './others.ts'
import type { DialogScreens, StepScreens } from './screens.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'

/** Bot API: `text` of sendMessage. */
const textMax = 4_096

export interface PreviewPage {
  readonly dialogs: readonly DialogScreens[]
  /** What is said outside them. */
  readonly others: readonly OtherScreens[]
}

export function pageOf({ dialogs, others }: PreviewPage): string {
  const everything = [...dialogs.map((one) => dialogPart(one)), ...others.map((one) => otherPart(one))]
  return `<!doctype html>
<html lang="ru" data-lang="ru" data-data="usual">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Все сообщения помощника</title>
<style>${pageStyle}</style>
</head>
<body>
<header class="bar">
<h1>${both('Все сообщения', 'All messages')}</h1>
<input id="search" type="search" placeholder="Найти слова или имя текста / Find" aria-label="Поиск / Search" autocomplete="off">
<output id="found"></output>
<div class="switch" role="group" aria-label="Язык / Language"><button type="button" data-set-lang="ru" aria-pressed="true">Русский</button><button type="button" data-set-lang="en" aria-pressed="false">English</button></div>
<label class="toggle"><input id="worst" type="checkbox"> ${both('Самые длинные данные', 'Longest data')}</label>
</header>
<nav aria-label="Диалоги / Dialogs">${dialogs.map((one) => link(one)).join('')}${others.map((one) => otherLink(one)).join('')}</nav>
<main>
${everything.join('\n')}
<p id="nothing" hidden>${both('Ничего не нашлось.', 'Nothing found.')}</p>
</main>
<script>${pageScript}</script>
</body>
</html>
`
}

function link({ dialog, title, steps, others }: DialogScreens): string {
  const count = steps.reduce((sum, { screens }) => sum + screens.length, others.length)
  return `<a href="#${escaped(dialog)}">${both(title.ru, title.en)}<small>${count}</small></a>`
}

function dialogPart({ dialog, title, steps, others }: DialogScreens): string {
  const rest =
    others.length === 0
      ? ''
      : group(
          `<h3>${both('Слова внутри сообщений, подписи и редкое', 'Words within messages, labels and rarities')}</h3>`,
          others,
        )
  return `<section class="dialog" id="${escaped(dialog)}"><h2>${both(title.ru, title.en)} <code>${escaped(dialog)}</code></h2>
${steps.map((step) => stepPart(step)).join('\n')}${rest}</section>`
}

function otherPart({ id, title, file, groups }: OtherScreens): string {
  const parts = groups.map(({ title: head, screens }) =>
    screens.length === 0 ? '' : group(head === null ? '' : `<h3>${both(head.ru, head.en)}</h3>`, screens),
  )
  return `<section class="dialog" id="${id}"><h2>${both(title.ru, title.en)} <code>${escaped(file)}</code></h2>${parts.join('')}</section>`
}

function otherLink({ id, title, groups }: OtherScreens): string {
  const count = groups.reduce((sum, { screens }) => sum + screens.length, 0)
  return `<a href="#${id}">${both(title.ru, title.en)}<small>${count}</small></a>`
}

function stepPart({ step, verb, screens }: StepScreens): string {
  const name =
    step === null
      ? both('Начало и конец', 'Beginning and end')
      : `<code>${escaped(step)}</code> <small>${escaped(verb ?? '')}</small>`
  return group(`<h3>${name}</h3>`, screens)
}

function group(head: string, screens: readonly Drawn[]): string {
  return `<section class="step">${head}<div class="cards">${screens.map((one) => card(one)).join('')}</div></section>`
}

function card({ keys, ru, en }: Drawn): string {
  return `<article>${variant(ru.usual, 'ru', 'usual')}${variant(ru.worst, 'ru', 'worst')}${variant(en.usual, 'en', 'usual')}${variant(en.worst, 'en', 'worst')}<footer>${keys.map((key) => `<code>${escaped(key)}</code>`).join(' ')}</footer></article>`
}

function variant(message: Message | null, language: Language, data: 'usual' | 'worst'): string {
  const inside =
    message === null
      ? `<p class="absent">${language === 'ru' ? 'С такими данными этого сообщения не бывает.' : 'There is no such message with this data.'}</p>`
      : `<div class="bubble">${formatted(message.text, message.spans)}</div>${keyboard(message.rows)}${measure(message.text.length, language)}`
  return `<div class="v" lang="${language}" data-of="${language}-${data}">${inside}</div>`
}

function measure(length: number, language: Language): string {
  const over = length > textMax
  const note = !over ? '' : language === 'ru' ? ' — не поместится, обрежется' : ' — does not fit, is cut'
  const share = Math.min(100, (length / textMax) * 100).toFixed(1)
  return `<p class="length${over ? ' over' : length > textMax * 0.8 ? ' near' : ''}"><i style="--share:${share}%"></i>${length} / ${textMax}${note}</p>`
}

function keyboard(rows: Message['rows']): string {
  if (rows.length === 0) return ''
  return `<div class="keyboard">${rows.map((row) => `<div class="row">${row.map((one) => key(one)).join('')}</div>`).join('')}</div>`
}

const marks: Readonly<Record<Choice['act']['type'], string>> = {
  press: '',
  open: '<b aria-hidden="true">↗</b>',
  copy: '<b aria-hidden="true">⧉</b>',
  disabled: '',
}

function key({ label, style, act }: Choice): string {
  return `<span class="key ${style ?? ''} ${act.type}">${escaped(label)}${marks[act.type]}</span>`
}

const tags: Readonly<Record<Span['type'], string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  spoiler: 'mark',
  text_link: 'ins',
  date_time: 'time',
}

/** Spans may lie in each other, never across. */
function formatted(text: string, spans: readonly Span[]): string {
  const edges = [
    ...new Set([0, text.length, ...spans.flatMap((one) => [one.offset, one.offset + one.length])]),
  ]
    .filter((at) => at <= text.length)
    .toSorted((a, b) => a - b)
  return edges
    .slice(0, -1)
    .map((from, at) => {
      const over = spans.filter((one) => one.offset <= from && from < one.offset + one.length)
      const open = over.map(({ type }) => `<${tags[type]}>`).join('')
      const close = over
        .map(({ type }) => `</${tags[type]}>`)
        .reverse()
        .join('')
      return `${open}${escaped(text.slice(from, edges[at + 1]))}${close}`
    })
    .join('')
}

/** Words of the page itself, in both languages. */
function both(ru: string, en: string): string {
  return `<span data-of="ru">${escaped(ru)}</span><span data-of="en">${escaped(en)}</span>`
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
