/** What is done in one version and its twin in the other: the same thing, whatever it is called and wherever it stands. */
import { actionsAt, timerOf, type Action, type Book } from '../explore/actions.ts'
import type { Moment } from '../talk/simulation.ts'

/** The same thing done in both versions. */
export type Twins = readonly [Action, Action]

interface Place {
  readonly book: Book
  readonly moment: Moment
  readonly root: string
}

/** Everything that may happen in either of two places and can happen in both. */
export function twinsAt(a: Place, b: Place): readonly Twins[] {
  const [ofA, ofB] = [byId(a), byId(b)]
  return [...new Set([...ofA.keys(), ...ofB.keys()])].flatMap((id): readonly Twins[] => {
    const inA = ofA.get(id) ?? counterpart(ofB.get(id), a.moment)
    const inB = ofB.get(id) ?? counterpart(ofA.get(id), b.moment)
    return inA === null || inB === null ? [] : [[inA, inB]]
  })
}

function byId({ book, moment, root }: Place): ReadonlyMap<string, Action> {
  return new Map(actionsAt(book, moment, root, true).map((action) => [idOf(action), action]))
}

function idOf(action: Action): string {
  switch (action.type) {
    case 'says':
      return `says ${action.text}`
    case 'presses':
      return `presses ${JSON.stringify(action.act)}`
    case 'sends':
      return 'sends'
    case 'answers':
      return `answers ${serviceOf(action.call.payload['service'])} ${JSON.stringify(action.possible.outcome)}`
    case 'waits':
      return `waits ${timerOf(action.timer)}`
  }
}

function serviceOf(service: unknown): string {
  return typeof service === 'string' ? service : ''
}

/** The same in the version that would not have thought of it; null where it cannot happen there. */
function counterpart(action: Action | undefined, there: Moment): Action | null {
  if (action === undefined) return null
  if (action.type === 'says' || action.type === 'sends') return action
  if (action.type !== 'answers') return null
  const service = serviceOf(action.call.payload['service'])
  const call = [...there.open.values()].find(
    ({ kind, payload }) => kind === 'call' && serviceOf(payload['service']) === service,
  )
  return call === undefined ? null : { ...action, call }
}

/** As a line of a chat; a button whose label has changed with both its labels. */
export function labelOf([before, after]: Twins): string {
  switch (after.type) {
    case 'says':
      return shortened(after.text, 80)
    case 'presses': {
      const was = before.type === 'presses' ? before.label : after.label
      return was === after.label ? `[${after.label}]` : `[${was} → ${after.label}]`
    }
    case 'sends':
      return '📎'
    case 'answers': {
      const { outcome } = after.possible
      const said = outcome.ok ? JSON.stringify(outcome.value) : outcome.reason
      return `⚙ ${serviceOf(after.call.payload['service'])}: ${shortened(said, 60)}`
    }
    case 'waits':
      return `⏱ ${timerOf(after.timer)}`
  }
}

function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text
}
