/** What people type that nothing may keep in the clear: one-time codes, addresses, what a link carries. */
import type { Incoming } from '../../ports/incoming.ts'
import { asksSecret } from '../conversation/frame.ts'
import type { ChatState } from './state.ts'
import type { DialogSet } from './turn.ts'

/** The update as it may be kept for an operator: what was said to a question for a secret is not in it. */
export function withoutSecrets(dialogs: DialogSet, state: ChatState | null, incoming: Incoming): Incoming {
  const { event } = incoming
  if (event.type === 'text' || event.type === 'edited') {
    const frame = state?.frames.at(-1)
    const definition = frame && dialogs.byHash(frame.hash)?.definition
    const secret = frame !== undefined && (definition === undefined || asksSecret(definition, frame.value))
    return secret ? { ...incoming, event: { ...event, text: hidden } } : incoming
  }
  if (event.type === 'command' && event.argument !== '' && startsWithSecret(dialogs, event.name))
    return { ...incoming, event: { ...event, argument: hidden } }
  return incoming
}

const hidden = '•••'

function startsWithSecret(dialogs: DialogSet, command: string): boolean {
  return dialogs.names.some((name) => {
    const start = dialogs.current(name)?.definition.start
    return start?.command === command && start.payload !== undefined
  })
}
