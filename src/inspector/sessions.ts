/**
 * The conversations that are watched, made from rows of the journal: each is an actor with its statechart, each call it
 * makes an actor of its own beneath it. Whoever connects late is given the actors anew, as they stand now: without its
 * actor frame nothing of a conversation can be drawn.
 */
import type { Json, JsonObject } from '../ports/json.ts'
import type { JournalRow } from '../store/journal.ts'
import { placeValue } from '../machines/conversation/frame.ts'
import { nameOf, type DialogDefinition } from '../machines/language/definition.ts'
import { isObject } from '../machines/statechart/values.ts'
import { actorFrame, eventFrame, snapshotFrame, type Frame, type Snapshot } from './frames.ts'
import { maskedContext, maskedEvent, stepAt } from './mask.ts'

/** A definition, and its statechart as Stately reads it. */
export interface Shown {
  readonly definition: DialogDefinition
  /** JSON as a text of our own: keys in the author's order, nothing cut. */
  readonly machine: string
}

export interface Sessions {
  /** What has happened, for those who watch already. `context` is what the chat holds now; null when that is not known. */
  take(row: JournalRow, shown: Shown, context: JsonObject | null): readonly Frame[]
  /** Everything a new viewer needs. */
  current(): readonly Frame[]
}

interface Session {
  readonly rootId: string
  readonly name: string
  readonly hash: string | null
  readonly machine: string
  readonly snapshot: Snapshot
  readonly atMs: number
  readonly call: Call | null
}

interface Call {
  readonly sessionId: string
  readonly service: string
  readonly step: string
  readonly atMs: number
}

const sessionsMax = 100

/** @param alias a name for the chat that does not tell whose it is. */
export function createSessions(alias: (chat: JournalRow['chat']) => string): Sessions {
  const sessions = new Map<string, Session>()
  let made = 0

  function put(id: string, session: Session): void {
    sessions.delete(id)
    sessions.set(id, session)
    const [oldest] = sessions.keys()
    if (sessions.size > sessionsMax && oldest !== undefined) sessions.delete(oldest)
  }

  return {
    take(row, { definition, machine }, stored) {
      const id = row.conversation ?? ''
      const before = sessions.get(id)
      const rootId = before?.rootId ?? `${alias(row.chat)}/${definition.dialog}#${(made += 1)}`
      const { atMs, hash } = row
      const moment = { sessionId: rootId, rootId, atMs }
      const event = maskedEvent(definition, row.event, row.from)
      const context = stored === null ? (before?.snapshot.context ?? {}) : maskedContext(definition, stored)
      const snapshot: Snapshot = {
        status: row.to?.startsWith('end_') === true ? 'done' : 'active',
        value: placeValue(row.to) ?? '',
        context,
      }
      const name = definition.dialog
      const isNew = before === undefined || before.hash !== hash
      const closing = before?.call && !isNew && row.from !== row.to ? closed(before.call, rootId, row) : []
      const opened = row.from === row.to ? null : callAt(definition, row, rootId)
      const call = row.from === row.to ? (before?.call ?? null) : opened
      put(id, { rootId, name, hash, machine, snapshot, atMs, call })
      return [
        ...(isNew ? [actorFrame(moment, { name, definition: machine, parentId: null, snapshot })] : []),
        ...closing,
        eventFrame(moment, event),
        snapshotFrame(moment, event, snapshot),
        ...(opened === null ? [] : [callFrame(opened, rootId)]),
      ]
    },

    current: () =>
      [...sessions.values()].flatMap(({ rootId, name, machine, snapshot, atMs, call }) => {
        const moment = { sessionId: rootId, rootId, atMs }
        return [
          actorFrame(moment, { name, definition: machine, parentId: null, snapshot }),
          snapshotFrame(moment, { type: 'xstate.init' }, snapshot),
          ...(call === null ? [] : [callFrame(call, rootId)]),
        ]
      }),
  }
}

const calling: ReadonlySet<string> = new Set(['calling', 'searching', 'loading'])

/** The call the conversation has just begun to wait for. */
function callAt(definition: DialogDefinition, row: JournalRow, rootId: string): Call | null {
  const step = stepAt(row.to)
  const of = definition.steps.find((one) => nameOf(one) === step)
  const isCalling = calling.has(row.to?.split('.')[1] ?? '')
  if (!isCalling || of === undefined || !('service' in of)) return null
  return { sessionId: `${rootId}/${step}@${row.revision}`, service: of.service, step, atMs: row.atMs }
}

const nothing = { value: '', context: {} }

function callFrame({ sessionId, service, atMs }: Call, rootId: string): Frame {
  const snapshot: Snapshot = { ...nothing, status: 'active' }
  return actorFrame(
    { sessionId, rootId, atMs },
    { name: service, definition: null, parentId: rootId, snapshot },
  )
}

/** Closed by its result; by anything else it was given up. */
function closed(call: Call, rootId: string, row: JournalRow): readonly Frame[] {
  const status = typeOf(row.event) === 'done' ? 'done' : 'error'
  const moment = { sessionId: call.sessionId, rootId, atMs: row.atMs }
  return [snapshotFrame(moment, { type: `xstate.${status}` }, { ...nothing, status })]
}

function typeOf(event: Json): Json | undefined {
  return isObject(event) ? event['type'] : undefined
}
