/** The built-in repairs: what every dialog says when something does not go by its own script. Worded in one file. */
import type { Language } from '../../ports/language.ts'

export const repairButtons = [
  'back',
  'cancel',
  'skip',
  'edit',
  'me',
  'other',
  'switch',
  'stay',
  'continue',
  'restart',
  'drop',
  'calendar',
] as const

export const repairTexts = [
  'cancelled',
  'cancelled_in_doubt',
  'closed',
  'nothing_to_cancel',
  'use_buttons',
  'busy',
  'slow',
  'no_such_day',
  'no_such_time',
  'not_repeated',
  'never_repeated',
  'no_such_rule',
  'text_only',
  'stale_button',
  'dead_button',
  'draft_found',
  'switch_dialog',
  'too_many_drafts',
  'expired',
  'internal_error',
  'failed',
  'flood',
  'unknown_command',
  'unknown_argument',
  'unknown_text',
  'unknown_media',
  'offer_message',
  'offer_file',
  'offer_captioned_file',
  'file_named',
  'file_photo',
  'file_video',
  'file_audio',
  'file_voice',
  'file_file',
  'not_linked',
  'shown_in_part',
  'sent_in_full',
  'help',
  'help_in_dialog',
  'cancel_command',
  'help_command',
] as const

export type RepairButton = (typeof repairButtons)[number]
export type RepairText = (typeof repairTexts)[number]

type Localised = Readonly<Record<Language, string>>

/** The key under which a repair is named where a dialog's own text could stand. */
export function repairText(key: RepairText): string {
  return `!${key}`
}

export interface Repairs {
  readonly buttons: Readonly<Record<RepairButton, Localised>>
  readonly texts: Readonly<Record<RepairText, Localised>>
}
