/** A refusal belongs to the answer that was refused: whoever has turned to something else is asked the plain question again. */
import { runOf, top, type Turn } from './turn.ts'
import { standing, type Frame } from '../conversation/frame.ts'
import { isQuestion } from '../language/definition.ts'
import type { DialogContext } from '../statechart/context.ts'

/** To be called with the conversation as it was before the person did what they did. */
export function forgetRefusal(turn: Turn, before: Frame | undefined): void {
  const frame = turn.state.frames.find((one) => one.id === before?.id)
  if (frame === undefined || frame.context !== before?.context || !isRefused(turn, frame)) return
  const { notice: _notice, ...rest } = frame.context
  const context = isAsking(turn, frame) ? withoutSuggestion(rest) : rest
  turn.state = {
    ...turn.state,
    frames: turn.state.frames.map((one) => (one.id === frame.id ? { ...one, context } : one)),
  }
  turn.redraw = turn.redraw || top(turn)?.id === frame.id
}

/**
 * Words that stand in place of the question. What came with buttons of its own tells how things are and not what was wrong
 * with an answer, and so does everything said of what may have been done.
 */
function isRefused(turn: Turn, { hash, value, context }: Frame): boolean {
  const definition = turn.deps.dialogs.byHash(hash)?.definition
  const at = definition && standing(definition, value)
  if (at === undefined || at === null || !isQuestion(at.step) || waits.has(at.part)) return false
  return context.notice !== undefined && context.notice.buttons === undefined && context.maybeDone !== true
}

const waits: ReadonlySet<string> = new Set(['searching', 'loading', 'waiting'])

/** Times and people to choose from are kept; what was suggested along with the refusal goes with it. */
function isAsking(turn: Turn, frame: Frame): boolean {
  const definition = runOf(turn, frame)?.dialog.definition
  return definition !== undefined && standing(definition, frame.value)?.part === 'asking'
}

function withoutSuggestion(context: DialogContext): DialogContext {
  const { candidates: _candidates, ...rest } = context
  return rest
}
