/** What must happen once: that it is done only as it was confirmed, and never twice. */
import { words } from '../../machines/diagnose/problem.ts'
import type { Frame } from '../../machines/conversation/frame.ts'
import { textAt } from '../../machines/json.ts'
import { nameOf, type CallStep, type DialogDefinition } from '../../machines/language/definition.ts'
import { isObject, valueAt } from '../../machines/statechart/values.ts'
import { withDefaults } from '../../machines/statechart/rules.ts'
import type { Asked, Moment, Turned } from '../talk/simulation.ts'
import type { Action, Book } from './actions.ts'
import type { Broken } from './broken.ts'

/** What has been confirmed and asked for so far: remembered beside the chat, to judge the chat by. */
export interface Ledger {
  /** For each call that must happen once: what it would have been given when the card was confirmed. */
  readonly confirmed: Readonly<Record<string, string>>
  /** Operations asked for since, and what is known of them. */
  readonly operations: Readonly<Record<string, 'asked' | 'maybe' | 'done'>>
}

export const emptyLedger: Ledger = { confirmed: {}, operations: {} }

/** The ledger, as far as it makes a difference where the conversations stand. */
export function ledgerKey(ledger: Ledger, moment: Moment, book: Book): string {
  return moment.state.frames
    .flatMap((frame) => {
      const definition = book.dialogs.byHash(frame.hash)?.definition
      return definition === undefined
        ? []
        : onceCalls(definition).map((call) => {
            const own = `${frame.id}:${call.call}:`
            const current = `${own}${frame.context.draft}`
            const others = Object.keys(ledger.operations).some(
              (operation) =>
                operation.startsWith(own) &&
                operation !== current &&
                ledger.operations[operation] !== 'maybe',
            )
            const sure = ledger.confirmed[call.call] !== undefined
            return `${sure ? 'c' : ''} ${ledger.operations[current] ?? ''} ${others ? 'o' : ''}`
          })
    })
    .join()
}

export interface Judged {
  readonly broken: readonly Broken[]
  readonly ledger: Ledger
}

export function judgeOnce(
  book: Book,
  { moment, ledger }: { readonly moment: Moment; readonly ledger: Ledger },
  action: Action,
  turned: Turned,
): Judged {
  const settled = settledBy(ledger, moment, action, turned)
  const confirms = confirmedIn(book, moment, turned)
  const confirmed = { ...ledger.confirmed, ...confirms }
  // Confirming again makes everything that surely happened a matter of the past.
  const again = Object.keys(confirms).length > 0
  const operations = Object.fromEntries(
    Object.entries(settled).flatMap(([operation, state]) =>
      state === undefined || (again && state !== 'maybe') ? [] : [[operation, state]],
    ),
  )
  const broken: Broken[] = []
  for (const asked of turned.asked) {
    const call = onceCallOf(book, moment, turned, asked)
    if (call === undefined) continue
    broken.push(...judgeAsked(call, asked, confirmed, operations))
    operations[asked.operation] = 'asked'
  }
  return { broken, ledger: { confirmed: stillConfirmed(confirmed, turned.after), operations } }
}

/** As long as nothing has been changed since, or the call is still under way. */
function stillConfirmed(confirmed: Ledger['confirmed'], { state }: Moment): Ledger['confirmed'] {
  return Object.fromEntries(
    Object.entries(confirmed).filter(([name]) =>
      state.frames.some((frame) => frame.context.confirmed === true || isAt(frame, name)),
    ),
  )
}

interface OnceCall {
  readonly definition: DialogDefinition
  readonly step: CallStep
  readonly frame: Frame
}

