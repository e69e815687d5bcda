/** What is left in the portal under a change, in the name of whoever made it from here. */
import type { Language } from '../../ports/language.ts'
import { readWording, type ReadWording } from '../wording-file.ts'
import type { TaskDeskDeps } from './services.ts'

type Change = Parameters<TaskDeskDeps['signature']>[0]

/**
 * Only under changes of these kinds. In the portal's language: its readers are the colleagues there.
 *
 * @throws Error as {@link ReadWording} does.
 */
export function createSignature(
  signed: readonly Change[],
  language: Language,
  wording: ReadWording = readWording,
): TaskDeskDeps['signature'] {
  const say = wording('signature', ['signature'])
  return (change, name) => (signed.includes(change) ? say('signature', language, { name }) : null)
}
