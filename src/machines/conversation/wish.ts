import type { JsonObject } from '../../ports/json.ts'

/** How a dialog is wanted. */
export interface Wish {
  readonly answers: JsonObject
  /** What was typed with the command, or the message the dialog is to be made of. */
  readonly typed?: { readonly text: string; readonly as: 'argument' | 'message' }
}
