/** "You are in the middle of something": asked once, before another dialog begins on top of an unfinished one. */
import { speakOut } from './show.ts'
import type { Wish } from '../conversation/wish.ts'
import {
  draftOf,
  dropFrame,
  dropLight,
  framesMax,
  isStarted,
  missingDialog,
  raise,
  sendEvent,
  startDialog,
  waitBelow,
} from './stack.ts'
import { deadButton, tell, titleOf, top, type ChatDeps, type Turn } from './turn.ts'
import { isCalling } from '../conversation/conversation.ts'
import { isButton } from '../conversation/reading.ts'
import { repair } from '../conversation/words.ts'
import type { RepairButton } from '../language/repairs.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'

/** The person wants this dialog: begun at once, unless there is something unfinished worth asking about. */
export function wantDialog(turn: Turn, dialog: CompiledDialog, wish: Wish): void {
  dropLight(turn)
  const frame = top(turn)
  if (frame === undefined) {
    dropDigression(turn)
    return startDialog(turn, dialog, wish)
  }
  if (isAside(turn, dialog, wish)) return startDialog(turn, dialog, wish)
  const same = frame.dialog === dialog.definition.dialog
  const payload = dialog.definition.start.payload
  if (same && payload !== undefined && Object.hasOwn(wish.answers, payload)) {
    if (!sendEvent(turn, frame, { type: 'FILL', answers: wish.answers })) tell(turn, 'busy')
    return
  }
  if (missingDialog(turn, dialog)?.definition.dialog === frame.dialog) {
    stayAfterAll(turn)
    return waitBelow(turn, dialog, wish)
  }
  if (!isStarted(turn, frame)) {
    if (same && Object.keys(wish.answers).length === 0 && wish.typed === undefined) {
      turn.redraw = true
      return
    }
    dropDigression(turn)
    dropFrame(turn, frame)
    return beginOrGoOn(turn, dialog, wish)
  }
  const drafted = draftOf(turn, dialog.definition.dialog) !== undefined
  if (turn.state.frames.length >= framesMax && !drafted) return tell(turn, 'too_many_drafts')
  askDigression(turn, dialog.definition.dialog, wish)
}

/** Says its piece and is over at once: what the person is in the middle of is not even left for it. */
function isAside({ deps }: Turn, { definition }: CompiledDialog, wish: Wish): boolean {
  const { dialog, start, steps } = definition
  const invited = start.payload !== undefined && Object.hasOwn(wish.answers, start.payload)
  if (!invited && bringsNothing(deps, dialog)) return true
  return steps.every(
    (step) => 'say' in step || 'set' in step || ('call' in step && deps.isLocal(step.service)),
  )
}

/** What other dialogs require of this one is so already. */
function bringsNothing({ dialogs, facts }: ChatDeps, dialog: string): boolean {
  const now = facts()
  return dialogs.names.some((name) =>
    Object.entries(dialogs.current(name)?.definition.start.requires ?? {}).some(
      ([fact, by]) => by === dialog && now[fact] === true,
    ),
  )
}

/** Nobody fills in the same thing twice without having been asked. */
function beginOrGoOn(turn: Turn, dialog: CompiledDialog, wish: Wish): void {
  const { dialog: name } = dialog.definition
  const draft = draftOf(turn, name)
  if (draft === undefined) return startDialog(turn, dialog, wish)
  raise(turn, draft)
  askDigression(turn, name, wish)
}

export function askDigression(turn: Turn, wanted: string, wish: Wish): void {
  const frame = top(turn)
  if (frame === undefined) return
  const scene = turn.deps.scene()
  const same = frame.dialog === wanted
  const token = turn.draft.moment.newToken()
  const choices = answersTo(same).map(
    ([key, answer]) =>
      ({ label: scene.repairs.buttons[key][scene.language], act: { type: 'digression', answer } }) as const,
  )
  turn.draft.show({
    token,
    revision: 1,
    conversation: null,
    text: repair(scene, same ? 'draft_found' : 'switch_dialog', {
      title: titleOf(turn, frame.dialog),
      other: titleOf(turn, wanted),
    }),
    rows: [choices],
    place: 'bottom',
  })
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  turn.state = {
    ...turn.state,
    digression: { dialog: wanted, wish, token, about: frame.id },
    bottom: token,
  }
}

type Answer = 'switch' | 'stay' | 'restart'

export function answerDigression(turn: Turn, what: Answer, token: string): void {
  const asked = turn.state.digression
  if (asked === undefined || asked.token !== token) return deadButton(turn, token)
  if (what === 'stay') return stayHere(turn)
  turn.draft.strip(asked.token)
  forgetDigression(turn)
  const dialog = turn.deps.dialogs.current(asked.dialog)
  const frame = top(turn)
  if (what === 'restart' && frame !== undefined) {
    if (isCalling(frame)) return tell(turn, 'busy')
    dropFrame(turn, frame)
  }
  if (dialog === undefined) return
  if (what === 'switch') beginOrGoOn(turn, dialog, asked.wish)
  else startDialog(turn, dialog, asked.wish)
}

/** The label of one of its buttons, typed; null for any other words. */
export function readDigression(turn: Turn, words: string): Answer | null {
  const asked = turn.state.digression
  const scene = turn.deps.scene()
  const same = asked?.dialog === top(turn)?.dialog
  return answersTo(same).find(([key]) => isButton(words, key, scene))?.[1] ?? null
}

function answersTo(same: boolean): readonly (readonly [RepairButton, Answer])[] {
  return same
    ? [
        ['continue', 'stay'],
        ['restart', 'restart'],
      ]
    : [
        ['switch', 'switch'],
        ['stay', 'stay'],
      ]
}

/** /cancel: whoever was asked whether to go on does not; whoever was asked whether to leave does not leave. */
export function cancelDigression(turn: Turn): void {
  const frame = top(turn)
  if (turn.state.digression?.dialog !== frame?.dialog || frame === undefined) return stayHere(turn)
  stayHere(turn)
  if (!sendEvent(turn, frame, { type: 'CANCEL' })) tell(turn, 'busy')
}

export function stayHere(turn: Turn): void {
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  forgetDigression(turn)
  turn.redraw = true
}

/** Whoever goes on with the conversation itself has answered too. */
export function stayAfterAll(turn: Turn): void {
  if (turn.state.digression !== undefined) stayHere(turn)
}

/** The question stays the last thing in the chat until it is answered. */
export function repeatDigression(turn: Turn): void {
  const asked = turn.state.digression
  if (asked === undefined || !turn.typed || turn.draft.cards.has(asked.token)) return
  speakOut(turn)
  askDigression(turn, asked.dialog, asked.wish)
}

/**
 * When the conversation that the question was about has ended by itself, there is nothing left to keep: what the person
 * wanted begins, if they still are there to want it.
 */
export function reviseDigression(turn: Turn, wanted: boolean): void {
  const asked = turn.state.digression
  if (asked === undefined || turn.state.frames.some(({ id }) => id === asked.about)) return
  turn.draft.strip(asked.token)
  forgetDigression(turn)
  speakOut(turn)
  turn.redraw = turn.redraw || top(turn) !== undefined
  const dialog = wanted ? turn.deps.dialogs.current(asked.dialog) : undefined
  if (dialog !== undefined) wantDialog(turn, dialog, asked.wish)
}

/** Whoever has begun something else since wants neither of the two it was asked about. */
function dropDigression(turn: Turn): void {
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  forgetDigression(turn)
}

export function forgetDigression(turn: Turn): void {
  const { digression: _digression, ...rest } = turn.state
  turn.state = { ...rest, bottom: null }
}
