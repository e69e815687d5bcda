/**
 * Whether something a person did is anything to the dialogs, where their chat is somebody else's bot's as well. The rest
 * is left to that bot: without a conversation the dialogs hear nothing but their commands and their buttons.
 */
import type { PersonEvent } from '../../ports/incoming.ts'
import type { CardRecord } from '../../store/cards.ts'
import { answersHere } from './person.ts'
import { isOnlyLookedAt, top, type Turn } from './turn.ts'

/** Commands that every dialog understands while it is under way. */
const builtIn = new Set(['cancel', 'help'])

export function isConcern(turn: Turn, event: PersonEvent, pressed: CardRecord | null): boolean {
  const frame = top(turn)
  switch (event.type) {
    case 'begin':
      return true
    case 'press':
      // What the button says may look like ours by chance; the card it names cannot.
      return pressed !== null && pressed.chat === turn.draft.moment.chat
    case 'command':
      return isCommand(turn, event.name) || (frame !== undefined && builtIn.has(event.name))
    case 'text':
      return frame !== undefined && (!isOnlyLookedAt(turn, frame) || answersHere(turn, frame, event.text))
    case 'edited':
      return (
        frame !== undefined &&
        turn.state.answeredBy?.conversation === frame.id &&
        turn.state.answeredBy.messageId === event.messageId
      )
    case 'media':
      return frame !== undefined && !isOnlyLookedAt(turn, frame)
    case 'blocked':
    case 'unblocked':
      // Kept for every chat, so that nothing is sent to who cannot be reached.
      return true
  }
}

function isCommand(turn: Turn, name: string): boolean {
  const { dialogs } = turn.deps
  return dialogs.names.some((one) => dialogs.current(one)?.definition.start.command === name)
}
