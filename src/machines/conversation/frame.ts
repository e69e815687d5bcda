/** One conversation of a chat: which dialog it is in, where it stands there, and what is under way for it. */
import type { StateValue } from 'xstate'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import type { KnownPeople } from '../../ports/people.ts'
import type { DialogContext } from '../statechart/context.ts'
import { nameOf, type DialogDefinition, type Step } from '../language/definition.ts'
import type { Repairs } from '../language/repairs.ts'
import type { ReadEnv } from '../language/steps/kind.ts'

export interface Frame {
  readonly id: string
  readonly dialog: string
  /** Content hash of the definition it runs on. */
  readonly hash: string
  /** Null while it waits for another dialog to make it possible. */
  readonly value: StateValue | null
  readonly context: DialogContext
  /** The call whose result is awaited; any other result is stale. */
  readonly call?: OpenCall
  /** Deliveries of the running timers, by the timer's name. */
  readonly timers: Readonly<Record<string, string>>
  /** The message that shows where the conversation stands. */
  readonly card?: { readonly token: string; readonly revision: number }
  /** The step to be done anew when the dialog that was begun in between has ended. */
  readonly redo?: string
  /** When the person last did something here. */
  readonly touchedAtMs: number
}

export interface OpenCall {
  /** The delivery that makes the call. */
  readonly id: string
  readonly step: string
}

/** What texts and readings need to know about the person and the moment. */
export interface Scene extends Omit<ReadEnv, 'words'> {
  readonly repairs: Repairs
  /** Finds employees in what is typed; absent while the chat is not linked. */
  readonly people?: KnownPeople
  /** Whom the chat speaks for; null while it is not linked. */
  readonly me: { readonly id: PortalUserId; readonly name: string } | null
  /** Values longer than this many UTF-16 units are shown shortened; absent where all of it fits. */
  readonly valueMax?: number | undefined
}

/** The step a conversation is at, and the part of it; null when it has not begun or has ended. */
export function standing(
  definition: DialogDefinition,
  value: StateValue | null,
): { readonly step: Step; readonly part: string } | null {
  if (value === null || typeof value === 'string') return null
  const [name, part] = Object.entries(value)[0] ?? []
  const step = definition.steps.find((one) => nameOf(one) === name)
  return step === undefined || typeof part !== 'string' ? null : { step, part }
}

/** Whether what is typed where the conversation stands is a secret. */
export function asksSecret(definition: DialogDefinition, value: Frame['value']): boolean {
  const step = standing(definition, value)?.step
  return step !== undefined && 'ask' in step && (step.type === 'code' || step.type === 'email')
}

/** «create.calling», for the journal and the inspector. */
export function placeName(value: StateValue | null): string | null {
  if (value === null || typeof value === 'string') return value
  const [name, part] = Object.entries(value)[0] ?? []
  return name === undefined ? null : `${name}.${typeof part === 'string' ? part : ''}`
}

/** What {@link placeName} was made from. */
export function placeValue(name: string | null): Json {
  const [step = '', part] = name?.split('.') ?? []
  return name === null || part === undefined ? name : { [step]: part }
}

export function meAsValue(scene: Pick<Scene, 'me'>): JsonObject | null {
  return scene.me === null ? null : { id: scene.me.id, name: scene.me.name, position: '' }
}
