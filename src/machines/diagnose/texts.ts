/** The texts: that each is there and used, fits where it stands, and says only what can be known by then. */
import type { TextBody } from '../language/definition.ts'
import { handlersOf, type Scope } from './draft.ts'
import { checkWording, lengthOf, placeholdersIn } from './markup.ts'
import { near } from './near.ts'
import { error, own, type Path, type Problem, warning, words } from './problem.ts'
import { textUses, type TextUse } from './uses.ts'
import { checkValue } from './values.ts'

/** Bot API: `text` of sendMessage, `description` of BotCommand; of buttons it names no limit, clients cut them. */
const textMax = 4096
const descriptionMax = 256
export const labelMax = 64

export function checkTexts(scope: Scope): readonly Problem[] {
  const { texts } = scope.draft
  const ownLabels = checkOwnLabels(scope)
  if (texts === null) return ownLabels
  const uses = textUses(scope)
  const spoken = new Map<string, TextUse[]>()
  for (const use of uses) spoken.set(use.key, [...(spoken.get(use.key) ?? []), use])
  return [
    ...uses.flatMap((use) => (texts.has(use.key) ? [] : [unknownText(use, texts)])),
    ...unused(scope, texts, spoken),
    ...[...texts].flatMap(([key, body]) =>
      body === null ? [] : checkText(scope, key, body, spoken.get(key) ?? []),
    ),
    ...forgotten(scope, texts),
    ...ownLabels,
  ]
}

function unknownText(use: TextUse, texts: ReadonlyMap<string, unknown>): Problem {
  if (use.brings !== undefined) return unworded(use, use.brings)
  const message = use.implied
    ? words(
        `у варианта «${use.key}» нет надписи в разделе texts`,
        `the option “${use.key}” has no label in “texts”`,
      )
    : words(`нет текста «${use.key}» в разделе texts`, `there is no text “${use.key}” in “texts”`)
  const line = `${use.key}: { ru: …, en: … }`
  const hint = words(`добавьте в texts: ${line}`, `add to texts: ${line}`)
  return error(use.implied ? 'no-option-label' : 'unknown-text', use.path, message, {
    hint,
    meant: near(use.key, texts.keys()),
  })
}

/** A service tells one thing from another, and the dialog has the words. */
function unworded({ key, path }: TextUse, brings: readonly string[]): Problem {
  const message = words(
    `служба может ответить «${key}», а такого текста в разделе texts нет`,
    `the service may answer “${key}”, and there is no such text in “texts”`,
  )
  const values = brings.map((value) => `{${value}}`).join(', ')
  const hint =
    values === ''
      ? words(`добавьте в texts: ${key}: { ru: …, en: … }`, `add to texts: ${key}: { ru: …, en: … }`)
      : words(
          `добавьте в texts: ${key}: { ru: …, en: … }; в нём известны ${values}`,
          `add to texts: ${key}: { ru: …, en: … }; it knows ${values}`,
        )
  return error('no-service-text', path, message, { hint })
}

/** A text whose name was mistyped where it is used is not also called unused; nor is any while a step cannot be read. */
function unused(
  { draft, known }: Scope,
  texts: ReadonlyMap<string, unknown>,
  spoken: ReadonlyMap<string, unknown>,
): readonly Problem[] {
  // A service names texts too: without knowing them all, nothing can be called unused.
  if (draft.steps.some(({ step }) => step && 'service' in step && !known.services?.has(step.service)))
    return []
  if (draft.idle === null || draft.steps.length === 0 || draft.steps.some(({ step }) => step === null))
    return []
  const meant = new Set([...spoken.keys()].map((key) => (texts.has(key) ? key : near(key, texts.keys()))))
  return [...texts.keys()]
    .filter((key) => !meant.has(key))
    .map((key) => {
      const message = words(`текст «${key}» нигде не используется`, `the text “${key}” is not used anywhere`)
      return warning('unused-text', ['texts', key], message, { on: 'key' })
    })
}

function checkText(scope: Scope, key: string, body: TextBody, uses: readonly TextUse[]): readonly Problem[] {
  const label = uses.some((use) => use.role === 'label')
  const problems: Problem[] = []
  for (const { path, text } of formsOf(key, body)) {
    const bad = checkWording(text, path)
    problems.push(...bad)
    if (bad.length > 0) continue
    if (label) problems.push(...checkLabel(text, path))
    if (lengthOf(text) > textMax) problems.push(tooLong('text-too-long', path, lengthOf(text), textMax))
    if (!label && uses.length > 0) problems.push(...checkPlaceholders(scope, text, path, uses))
    if (!label) problems.push(...checkItems(text, path, uses))
  }
  if (problems.length > 0) return problems
  if (!('count' in body)) return checkLanguages(body, key)
  const path = ['texts', key, 'count']
  const use = { value: body.count, path, at: lastUse(uses, scope), inText: true }
  const brought = uses.some(({ brings }) => brings?.includes(body.count) === true)
  if (!label && (brought || uses.length === 0)) return checkLanguages(body, key)
  if (!label) return [...checkValue(scope, use), ...checkLanguages(body, key)]
  const message = words('в надписи кнопки считать нечего', 'a label has nothing to count')
  return [error('count-in-label', path, message, { on: 'key' })]
}

function formsOf(key: string, body: TextBody): readonly { readonly path: Path; readonly text: string }[] {
  return (['ru', 'en'] as const).flatMap((language) => {
    const words = body[language]
    const path = ['texts', key, language]
    if (typeof words === 'string') return [{ path, text: words }]
    return Object.entries(words).map(([form, text]) => ({ path: [...path, form], text }))
  })
}

