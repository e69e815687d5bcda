/**
 * Every call of XState in the project. XState is used as a pure function: no actor ever runs, what a transition wants
 * done comes back as data, and timers and calls carry names of our own, so that a later XState can take its place here
 * without touching anything stored.
 */
import { assign, createActor, fromPromise, setup, type AnyActorScope, type StateValue } from 'xstate'
import type { Json } from '../../ports/json.ts'
import { newContext, type CallFailure, type DialogContext, type DialogEvent } from './context.ts'
import type { DialogDefinition } from '../language/definition.ts'
import { changesOf } from './changes.ts'
import { guardsOf } from './guards.ts'
import type { MachineEvent, Params } from './machine-event.ts'
import { endings, pauseDelay, type Ending, type Statechart } from './nodes.ts'
import { statechart } from './statechart.ts'

/** A definition made ready to run. */
export interface CompiledDialog {
  readonly definition: DialogDefinition
  /** Content hash of the definition. */
  readonly hash: string
  readonly chart: Statechart
  readonly machine: DialogMachine
}

/** Where a conversation stands: the part of an XState snapshot that is worth storing. */
export interface Place {
  readonly value: StateValue
  readonly context: DialogContext
}

/** What a transition wants done, in order. */
export type Wanted =
  | { readonly type: 'say'; readonly text: string; readonly step: string }
  | { readonly type: 'call'; readonly step: string }
  | { readonly type: 'stop'; readonly step: string }
  | { readonly type: 'timer'; readonly name: string; readonly delayMs: number }
  | { readonly type: 'cancelTimer'; readonly name: string }
  /** A way back was taken, which leaves no other trace. */
  | { readonly type: 'passed'; readonly step: string }

export interface Moved {
  readonly place: Place
  readonly ended: Ending | null
  readonly wanted: readonly Wanted[]
  /** False when nothing in the present state reacts to the event. */
  readonly accepted: boolean
}

type DialogMachine = ReturnType<typeof createDialogMachine>

/**
 * @param chart another than the definition's own: for tests that ask what a broken one would be noticed by.
 * @throws Error when XState refuses the chart: a bug here, since a definition that passes the linter always compiles.
 */
export function compile(
  definition: DialogDefinition,
  hash: string,
  chart: Statechart = statechart(definition),
): CompiledDialog {
  return { definition, hash, chart, machine: createDialogMachine(definition, chart) }
}

function createDialogMachine(definition: DialogDefinition, chart: Statechart) {
  const guards = Object.fromEntries(
    Object.entries(guardsOf(definition)).map(([name, guard]) => [
      name,
      ({ context, event }: { context: DialogContext; event: MachineEvent }, params: Params) =>
        guard(context, event, params),
    ]),
  )
  const changes = Object.fromEntries(
    Object.entries(changesOf(definition)).map(([name, change]) => [
      name,
      // XState merges what `assign` returns into the context; a key that is gone has to be set to undefined.
      assign(({ context, event }: { context: DialogContext; event: MachineEvent }, params: Params) =>
        replaced(context, change(context, event, params)),
      ),
    ]),
  )
  const machine = setup({
    // Asserted, as XState wants types given.
    types: { context: {} as DialogContext, events: {} as MachineEvent, input: {} as DialogContext },
    actors: Object.fromEntries(servicesOf(definition).map((service) => [service, neverRun])),
    guards,
    actions: { ...changes, say: () => {}, passed: () => {} },
    delays: { [pauseDelay]: ({ context }: { context: DialogContext }) => context.delayMs ?? 0 },
  }) as unknown as { createMachine(config: unknown): MachineLike }
  return machine.createMachine({ ...chart, context: ({ input }: { input: DialogContext }) => input })
}

/** Calls appear in the chart so that people can see them; who makes them is the dispatcher. */
const neverRun = fromPromise(() => Promise.reject(new Error('No actor runs here')))

function servicesOf(definition: DialogDefinition): readonly string[] {
  return definition.steps.flatMap((step) => ('service' in step ? [step.service] : []))
}

/** As much of XState's machine type as is used here: the real one is generic over a config known at compile time. */
type MachineLike = Parameters<typeof createActor>[0] & {
  resolveState(place: { value: StateValue; context: DialogContext }): SnapshotLike
  getInitialSnapshot(scope: AnyActorScope, input: DialogContext): SnapshotLike
  transition(before: SnapshotLike, event: MachineEvent, scope: AnyActorScope): SnapshotLike
}

function replaced(before: DialogContext, after: DialogContext): Partial<DialogContext> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  return { ...after, ...Object.fromEntries(gone.map((key) => [key, undefined])) }
}

/** Begins a conversation with what is known already. */
export function begin(dialog: CompiledDialog, context: DialogContext): Moved {
  const [snapshot, actions] = collecting(dialog.machine, (scope) =>
    seen(dialog.machine.getInitialSnapshot(scope, context)),
  )
  return moved(snapshot, actions, true)
}

/**
 * One event.
 *
 * @throws Error when a stored place names a state this definition does not have, or a guard or action throws.
 */
export function send(dialog: CompiledDialog, place: Place, event: DialogEvent): Moved {
  return move(dialog, place, event)
}

