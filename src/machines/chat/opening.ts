/** What a conversation begins with: answers that are known, and words that its steps have yet to read. */
import type { Json, JsonObject } from '../../ports/json.ts'
import { isQuestion, nameOf, takersOf, type Argument, type Step } from '../language/definition.ts'
import { isAnswer } from '../conversation/carry-over.ts'
import { afterAuthor } from '../conversation/forwarded.ts'
import type { Frame, Scene } from '../conversation/frame.ts'
import { readPick, readText } from '../conversation/reading.ts'
import type { Wish } from '../conversation/wish.ts'
import type { Candidate } from '../language/steps/kind.ts'
import { newContext, type DialogContext, type Notice, type OfferedTo } from '../statechart/context.ts'
import { isOpen } from '../statechart/rules.ts'
import type { Told } from '../statechart/offered.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'

export interface Opening {
  readonly answers: JsonObject
  /** Words a question has to search for before they are an answer. */
  readonly given: Readonly<Record<string, string>>
  /** What the words said for later questions; those answers are among the `answers`. */
  readonly told: Told
  /** What the words may mean as the answer to the first question. */
  readonly candidates?: readonly Candidate[]
  /** Said above them instead of the question. */
  readonly notice?: Notice
  /** That question, where it is only asked because of them. */
  readonly editing?: string
  /** Words after a command that no question took. */
  readonly ignored?: string
  /** What is to be said of what was taken. */
  readonly news?: NonNullable<DialogContext['news']>
}

/** What came typed or was handed over is an answer only where its step takes it; otherwise the step asks. */
export function openingOf(dialog: CompiledDialog, wish: Wish, blank: Frame, scene: Scene): Opening {
  const { typed } = wish
  const known = fitting(dialog, wish.answers)
  const taking = typed && dialog.definition.start[typed.as]
  if (typed === undefined) return { answers: known, given: {}, told: nothing }
  const words = typed.text.trim()
  if (taking === undefined) {
    const ignored = typed.as === 'argument' && words !== '' ? { ignored: words } : {}
    return { answers: known, given: {}, told: nothing, ...ignored }
  }
  const answers: Record<string, Json> = { ...known }
  const given: Record<string, string> = {}
  const also: Record<string, Json> = {}
  const offered: Record<string, OfferedTo[string]> = {}
  let unsure: Pick<Opening, 'candidates' | 'notice' | 'editing'> = {}
  let news: Opening['news']
  const spilt = new Set<string>()
  const take = (name: string, words: string): boolean => {
    const step = dialog.definition.steps.find((one) => nameOf(one) === name)
    const read = step && readAs(dialog, step, words, blank, scene)
    if (step === undefined || read === undefined) return false
    if ('search' in read) given[name] = read.search
    else if ('unsure' in read) {
      // Offered where the question is the first thing that is asked; further on it would stand on another question.
      const asked = comesFirst(dialog, name, answers)
      if (asked === null) return false
      const text = read.text ?? ('unsure' in step ? step.unsure : undefined)
      unsure = {
        candidates: read.unsure,
        ...(text !== undefined && { notice: { text } }),
        ...(asked === 'if meant' && { editing: name }),
      }
    } else {
      const whole = spilt.has(name) ? joined(step, answers[name], read.answer) : undefined
      if (whole === null) return false
      news ??= read.note
      const { overflow } = 'ask' in step && step.type === 'text' ? step : {}
      if (overflow !== undefined && read.also?.[overflow] !== undefined) spilt.add(overflow)
      Object.assign(answers, read.also, read.answer === undefined ? {} : { [name]: whole ?? read.answer })
      Object.assign(offered, read.offered)
      if (read.offered !== undefined) Object.assign(also, read.also)
      if (typeof whole === 'string' && Object.hasOwn(also, name)) also[name] = whole
    }
    return true
  }
  const [first = ''] = typeof taking === 'object' && 'words' in taking ? taking.words : []
  const left = isClosed(dialog, first) && take(first, words) ? '' : offer(taking, words, take)
  const ignored = typed.as === 'argument' ? left : ''
  return {
    answers,
    given,
    told: { also, offered },
    ...unsure,
    ...(ignored !== '' && { ignored }),
    ...(news !== undefined && { news }),
  }
}

