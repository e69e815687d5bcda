/**
 * The frames of the Stately inspector protocol, as `@statelyai/inspect` 0.7.2 sends them: one JSON text each. They are
 * built here and not by that package: it sorts the keys of a definition, cuts it ten levels deep and loses whose actor it
 * is, and XState itself tells nothing, for no actor ever runs.
 */
import type { Json, JsonObject } from '../ports/json.ts'

const version = '0.7.2'

/** Whose frame it is, and when it happened. */
export interface Moment {
  /** Which actor. */
  readonly sessionId: string
  /** The conversation it belongs to. */
  readonly rootId: string
  readonly atMs: number
}

export interface Snapshot {
  readonly status: 'active' | 'done' | 'error'
  readonly value: Json
  readonly context: JsonObject
}

export type Frame = JsonObject

export function actorFrame(
  moment: Moment,
  actor: {
    readonly name: string
    readonly definition: string | null
    readonly parentId: string | null
    readonly snapshot: Snapshot
  },
): Frame {
  const { name, definition, parentId, snapshot } = actor
  return {
    ...common('@xstate.actor', moment),
    name,
    ...(definition !== null && { definition }),
    ...(parentId !== null && { parentId }),
    snapshot: snapshotOf(snapshot),
  }
}

export function eventFrame(moment: Moment, event: JsonObject, sourceId: string | null = null): Frame {
  return { ...common('@xstate.event', moment), event, ...(sourceId !== null && { sourceId }) }
}

export function snapshotFrame(moment: Moment, event: JsonObject, snapshot: Snapshot): Frame {
  return { ...common('@xstate.snapshot', moment), event, snapshot: snapshotOf(snapshot) }
}

function common(type: string, { sessionId, rootId, atMs }: Moment): JsonObject {
  return { type, _version: version, sessionId, rootId, createdAt: String(atMs), id: null }
}

function snapshotOf({ status, value, context }: Snapshot): JsonObject {
  return { status, value, context, tags: [], historyValue: {}, children: {} }
}