/** The result of the open call of `step`. */
export function resolve(dialog: CompiledDialog, place: Place, step: string, output: Json): Moved {
  return move(dialog, place, { type: `xstate.done.actor.${step}`, output })
}

/** The failure of the open call of `step`. */
export function reject(dialog: CompiledDialog, place: Place, step: string, error: CallFailure): Moved {
  return move(dialog, place, { type: `xstate.error.actor.${step}`, error })
}

/** A timer has run out; `name` is what {@link Wanted} called it. */
export function elapse(dialog: CompiledDialog, place: Place, name: string): Moved {
  return move(dialog, place, { type: `xstate.after.${name}` })
}

/** Whether the chart has this place. It may not, when another version of this program compiled the dialog. */
export function hasPlace(dialog: CompiledDialog, place: Place): boolean {
  try {
    resolved(dialog.machine, place)
    return true
  } catch {
    return false
  }
}

function move(dialog: CompiledDialog, place: Place, event: MachineEvent): Moved {
  const before = resolved(dialog.machine, place)
  const accepted = before.can(event)
  const [snapshot, actions] = collecting(dialog.machine, (scope) =>
    seen(dialog.machine.transition(before, event, scope)),
  )
  return moved(snapshot, actions, accepted)
}

/**
 * Finding the states of a place anew would be done several times in a turn. Kept without the context, once for each
 * place of the chart that was met: XState never changes a snapshot it is handed.
 */
function resolved(machine: DialogMachine, { value, context }: Place): SnapshotLike {
  const places = resolvedPlaces.get(machine) ?? new Map<string, SnapshotLike>()
  resolvedPlaces.set(machine, places)
  const key = JSON.stringify(value)
  const known = places.get(key)
  if (known !== undefined) return { ...known, context }
  const snapshot = machine.resolveState({ value, context })
  places.set(key, { ...snapshot, context: newContext({}) })
  return snapshot
}

const resolvedPlaces = new WeakMap<DialogMachine, Map<string, SnapshotLike>>()

/**
 * What XState's own `transition` and `initialTransition` do, without making an actor each time: theirs works out the
 * initial state of the machine anew for every event. The actor is never started, and nothing is kept in it.
 */
function collecting(
  machine: DialogMachine,
  move: (scope: AnyActorScope) => SnapshotLike,
): readonly [SnapshotLike, readonly ActionLike[]] {
  const actions: ActionLike[] = []
  const self = inertActor(machine)
  const snapshot = move({
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action) => void actions.push(action),
  } as AnyActorScope)
  return [snapshot, actions]
}

function seen(snapshot: unknown): SnapshotLike {
  return snapshot as SnapshotLike
}

const inertActors = new WeakMap<DialogMachine, AnyActorScope['self']>()

function inertActor(machine: DialogMachine): AnyActorScope['self'] {
  const known = inertActors.get(machine)
  if (known !== undefined) return known
  const actor = createActor(machine, { input: newContext({}) }) as AnyActorScope['self']
  inertActors.set(machine, actor)
  return actor
}

interface SnapshotLike {
  readonly value: StateValue
  readonly context: DialogContext
  readonly status: string
  can(event: MachineEvent): boolean
}

interface ActionLike {
  readonly type: string
  readonly params?: unknown
}

function moved(snapshot: SnapshotLike, actions: readonly ActionLike[], accepted: boolean): Moved {
  return {
    place: { value: snapshot.value, context: defined(snapshot.context) },
    ended: snapshot.status === 'done' ? endingOf(snapshot.value) : null,
    wanted: actions.flatMap((action) => wantedOf(action)),
    accepted,
  }
}

function defined(context: DialogContext): DialogContext {
  return Object.fromEntries(
    Object.entries(context).filter(([, value]) => value !== undefined),
  ) as unknown as DialogContext
}

function endingOf(value: StateValue): Ending {
  const ending = endings.find((one) => value === `end_${one}`)
  if (ending === undefined) throw new Error(`A final state that is no ending: ${JSON.stringify(value)}`)
  return ending
}

function wantedOf(action: ActionLike): readonly Wanted[] {
  const params = (action.params ?? {}) as {
    id?: string
    delay?: number
    event?: { type: string }
    sendId?: string
  } & Params
  switch (action.type) {
    case 'say':
      return params.text === undefined || params.text === ''
        ? []
        : [{ type: 'say', text: params.text, step: params.step ?? '' }]
    case 'passed':
      return [{ type: 'passed', step: params.step ?? '' }]
    case 'xstate.spawnChild':
      return [{ type: 'call', step: String(params.id) }]
    case 'xstate.stopChild':
      // After a restart from storage XState no longer knows which child this was; the host stops whatever call is open.
      return [{ type: 'stop', step: params.id ?? '' }]
    case 'xstate.raise':
      return params.delay === undefined
        ? []
        : [{ type: 'timer', name: timerName(params.event?.type), delayMs: params.delay }]
    case 'xstate.cancel':
      return [{ type: 'cancelTimer', name: timerName(params.sendId) }]
    default:
      return []
  }
}

function timerName(eventType: string | undefined): string {
  return (eventType ?? '').replace(/^xstate\.after\./, '')
}
