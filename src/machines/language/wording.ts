/** The words of a text key in a person's language, with its values and plural forms filled in. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { FormattedText } from '../../ports/message.ts'
import type { TextBody } from './definition.ts'
import { fillTemplate, parseTemplate, type Template } from './markup.ts'
import { valueAt } from '../statechart/values.ts'

export type Texts = Readonly<Record<string, TextBody>>

/** How a value looks in a text; null where the default look will do. */
export type ShowValue = (path: string, value: Json) => string | FormattedText | null

/**
 * Renders `key`. A missing key renders as itself: the linter refuses such a definition, and a person who meets one all
 * the same can still go on.
 */
export function say(
  texts: Texts,
  key: string,
  language: Language,
  values: JsonObject,
  show: ShowValue = () => null,
): FormattedText {
  const body = Object.hasOwn(texts, key) ? texts[key] : undefined
  if (body === undefined) return { text: key, spans: [] }
  return fillTemplate(template(body, language, values), (path) => {
    const value = valueAt(values, path)
    if (value === undefined || value === null) return null
    return show(path, value) ?? plain(value)
  })
}

/** The paths of the values that a text names, in any language and form. */
export function valuesNamedBy(texts: Texts, key: string): readonly string[] {
  const body = Object.hasOwn(texts, key) ? texts[key] : undefined
  if (body === undefined) return []
  const forms = [body.ru, body.en].flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)))
  const named = forms.flatMap((form) => parsed(form).parts)
  return named.flatMap((part) => (part.type === 'value' ? [part.path] : []))
}

function template(body: TextBody, language: Language, values: JsonObject): Template {
  const variants = body[language]
  if (typeof variants === 'string') return parsed(variants)
  const count = 'count' in body ? Number(valueAt(values, body.count) ?? 0) : 0
  const form = rules[language].select(count)
  return parsed(
    (Object.hasOwn(variants, form) ? (variants as Readonly<Record<string, string>>)[form] : undefined) ??
      variants.other,
  )
}

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') }

function plain(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return ''
}

/** Parsed texts by source. Bounded by the number of texts in all dialogs, which are read from files. */
const templates = new Map<string, Template>()

function parsed(source: string): Template {
  const known = templates.get(source)
  if (known !== undefined) return known
  const made = parseTemplate(source)
  templates.set(source, made)
  return made
}
