/** A turn of a chat while it is being decided: what it knows, what it has gathered, and the small look-ups all parts need. */
import type { JsonObject } from '../../ports/json.ts'
import type { ChatState } from './state.ts'
import type { Run, Said } from '../conversation/conversation.ts'
import type { Draft } from './draft.ts'
import { standing, type Frame, type Scene } from '../conversation/frame.ts'
import type { RepairText } from '../language/repairs.ts'
import { repair, speak } from '../conversation/words.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'

/** The dialogs there are. */
export interface DialogSet {
  readonly names: readonly string[]
  /** The definition new conversations begin on. */
  current(name: string): CompiledDialog | undefined
  /** Any definition a stored conversation may still run on; the turn has loaded those of the chat beforehand. */
  byHash(hash: string): CompiledDialog | undefined
}

export interface ChatDeps {
  readonly dialogs: DialogSet
  /** Whether a service lives in the database and is run inside the turn. */
  isLocal(service: string): boolean
  /** Facts a dialog may require, as they are now: a service may change them within the turn. */
  facts(): Readonly<Record<string, boolean>>
  scene(): Scene
}

export interface Turn {
  readonly deps: ChatDeps
  readonly draft: Draft
  state: ChatState
  /** The person wrote something, so whatever is shown next belongs below it. */
  typed: boolean
  /** Words of this turn, in order; the card comes after them. */
  readonly said: Said[]
  /** Draw the card even if it looks as it did. */
  redraw: boolean
  /** Nothing came of it: nothing has to be stored. */
  silent: boolean
  /** What the card showed when the turn began; drawn when asked for, which a typed turn never does. */
  readonly shownBefore: () => string | null
  /** Conversations that ended in this turn. */
  readonly ended: Map<string, Frame>
  /** Cards that have become the last words of their conversation. */
  readonly taken: Set<string>
}

/** The conversation the person talks to. */
export function top(turn: Turn): Frame | undefined {
  return turn.state.frames.at(-1)
}

export function runOf(turn: Turn, frame: Frame): Run | undefined {
  const dialog = turn.deps.dialogs.byHash(frame.hash)
  return dialog && runOn(turn, dialog)
}

export function runOn(turn: Turn, dialog: CompiledDialog): Run {
  return {
    dialog,
    draft: turn.draft,
    isLocal: turn.deps.isLocal,
    // No-break spaces serve the narrow lines of a chat; elsewhere they only keep a search from finding the words.
    write: (frame, text) =>
      speak(dialog.definition, frame, text, turn.deps.scene()).text.replaceAll('\u00a0', ' '),
  }
}

/** What is only looked at stays where it is while the person is busy with something else. */
export function isLight(turn: Turn, frame: Frame): boolean {
  return runOf(turn, frame)?.dialog.definition.light === true
}

/** Whether the chat shows something nobody has to answer: words beside it are about something else. */
export function isOnlyLookedAt(turn: Turn, frame: Frame): boolean {
  const definition = runOf(turn, frame)?.dialog.definition
  const step = definition && standing(definition, frame.value)?.step
  const asks = step === undefined || 'ask' in step || 'find' in step || 'review' in step
  return definition?.light === true && !asks
}

export function titleOf(turn: Turn, dialog: string): string {
  return turn.deps.dialogs.current(dialog)?.definition.title[turn.deps.scene().language] ?? dialog
}

/** Says a built-in text; the card, if there is one, follows below it. */
export function tell(turn: Turn, key: RepairText, values: JsonObject = {}): void {
  turn.draft.tell(repair(turn.deps.scene(), key, values))
  turn.state = { ...turn.state, bottom: null }
  const frame = top(turn)
  turn.redraw = turn.redraw || (frame !== undefined && !isOnlyLookedAt(turn, frame))
}

export function deadButton(turn: Turn, token: string | null): void {
  turn.draft.note = repair(turn.deps.scene(), 'dead_button').text
  if (token !== null && top(turn)?.card?.token !== token) turn.draft.strip(token)
  turn.redraw = turn.redraw || top(turn) !== undefined
}

export function staleButton(turn: Turn): void {
  turn.draft.note = repair(turn.deps.scene(), 'stale_button').text
  turn.redraw = true
}

const quotedLength = 200

/** What somebody typed, as one line short enough to be quoted. */
export function cut(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return line.length > quotedLength ? `${line.slice(0, quotedLength - 1)}…` : line
}
