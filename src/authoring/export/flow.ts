/**
 * A dialog as a picture shows it: its steps as boxes, the ways between them as arrows. Both pictures (SVG and Mermaid) are
 * drawn from this.
 *
 * What would only be noise as an arrow is said in words: what is possible everywhere stands in the heading, the way back
 * and what leads nowhere else stand inside the box.
 */
import type { Json } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import { nameOf, type DialogDefinition, type Step } from '../../machines/language/definition.ts'
import { donePlace, failedPlace, isPlace, startPlace, waysOf, type Way } from './ways.ts'
import { wordingOf, type Wording } from './wording.ts'

export type BoxKind =
  | 'start'
  | 'ask'
  | 'search'
  | 'list'
  | 'menu'
  | 'review'
  | 'call'
  | 'say'
  | 'done'
  | 'dialog'
  | 'gateway'

export interface Box {
  readonly id: string
  readonly kind: BoxKind
  /** What kind it is, in words. */
  readonly caption: string
  /** The name of the step, as the file has it. */
  readonly key: string
  readonly title: string
  readonly body: string
  readonly chips: readonly string[]
}

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly kind: 'go' | 'back' | 'fails'
  /** One line each. */
  readonly labels: readonly string[]
}

export interface Flow {
  readonly id: string
  readonly title: string
  readonly command: string | null
  /** What is true of every step. */
  readonly always: string
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

export function flowOf(definition: DialogDefinition, language: Language): Flow {
  const wording = wordingOf(definition, language)
  const ways = waysOf(definition)
  const arrows = arrowsOf(definition, ways, wording)
  return {
    id: definition.dialog,
    title: definition.title[language],
    command: definition.start.command ?? null,
    always: alwaysOf(definition, wording),
    boxes: [
      { ...bare, id: startPlace, kind: 'start', title: wording.words.start },
      ...definition.steps
        .filter((step) => isPlace(step))
        .map((step) => boxOf(step, definition, wording, ways)),
      ...(arrows.some(({ to }) => to === donePlace)
        ? [{ ...bare, id: donePlace, kind: 'done' as const, title: wording.words.done }]
        : []),
    ],
    arrows,
  }
}

const bare = { caption: '', key: '', body: '', chips: [] }

function boxOf(step: Step, definition: DialogDefinition, wording: Wording, ways: readonly Way[]): Box {
  const kind = kindOf(step)
  const said = wordsOf(step, wording)
  const label = 'label' in step && step.label !== undefined ? wording.text(step.label) : ''
  const [first = '', ...rest] = said.split('\n').filter((line) => line.trim() !== '')
  const detail =
    'ask' in step ? ` · ${wording.words.types[step.type]}` : 'service' in step ? ` · ${step.service}` : ''
  return {
    id: nameOf(step),
    kind,
    caption: `${wording.words[kind]}${detail}`,
    key: nameOf(step),
    title: label === '' ? first : label,
    body: (label === '' ? rest : [first, ...rest]).join(' · '),
    chips: chipsOf(step, definition, wording, ways),
  }
}

function kindOf(step: Step): 'ask' | 'search' | 'list' | 'menu' | 'review' | 'call' | 'say' {
  if ('ask' in step) return 'ask'
  if ('find' in step) return 'search'
  if ('list' in step) return 'list'
  if ('menu' in step) return 'menu'
  if ('review' in step) return 'review'
  return 'call' in step ? 'call' : 'say'
}

/** What the person reads there. */
function wordsOf(step: Step, { text }: Wording): string {
  if ('prompt' in step) return text(step.prompt)
  if ('list' in step) return text(step.heading)
  if ('text' in step) return text(step.text)
  if ('call' in step) return step.waiting === undefined ? step.call : text(step.waiting)
  return text(nameOf(step))
}

function chipsOf(
  step: Step,
  definition: DialogDefinition,
  wording: Wording,
  ways: readonly Way[],
): readonly string[] {
  const { words, text } = wording
  const name = nameOf(step)
  const isAsked = 'ask' in step || 'find' in step || 'list' in step || 'menu' in step || 'review' in step
  const asksEarlier = definition.steps
    .slice(0, definition.steps.indexOf(step))
    .some((earlier) => isPlace(earlier) && ('ask' in earlier || 'find' in earlier || 'list' in earlier))
  const buttons = 'buttons' in step ? (step.buttons ?? []) : []
  const own = ways.filter((way) => way.from === name)
  const labelled = new Set(
    own.flatMap((way) => way.outcomes.map((outcome) => wording.outcome(name, outcome))),
  )
  const skip = 'optional' in step && step.optional === true ? [wording.outcome(name, null)] : []
  const options = 'ask' in step && step.type === 'choice' ? step.options.map((one) => text(one)) : []
  const shortcuts = 'shortcuts' in step && 'ask' in step ? shortcutLabels(step, wording) : []
  const picks = buttons.flatMap((button) => {
    if ('pick' in button) return [wording.outcome(name, button.pick)]
    return 'again' in button
      ? []
      : [`${'start' in button || 'run' in button ? '→ ' : ''}${text(button.label)}`]
  })
  const edits = 'review' in step ? [`${words.edit}: ${step.edit.map(wording.nameOfAnswer).join(', ')}`] : []
  const repeats =
    'on_error' in step && Object.values(step.on_error).some((failure) => failure.retry !== undefined)
      ? [`${words.repeats} ×${Math.max(...Object.values(step.on_error).map(({ retry = 0 }) => retry))}`]
      : []
  const once = 'once' in step && step.once === true ? [words.once] : []
  const fails = own.filter((way) => way.kind === 'fails')
  const self = fails.some((way) => way.to === name) ? [words.asksAgain] : []
  const ends = fails.some((way) => way.to === failedPlace) ? [words.ends] : []
  const onward = fails.some((way) => leadsOnAnyway(way, own)) ? [words.goesOn] : []
  const back = isAsked && asksEarlier ? [words.back] : []
  const answers = [...options, ...shortcuts, ...picks, ...skip].filter((chip) => !labelled.has(chip))
  return [...new Set([...answers, ...edits, ...once, ...repeats, ...self, ...onward, ...ends, ...back])]
}

function shortcutLabels(step: Extract<Step, { ask: string }>, { text }: Wording): readonly string[] {
  const shortcuts: readonly unknown[] = 'shortcuts' in step ? (step.shortcuts ?? []) : []
  return shortcuts.flatMap((one) => (typeof one === 'string' && text(one) !== '' ? [text(one)] : []))
}

/** A failure that changes nothing about where the conversation goes. */
function leadsOnAnyway(way: Way, own: readonly Way[]): boolean {
  return own.some((other) => other.kind !== 'fails' && other.to === way.to)
}

/** One arrow for all the ways between two boxes that mean the same. */
function arrowsOf(definition: DialogDefinition, ways: readonly Way[], wording: Wording): readonly Arrow[] {
  const merged = new Map<string, Way[]>()
  for (const way of ways) {
    const own = ways.filter((other) => other.from === way.from)
    const isChip = way.to === failedPlace || (way.kind === 'fails' && leadsOnAnyway(way, own))
    if (way.from === way.to || isChip) continue
    const key = [way.from, way.to, way.kind].join('\n')
    merged.set(key, [...(merged.get(key) ?? []), way])
  }
  return [...merged.values()].flatMap((same): Arrow[] => {
    const [first] = same
    if (first === undefined) return []
    const { from, to, kind } = first
    return [{ from, to, kind, labels: labelsOf(definition, same, wording, ways) }]
  })
}

function labelsOf(
  definition: DialogDefinition,
  same: readonly Way[],
  wording: Wording,
  all: readonly Way[],
): readonly string[] {
  const { words, text, condition, outcome } = wording
  const from = same[0]?.from ?? ''
  if (same[0]?.kind === 'fails') return [...new Set(same.flatMap(({ reasons }) => reasons))]
  // A way without a condition beside others that have one.
  const isLast = all.some((way) => way.from === from && way.when !== null)
  const step = definition.steps.find((one) => nameOf(one) === from)
  const confirm = step !== undefined && 'review' in step ? text(step.confirm) : ''
  const lines = same.map((way) => {
    if (way.button !== null) return text(way.button)
    if (confirm !== '' && way.when === null) return confirm
    const answers = way.outcomes.map((one: Json) => outcome(from, one)).join(' / ')
    const when = way.when === null ? '' : condition(way.when)
    if (answers === '' && when === '') return isLast && same.length === 1 ? words.other : ''
    return [answers, when].filter((part) => part !== '').join(': ')
  })
  return [...new Set(lines.includes('') ? [] : lines)]
}

function alwaysOf(definition: DialogDefinition, { words, text }: Wording): string {
  const idle = definition.idle.map(({ after, say, end }) => {
    const [, count = '', unit = ''] = /^(\d+)(\D+)$/.exec(after) ?? []
    const length = `${count} ${Reflect.get(words.units, unit)}`
    const what = end === undefined ? `«${text(say).split('\n', 1)[0]}»` : words.closes
    return `${words.idle} ${length} — ${what}`
  })
  return [words.always, ...idle, words.known].join(' · ')
}