/** Labels are plain and know no values. */
function checkLabel(text: string, path: Path): readonly Problem[] {
  const [placeholder] = placeholdersIn(text)
  if (placeholder !== undefined) {
    const message = words('в надпись кнопки ничего подставить нельзя', 'nothing can be put into a label')
    return [error('value-in-label', path, message, { part: placeholder.written })]
  }
  const tag = /<\/?[a-z]+>/.exec(text)?.[0]
  if (tag !== undefined)
    return [
      error('markup-in-label', path, words('в надписи кнопки разметки не бывает', 'a label has no markup'), {
        part: tag,
      }),
    ]
  return lengthOf(text) > labelMax ? [tooLong('label-too-long', path, lengthOf(text), labelMax)] : []
}

function checkPlaceholders(
  scope: Scope,
  text: string,
  path: Path,
  uses: readonly TextUse[],
): readonly Problem[] {
  const brought = new Set(uses.flatMap(({ brings }) => brings ?? []))
  const own = placeholdersIn(text).filter(({ value }) => !brought.has(value.split('.', 1)[0] ?? value))
  return own.flatMap(({ value, fallback, written }) =>
    // With words to fall back on, a value may be unknown yet.
    checkValue(scope, {
      value,
      path,
      part: written,
      at: fallback === null ? lastUse(uses, scope) : scope.draft.steps.length,
      inText: true,
    }),
  )
}

/** What is listed is known to the lines of its list alone. */
function checkItems(text: string, path: Path, uses: readonly TextUse[]): readonly Problem[] {
  if (uses.every((use) => use.path.at(-1) === 'line' || use.path.at(-1) === 'group')) return []
  return placeholdersIn(text).flatMap(({ value, written }) => {
    const root = value.split('.', 1)[0] ?? value
    if (root !== 'item' && root !== 'number') return []
    if (uses.some((use) => use.brings?.includes(root) === true)) return []
    const message = words(
      `«${root}» знают только line и group списка, а этот текст говорится не там`,
      `“${root}” is known to the line and group of a list only, and this text is said elsewhere`,
    )
    return [error('no-item', path, message, { part: written })]
  })
}

/** A value is late only if it is late everywhere: the same text may stand at several steps. */
function lastUse(uses: readonly TextUse[], scope: Scope): number {
  return uses.length === 0 ? scope.draft.steps.length : Math.max(...uses.map((use) => use.at))
}

function checkLanguages(body: TextBody, key: string): readonly Problem[] {
  const values = (language: 'ru' | 'en'): string[] =>
    formsOf(key, body)
      .filter(({ path }) => path[2] === language)
      .flatMap(({ text }) => placeholdersIn(text).map(({ value }) => value))
  const [ru, en] = [new Set(values('ru')), new Set(values('en'))]
  const missing = (
    from: ReadonlySet<string>,
    to: ReadonlySet<string>,
    language: 'ru' | 'en',
  ): readonly Problem[] => {
    const lost = [...from].filter((value) => !to.has(value)).map((value) => `{${value}}`)
    if (lost.length === 0) return []
    const message = words(
      `здесь нет ${lost.join(', ')}, а на другом языке есть`,
      `${lost.join(', ')} of the other language is missing here`,
    )
    return [warning('languages-differ', ['texts', key, language], message, { on: 'key' })]
  }
  return [...missing(ru, en, 'en'), ...missing(en, ru, 'ru')]
}

/** The words of a failure are read after the answer was forgotten: it cannot be named in them. */
function forgotten(scope: Scope, texts: ReadonlyMap<string, TextBody | null>): readonly Problem[] {
  return scope.draft.steps.flatMap((place) =>
    handlersOf(place).flatMap(({ failure, path }) => {
      const body = failure.say === undefined ? null : texts.get(failure.say)
      if (!body || failure.say === undefined || failure.ask_again === undefined) return []
      const named = formsOf(failure.say, body).flatMap(({ text }) => placeholdersIn(text))
      if (
        !named.some(
          ({ value, fallback }) => value.split('.', 1)[0] === failure.ask_again && fallback === null,
        )
      )
        return []
      const message = words(
        `текст «${failure.say}» называет «${failure.ask_again}», а этот ответ здесь уже забыт`,
        `the text “${failure.say}” names “${failure.ask_again}”, which has been forgotten here`,
      )
      return [error('forgotten-value', [...path, 'say'], message)]
    }),
  )
}

/** The dialog's own name, its button and its line in the menu of commands: plain, for they are no messages. */
function checkOwnLabels({ draft }: Scope): readonly Problem[] {
  const limits: readonly (readonly [Path, unknown, number, string])[] = [
    [['title'], draft.title, labelMax, 'label-too-long'],
    [['start', 'button'], draft.start?.button, labelMax, 'label-too-long'],
    [['start', 'describe'], draft.start?.describe, descriptionMax, 'description-too-long'],
  ]
  return limits.flatMap(([path, body, max, code]) =>
    (['ru', 'en'] as const).flatMap((language) => {
      const text = own(body, language)
      return typeof text === 'string' && text.length > max
        ? [tooLong(code, [...path, language], text.length, max)]
        : []
    }),
  )
}

function tooLong(code: string, path: Path, length: number, max: number): Problem {
  return error(
    code,
    path,
    words(
      `слишком длинно: ${length} знаков, бывает до ${max}`,
      `too long: ${length} characters, at most ${max}`,
    ),
  )
}
