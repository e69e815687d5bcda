import type { JsonObject } from '../../ports/json.ts'
import { readChatState } from './state.ts'
import type { DialogSet } from './turn.ts'

/** Whether what the person is in the middle of runs on a definition that is no longer the present one of its dialog. */
export function isOutdated(state: JsonObject, dialogs: Pick<DialogSet, 'current'>): boolean {
  const frame = readChatState(state).frames.at(-1)
  if (frame === undefined || frame.value === null) return false
  const present = dialogs.current(frame.dialog)
  return present !== undefined && present.hash !== frame.hash
}