/** A description typed below what was too long for a title comes after that. Null where both are too long. */
function joined(step: Step, before: Json | undefined, words: Json | undefined): string | null | undefined {
  if (typeof before !== 'string' || typeof words !== 'string') return undefined
  const both = `${before}\n\n${words}`
  return isAnswer(step, both) ? both : null
}

const nothing: Told = { also: {}, offered: {} }

/** Whether the question comes before any other: by itself, or only if it is what was meant. */
function comesFirst(
  { definition }: CompiledDialog,
  name: string,
  answers: JsonObject,
): 'by itself' | 'if meant' | null {
  const isFirst = (context: DialogContext): boolean => {
    const first = definition.steps.find((step) => isOpen(definition, step, context))
    return first !== undefined && nameOf(first) === name
  }
  const context = newContext(answers)
  if (isFirst(context)) return 'by itself'
  return isFirst({ ...context, editing: name }) ? 'if meant' : null
}

function fitting({ definition }: CompiledDialog, answers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(answers).filter(([name, value]) => {
      const step = definition.steps.find((one) => nameOf(one) === name)
      return step === undefined || isAnswer(step, value)
    }),
  )
}

/** Whether there are only so many answers, each in words of its own, of which there may be several. */
function isClosed({ definition }: CompiledDialog, name: string): boolean {
  const step = definition.steps.find((one) => nameOf(one) === name)
  return step !== undefined && ('menu' in step || ('ask' in step && step.type === 'choice'))
}

/**
 * Of `first` one takes everything. Words go one each, and a line that its step does not take is passed on to the next: nothing typed is lost there.
 *
 * @returns what nobody took.
 */
function offer(taking: Argument, text: string, take: (name: string, words: string) => boolean): string {
  const names = takersOf(taking)
  if (typeof taking === 'object' && 'first' in taking)
    return names.some((name) => take(name, text)) ? '' : text
  if (typeof taking === 'string' || names.length === 1) return take(names[0] ?? '', text) ? '' : text
  let left = text
  for (const name of names.slice(0, -1)) {
    const [piece, rest] = 'words' in taking ? cut(left, /\s+/) : cutLine(left)
    if (take(name, piece)) left = rest
  }
  const last = names.at(-1)
  return last === undefined || left === '' || take(last, left) ? '' : left
}

function cut(text: string, at: RegExp): readonly [string, string] {
  const match = at.exec(text)
  return match === null
    ? [text, '']
    : [text.slice(0, match.index), text.slice(match.index + match[0].length).trim()]
}

/** The first line, below that which says who wrote it. */
function cutLine(text: string): readonly [string, string] {
  const from = afterAuthor(text)
  const [line, rest] = cut(text.slice(from), /\n+/)
  return [`${text.slice(0, from)}${line}`, rest]
}

type Read =
  | { readonly search: string }
  | { readonly unsure: readonly Candidate[]; readonly text: string | undefined }
  | {
      /** Absent where the words were all for other questions. */
      readonly answer?: Json
      readonly also?: JsonObject | undefined
      readonly offered?: OfferedTo | undefined
      readonly note?: Opening['news']
    }

function readAs(
  dialog: CompiledDialog,
  step: Step,
  words: string,
  blank: Frame,
  scene: Scene,
): Read | undefined {
  if (words === '' || !isQuestion(step)) return undefined
  if ('list' in step) {
    const id = /^[№#]?\s*([1-9]\d{0,14})$/.exec(words)?.[1]
    return id === undefined ? undefined : { answer: { id: Number(id) } }
  }
  if ('menu' in step) {
    const pick = readPick(dialog.definition, step, words, scene)
    return pick === undefined ? undefined : { answer: pick }
  }
  const probe: Frame = { ...blank, value: { [nameOf(step)]: 'find' in step ? 'typing' : 'asking' } }
  const what = readText(dialog.definition, probe, words, scene)
  if (what?.type === 'SEARCH') return { search: what.typed }
  if (what?.type === 'UNSURE') return { unsure: what.candidates, text: what.text }
  if (what?.type === 'FILL') return { also: what.answers, offered: what.offered, note: what.note }
  if (what?.type !== 'ANSWER') return undefined
  const { value, also, offered, note } = what
  return { answer: 'find' in step && step.multiple !== undefined ? [value] : value, also, offered, note }
}
