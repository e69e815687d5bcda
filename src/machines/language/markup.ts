/**
 * The light markup of dialog texts: `<b> <i> <u> <s> <code>`, `&lt; &gt; &amp; &quot;`, and placeholders `{path}` or
 * `{path|what to say instead}`, or `{path?}`, without whose value the whole line is left out. A text is parsed once; values
 * are put in as plain text, so nothing a person typed can become markup. Between the quotation marks of a text those of a
 * value become inner ones: «Договор „Ромашка“».
 */
import type { FormattedText, Span } from '../../ports/message.ts'

type SpanType = Span['type']

export interface Template {
  readonly parts: readonly TemplatePart[]
}

type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'value'
      readonly path: string
      readonly fallback: string | null
      readonly needed: boolean
    }
  | { readonly type: 'break' }
  | { readonly type: 'open' | 'close'; readonly span: SpanType }

const tags = new Map<string, SpanType>([
  ['b', 'bold'],
  ['i', 'italic'],
  ['u', 'underline'],
  ['s', 'strikethrough'],
  ['code', 'code'],
])

const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
])

const token = /<(\/?)(b|i|u|s|code)>|&(lt|gt|amp|quot);|\{([a-z][A-Za-z0-9_.]*)(?:(\?)|\|([^{}]*))?\}|(\n)/g

/** Never fails: what is no markup is text. */
export function parseTemplate(source: string): Template {
  const parts: TemplatePart[] = []
  let end = 0
  for (const match of source.matchAll(token)) {
    if (match.index > end) parts.push({ type: 'text', text: source.slice(end, match.index) })
    end = match.index + match[0].length
    parts.push(partOf(match))
  }
  if (end < source.length) parts.push({ type: 'text', text: source.slice(end) })
  return { parts }
}

function partOf(match: RegExpExecArray | RegExpMatchArray): TemplatePart {
  const [whole, slash, tag, entity, path, needed, fallback, newline] = match
  const span = tag === undefined ? undefined : tags.get(tag)
  if (span !== undefined) return { type: slash === '/' ? 'close' : 'open', span }
  if (newline !== undefined) return { type: 'break' }
  if (path !== undefined)
    return { type: 'value', path, fallback: fallback ?? null, needed: needed !== undefined }
  return { type: 'text', text: entities.get(entity ?? '') ?? whole }
}

/**
 * Fills a template. `value` returns null for what is not known; then the fallback stands, or «—». What comes with spans
 * of its own keeps them.
 */
export function fillTemplate(
  template: Template,
  value: (path: string) => string | FormattedText | null,
): FormattedText {
  const filling: Filling = { text: '', open: [], spans: [], quoting: null }
  let begun = false
  for (const line of linesOf(template)) {
    const values = line.map((part) => (part.type === 'value' ? value(part.path) : null))
    // Empty words are as good as none where the line stands for them alone.
    const left = line.some((part, at) => part.type === 'value' && part.needed && isEmpty(values[at]))
    if (begun && !left) filling.text += '\n'
    begun = begun || !left
    for (const [at, part] of line.entries()) {
      if (part.type === 'open' || part.type === 'close') mark(filling, part)
      else if (!left)
        put(filling, part.type === 'value' ? valueIn(filling, part, values[at]) : said(filling, part))
    }
  }
  const { text, spans } = filling
  return { text, spans: spans.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function isEmpty(value: string | FormattedText | null | undefined): boolean {
  const words = typeof value === 'string' ? value : value?.text
  return words === undefined || words === ''
}

function put(filling: Filling, value: string | FormattedText): void {
  const { text, spans } = typeof value === 'string' ? { text: value, spans: [] } : value
  const { length } = filling.text
  filling.spans.push(...spans.map((span) => ({ ...span, offset: span.offset + length })))
  filling.text += text
}

interface Filling {
  text: string
  readonly open: { type: SpanType; offset: number }[]
  readonly spans: Span[]
  /** The mark that ends the quotation which the next value stands in. */
  quoting: string | null
}

function linesOf(template: Template): readonly (readonly TemplatePart[])[] {
  const lines: TemplatePart[][] = [[]]
  for (const part of template.parts) {
    if (part.type === 'break') lines.push([])
    else lines.at(-1)?.push(part)
  }
  return lines
}

function said(filling: Filling, part: TemplatePart): string {
  if (part.type !== 'text') return ''
  for (const [mark] of part.text.matchAll(/[«»“”]/g)) filling.quoting = closing.get(mark) ?? null
  return part.text
}

const closing = new Map([
  ['«', '»'],
  ['“', '”'],
])

function valueIn(
  { quoting }: Filling,
  { fallback }: Extract<TemplatePart, { type: 'value' }>,
  value: string | FormattedText | null | undefined,
): FormattedText {
  const words = value ?? fallback ?? '—'
  if (typeof words !== 'string') return { text: quotedIn(quoting, words.text), spans: words.spans }
  return { text: quotedIn(quoting, words), spans: [] }
}

/** As long as before, so that spans stay where they are. */
function quotedIn(quoting: string | null, words: string): string {
  // One by one, for what is cut short has lost its end; English marks only in pairs, for “ also ends a Russian „…“.
  if (quoting === '»') return words.replaceAll('«', '„').replaceAll('»', '“')
  return quoting === '”' ? words.replaceAll(/“([^“”]*)”/g, '‘$1’') : words
}

function mark(filling: Filling, part: { readonly type: 'open' | 'close'; readonly span: SpanType }): void {
  const { text, open, spans } = filling
  if (part.type === 'open') {
    open.push({ type: part.span, offset: text.length })
    return
  }
  const from = open.findLastIndex((span) => span.type === part.span)
  const [span] = from < 0 ? [] : open.splice(from, 1)
  if (span !== undefined && text.length > span.offset)
    spans.push({ ...span, length: text.length - span.offset })
}