function judgeAsked(
  { definition, step, frame }: OnceCall,
  asked: Asked,
  confirmed: Ledger['confirmed'],
  operations: Ledger['operations'],
): readonly Broken[] {
  const name = step.call
  const before = operations[asked.operation]
  const others = Object.entries(operations).some(
    ([operation, state]) =>
      operation !== asked.operation &&
      operation.includes(`:${name}:`) &&
      (state === 'done' || state === 'asked'),
  )
  const again = before === 'done' || before === 'asked' || (before === 'maybe' && !asked.repeated)
  if (again || (before === undefined && others)) {
    const message = words(`«${name}» может сделаться дважды`, `“${name}” may be done twice`)
    return [{ code: 'done-twice', step: name, message }]
  }
  if (confirmed[name] === given(definition, step, frame)) return []
  const message = words(
    `«${name}» делается без подтверждения: карточку не показали или после неё что-то изменилось`,
    `“${name}” is done without a confirmation: no card was confirmed, or something has changed since`,
  )
  return [{ code: 'unconfirmed', step: name, message }]
}

/** Answers given before the card, that the call is made with. */
function given(definition: DialogDefinition, step: CallStep, frame: Frame): string {
  const review = definition.steps.findLastIndex((one) => 'review' in one)
  const shown = new Set(definition.steps.slice(0, Math.max(review, 0)).map((one) => nameOf(one)))
  const answers = withDefaults(definition, frame.context.answers)
  const own = Object.values(step.with ?? {}).flatMap((value) =>
    typeof value === 'string' && shown.has(value.split('.', 1)[0] ?? '')
      ? [valueAt(answers, value) ?? null]
      : [],
  )
  return JSON.stringify(own)
}

function confirmedIn(book: Book, before: Moment, { journal }: Turned): Ledger['confirmed'] {
  const found: Record<string, string> = {}
  for (const { conversation, event, from } of journal) {
    const frame = before.state.frames.find(({ id }) => id === conversation)
    const definition = frame && book.dialogs.byHash(frame.hash)?.definition
    if (frame === undefined || definition === undefined || !isObject(event)) continue
    for (const call of onceCalls(definition))
      if (event['type'] === 'CONFIRM' || (event['type'] === 'ANSWER' && isSureMenu(definition, call, from)))
        found[call.call] = given(definition, call, frame)
  }
  return found
}

/** A menu whose answer goes into the call: pressing its button confirms it, as a review does. */
function isSureMenu({ steps }: DialogDefinition, call: CallStep, from: string | null): boolean {
  const name = from?.split('.', 1)[0] ?? ''
  const menu = steps.some((step) => 'menu' in step && step.menu === name)
  return menu && Object.values(call.with ?? {}).includes(name)
}

function onceCallOf(book: Book, before: Moment, { after }: Turned, asked: Asked): OnceCall | undefined {
  const frame = [...after.state.frames, ...before.state.frames].find(({ id }) => id === asked.conversation)
  const definition = frame && book.dialogs.byHash(frame.hash)?.definition
  const name = asked.operation.split(':')[1]
  const step = definition && onceCalls(definition).find(({ call }) => call === name)
  if (frame === undefined || definition === undefined || step === undefined) return undefined
  return { definition, step, frame }
}

/** What is known of operations that were under way: told by the service, or given up for their time. */
function settledBy(
  ledger: Ledger,
  before: Moment,
  action: Action,
  { after }: Turned,
): Readonly<Record<string, Ledger['operations'][string] | undefined>> {
  const found: Record<string, Ledger['operations'][string] | undefined> = { ...ledger.operations }
  for (const [id, { payload }] of before.open) {
    const operation = textAt(payload, 'operation')
    const known = ledger.operations[operation]
    if (known === undefined || after.open.has(id)) continue
    const outcome = action.type === 'answers' && action.call.id === id ? action.possible.outcome : null
    const maybe = outcome === null || (!outcome.ok && outcome.reason === 'uncertain')
    // What may have been done by an earlier attempt is not undone by a later one that fails.
    const doubted = before.state.frames.some(
      ({ call, context }) => call?.id === id && context.maybeDone === true,
    )
    if (outcome?.ok === true) found[operation] = 'done'
    else if (maybe || doubted) found[operation] = 'maybe'
    else found[operation] = undefined
  }
  return found
}

function onceCalls({ steps }: DialogDefinition): readonly CallStep[] {
  return steps.filter((step): step is CallStep => 'call' in step && step.once === true)
}

function isAt({ value }: Frame, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
}
