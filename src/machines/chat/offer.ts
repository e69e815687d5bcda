/** What the chat can do about something that belongs to no dialog: a button for each dialog that would take it. */
import type { FileReference } from '../../ports/incoming.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Wish } from '../conversation/wish.ts'
import { missingDialog } from './stack.ts'
import { cut, tell, type Turn } from './turn.ts'
import { rowsOf } from '../conversation/view-choices.ts'
import { repair } from '../conversation/words.ts'
import { capitalised, lowered } from '../language/first-letter.ts'
import type { RepairText } from '../language/repairs.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'
import { seenAsJson } from '../json.ts'

export function offerMessage(turn: Turn, words: string): void {
  const takers = takersOfMessage(turn, words)
  if (takers.length === 0) return offer(turn, 'unknown_text', {}, startable(turn))
  offer(turn, 'offer_message', { message: cut(words) }, takers)
}

/** A file with words under it may be meant as either. */
export function offerFile(turn: Turn, file: FileReference, caption: string): void {
  const takers = takersOfFile(turn, file)
  if (takers.length === 0) return caption === '' ? tell(turn, 'unknown_media') : offerMessage(turn, caption)
  const shown = capitalised(shownFile(turn, file))
  if (caption === '') return offer(turn, 'offer_file', { file: shown }, takers)
  offer(turn, 'offer_captioned_file', { file: shown, message: cut(caption) }, [
    ...takers,
    ...takersOfMessage(turn, caption),
  ])
}

/** «файл «Смета.xlsx»»; a name that no person has given is not shown. */
function shownFile(turn: Turn, { name, unnamed }: FileReference): string {
  const scene = turn.deps.scene()
  return unnamed === undefined
    ? repair(scene, 'file_named', { name: cut(name) }).text
    : repair(scene, `file_${unnamed}`).text
}

export function offerHelp(turn: Turn): void {
  const { language } = turn.deps.scene()
  const commands = dialogsThat(turn, () => true).flatMap(({ definition: { start } }) =>
    start.command === undefined || start.describe === undefined
      ? []
      : [`/${start.command} — ${lowered(start.describe[language])}`],
  )
  const able = startable(turn)
  const first = able.some(({ dialog }) => missingDialog(turn, dialog) === undefined)
  const { text } = repair(turn.deps.scene(), 'not_linked')
  offer(
    turn,
    'help',
    { commands: commands.join('\n'), first: first || able.length === 0 ? null : text },
    able,
  )
}

/** A dialog that can be begun here, and with what. */
interface Taker {
  readonly dialog: CompiledDialog
  readonly wish: Wish
}

function startable(turn: Turn): readonly Taker[] {
  return dialogsThat(
    turn,
    ({ definition: { start } }) => start.button !== undefined && start.file === undefined,
  ).map((dialog) => ({ dialog, wish: { answers: {} } }))
}

function takersOfMessage(turn: Turn, words: string): readonly Taker[] {
  return dialogsThat(turn, ({ definition }) => definition.start.message !== undefined).map((dialog) => ({
    dialog,
    wish: { answers: {}, typed: { text: words, as: 'message' } },
  }))
}

function takersOfFile(turn: Turn, file: FileReference): readonly Taker[] {
  return dialogsThat(turn, () => true).flatMap((dialog) => {
    const name = dialog.definition.start.file
    const shown = shownFile(turn, file)
    return name === undefined
      ? []
      : [{ dialog, wish: { answers: { [name]: { ...seenAsJson(file), shown } } } }]
  })
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
function offer(turn: Turn, key: RepairText, values: JsonObject, takers: readonly Taker[]): void {
  const scene = turn.deps.scene()
  const possible = takers.filter(({ dialog }) => missingDialog(turn, dialog) === undefined)
  if (key !== 'help' && takers.length > 0 && possible.length === 0) return tell(turn, 'not_linked')
  if (possible.length === 0) return tell(turn, key, values)
  const token = turn.draft.moment.newToken()
  const choices = possible.map(({ dialog: { definition }, wish }) => ({
    label: definition.start.button?.[scene.language] ?? definition.title[scene.language],
    act: { type: 'start', dialog: definition.dialog, wish } as const,
  }))
  turn.draft.show({
    token,
    revision: 1,
    conversation: null,
    text: repair(scene, key, values),
    rows: rowsOf(choices),
    place: 'bottom',
  })
  turn.state = { ...turn.state, bottom: token, ...(key.startsWith('offer_') && { offer: token }) }
}

/** Nothing shall become of what was sent. */
export function dismissOffer(turn: Turn): void {
  if (turn.state.offer !== undefined) turn.draft.strip(turn.state.offer)
  forgetOffer(turn)
  tell(turn, 'cancelled')
}

/** Its buttons stay: whoever has taken it up may still want the other thing. */
export function forgetOffer(turn: Turn): void {
  const { offer: _offer, ...rest } = turn.state
  turn.state = rest
}
