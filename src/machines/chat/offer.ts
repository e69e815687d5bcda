/** What the chat can do about something that belongs to no dialog: a button for each dialog that would take it. */
import type { FileReference, JsonObject } from '../../ports.ts'
import type { Wish } from './opening.ts'
import { missingDialog } from './stack.ts'
import { cut, tell, type Turn } from './turn.ts'
import { rowsOf } from '../conversation/view-choices.ts'
import { repair } from '../conversation/words.ts'
import type { RepairText } from '../language/repairs.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'
import { seenAsJson } from '../json.ts'

export function offerMessage(turn: Turn, words: string): void {
  const takers = dialogsThat(turn, ({ definition }) => definition.start.message !== undefined)
  if (takers.length === 0) return offer(turn, 'unknown_text', {}, startable(turn), { answers: {} })
  offer(turn, 'offer_message', { message: cut(words) }, takers, {
    answers: {},
    typed: { text: words, as: 'message' },
  })
}

export function offerFile(turn: Turn, file: FileReference, caption: string): void {
  const takers = dialogsThat(turn, ({ definition }) => definition.start.file !== undefined)
  if (takers.length === 0) return tell(turn, 'unknown_media')
  offer(turn, 'offer_file', { file: cut(file.name) }, takers, {
    answers: { file: seenAsJson(file) },
    ...(caption !== '' && { typed: { text: caption, as: 'message' as const } }),
  })
}

export function offerHelp(turn: Turn): void {
  const { language } = turn.deps.scene()
  const commands = dialogsThat(turn, () => true).flatMap(({ definition: { start } }) =>
    start.command === undefined || start.describe === undefined
      ? []
      : [`/${start.command} — ${lowered(start.describe[language])}`],
  )
  offer(turn, 'help', { commands: commands.join('\n') }, startable(turn), { answers: {} })
}

function startable(turn: Turn): readonly CompiledDialog[] {
  return dialogsThat(
    turn,
    ({ definition: { start } }) => start.button !== undefined && start.file === undefined,
  )
}

function dialogsThat(turn: Turn, fits: (dialog: CompiledDialog) => boolean): readonly CompiledDialog[] {
  return turn.deps.dialogs.names.flatMap((name) => {
    const dialog = turn.deps.dialogs.current(name)
    return dialog !== undefined && fits(dialog) ? [dialog] : []
  })
}

/**
 * Says a built-in text with a button for each of these dialogs. Where none of them is possible yet, what must come first
 * is said instead of an offer nobody could take up.
 */
function offer(
  turn: Turn,
  key: RepairText,
  values: JsonObject,
  dialogs: readonly CompiledDialog[],
  wish: Wish,
): void {
  const scene = turn.deps.scene()
  const possible = dialogs.filter((dialog) => missingDialog(turn, dialog) === undefined)
  if (key !== 'help' && dialogs.length > 0 && possible.length === 0) return tell(turn, 'not_linked')
  if (possible.length === 0) return tell(turn, key, values)
  const token = turn.draft.moment.newToken()
  const choices = possible.map(({ definition }) => ({
    label: definition.start.button?.[scene.language] ?? definition.title[scene.language],
    act: { type: 'start', dialog: definition.dialog, wish: wishFor(definition.start.file, wish) } as const,
  }))
  turn.draft.show({
    token,
    revision: 1,
    conversation: null,
    text: repair(scene, key, values),
    rows: rowsOf(choices),
    place: 'bottom',
  })
  turn.state = { ...turn.state, bottom: token }
}

/** A file goes under the name its dialog keeps it by. */
function wishFor(name: string | undefined, wish: Wish): Wish {
  const { file } = wish.answers
  if (file === undefined) return wish
  return { ...wish, answers: name === undefined ? {} : { [name]: file } }
}

function lowered(text: string): string {
  return `${text.slice(0, 1).toLocaleLowerCase('ru')}${text.slice(1)}`
}
