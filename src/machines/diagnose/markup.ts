/** The light markup of texts, judged: the renderer takes what it does not know for words, the author meant otherwise. */
import { valuePath } from '../language/definition-parts.ts'
import { error, type Path, type Problem, words } from './problem.ts'
import { fillTemplate, parseTemplate } from '../language/markup.ts'

export interface Placeholder {
  /** «create.url» */
  readonly value: string
  readonly fallback: string | null
  /** As it stands in the text, braces included. */
  readonly written: string
}

const placeholder = /\{([a-z][A-Za-z0-9_.]*)(?:(\?)|\|([^{}]*))?\}/g

export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(placeholder)].map(([written, value = '', needed, fallback]) => ({
    value,
    // Without a value that is needed the line is left out: that is something to say instead, too.
    fallback: needed === undefined ? (fallback ?? null) : '',
    written,
  }))
}

/** Characters as Telegram counts them: UTF-16 units, without tags. Values count as they are written. */
export function lengthOf(text: string): number {
  return fillTemplate(parseTemplate(text), (path) => `{${path}}`).text.length
}

/** Faults of one text: tags that are unknown or do not match, lone `<` and `&`, braces that are no placeholder. */
export function checkWording(text: string, path: Path): readonly Problem[] {
  return [...checkTags(text, path), ...checkEntities(text, path), ...checkBraces(text, path)]
}

const token = /<(\/?)(b|i|u|s|code)>|<\/?[^<>\s]{0,20}>?/g

function checkTags(text: string, path: Path): readonly Problem[] {
  const open: string[] = []
  for (const [written, slash, tag] of text.matchAll(token)) {
    if (tag === undefined)
      return [
        error('bad-markup', path, words(`«${written}» здесь не разметка`, `“${written}” is no markup here`), {
          part: written,
          hint: tagRule,
        }),
      ]
    if (slash === '') open.push(tag)
    else if (open.pop() !== tag) {
      const message = words(
        `${written} закрывает то, что не открыто последним`,
        `${written} closes what was not opened last`,
      )
      return [error('bad-markup', path, message, { part: written })]
    }
  }
  const left = open.at(-1)
  if (left === undefined) return []
  return [
    error('bad-markup', path, words(`<${left}> не закрыт`, `<${left}> is not closed`), {
      part: `<${left}>`,
      hint: words(`добавьте </${left}>`, `add </${left}>`),
    }),
  ]
}

const tagRule = words(
  'бывают <b>, <i>, <u>, <s>, <code>; сам знак «<» пишут &lt;',
  'there are <b>, <i>, <u>, <s>, <code>; the sign “<” itself is written &lt;',
)

function checkEntities(text: string, path: Path): readonly Problem[] {
  const lone = /&(?!(?:lt|gt|amp|quot);)[^\s;&<{]{0,12};?/.exec(text)?.[0]
  if (lone === undefined) return []
  const hint = words('сам знак «&» пишут &amp;', 'the sign “&” itself is written &amp;')
  return [
    error('bad-markup', path, words(`«${lone}» здесь не разметка`, `“${lone}” is no markup here`), {
      part: lone,
      hint,
    }),
  ]
}

function checkBraces(text: string, path: Path): readonly Problem[] {
  const rest = text.replaceAll(placeholder, (written, value: string) =>
    valuePath.safeParse(value).success ? '' : written,
  )
  const odd = /\{[^{}]{0,40}\}?|\}/.exec(rest)?.[0]
  if (odd === undefined) return []
  const hint = words(
    'подстановка пишется {имя_шага} или {имя_шага|что сказать, если ответа нет}',
    'a value is put in as {step_name} or {step_name|what to say without it}',
  )
  return [
    error('bad-placeholder', path, words(`«${odd}» — не подстановка`, `“${odd}” names no value`), {
      part: odd,
      hint,
    }),
  ]
}
