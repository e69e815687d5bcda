import type { Json, JsonObject } from '../../src/ports/json.ts'
import { codePoints } from './code-points.ts'
import { cleanLine } from './entities/clean.ts'
import { checkLink, linkedUser } from './entities/links.ts'
import { isArray, isObject } from './json.ts'
import { flagField, longField, optionalText, requiredText } from './fields.ts'
import type { Parameters } from './parameters.ts'
import { refuse, Refusal } from './refusal.ts'

export type ButtonStyle = 'primary' | 'danger' | 'success'

/** An inline button as the Bot API returns it. */
export interface InlineButton {
  readonly text: string
  readonly icon_custom_emoji_id?: string
  readonly style?: ButtonStyle
  readonly url?: string
  readonly callback_data?: string
  readonly copy_text?: { readonly text: string }
  readonly disabled?: JsonObject
  /** Kinds that the chat window shows but cannot act on: `web_app`, `switch_inline_query`, `pay`… */
  readonly other?: JsonObject
}

export type InlineKeyboard = readonly (readonly InlineButton[])[]

export type ReplyMarkup =
  | { readonly type: 'inline'; readonly rows: InlineKeyboard }
  | { readonly type: 'reply'; readonly rows: readonly (readonly string[])[] }
  | { readonly type: 'remove' }
  | { readonly type: 'force_reply' }

/** The client library cuts what is beyond (td `ReplyMarkup.cpp`). */
const buttonsPerRowMax = 12
const buttonsMax = 300
const callbackDataBytesMax = 64
const copiedLengthMax = 256

/**
 * Reads `reply_markup`; null when there is none. What it says is checked by {@link settleMarkup}, later, as the server does.
 *
 * @throws Refusal with the texts of `Client::get_reply_markup`.
 */
export function readReplyMarkup(parameters: Parameters): ReplyMarkup | null {
  const json = parameters.json('reply_markup')
  if (json === undefined) return null
  if (json === 'invalid') refuse("Can't parse reply keyboard markup JSON object")
  const markup = json.value
  if (!isObject(markup)) refuse('Object expected as reply markup')
  const replyRows = rowsOf(markup, 'keyboard').map((row) => row.map(readKeyboardButton))
  const inlineRows = rowsOf(markup, 'inline_keyboard').map((row) => row.map(readInlineButton))
  const removes = flagField(markup, 'hide_keyboard') || flagField(markup, 'remove_keyboard')
  const forces = flagField(markup, 'force_reply') || flagField(markup, 'force_reply_keyboard')
  if (replyRows.length > 0) return { type: 'reply', rows: replyRows }
  if (inlineRows.length > 0) return { type: 'inline', rows: inlineRows }
  if (removes) return { type: 'remove' }
  return forces ? { type: 'force_reply' } : null
}

/**
 * The keyboard as it will be shown: without empty buttons and what is beyond the limits. None is left of a keyboard
 * without buttons.
 *
 * @throws Refusal for a bad link, too long data or text to copy.
 */
export function settleMarkup(markup: ReplyMarkup | null): ReplyMarkup | null {
  if (markup?.type !== 'inline' && markup?.type !== 'reply') return markup
  if (markup.type === 'reply') {
    const rows = cut(markup.rows, (label) => label !== '')
    return rows.length === 0 ? null : { type: 'reply', rows }
  }
  const rows = cut(markup.rows, (button) => button.text !== '' || button.icon_custom_emoji_id !== undefined)
  checkButtons(rows)
  return rows.length === 0 ? null : { type: 'inline', rows }
}

/**
 * The same for an edit, where only inline keyboards may be.
 *
 * @throws Refusal for any other markup.
 */
export function settleInlineKeyboard(markup: ReplyMarkup | null): InlineKeyboard | null {
  if (markup !== null && markup.type !== 'inline') refuse('Inline keyboard expected')
  const settled = settleMarkup(markup)
  return settled?.type === 'inline' ? settled.rows : null
}

export function inlineKeyboardJson(rows: InlineKeyboard): JsonObject {
  return { inline_keyboard: rows.map((row) => row.map(buttonJson)) }
}

function buttonJson({ other, ...button }: InlineButton): JsonObject {
  const { copy_text: copyText, ...rest } = button
  return { ...rest, ...(copyText === undefined ? {} : { copy_text: { text: copyText.text } }), ...other }
}

function rowsOf(markup: JsonObject, field: 'keyboard' | 'inline_keyboard'): readonly (readonly Json[])[] {
  const rows = markup[field]
  if (rows === undefined) return []
  if (!isArray(rows)) refuse(`Field "${field}" must be of type Array`)
  return rows.map((row) => {
    if (isArray(row)) return row
    const where = field === 'keyboard' ? '"keyboard"' : '"inline_keyboard" of the InlineKeyboardMarkup'
    return refuse(`Field ${where} must be an Array of Arrays`)
  })
}

function readKeyboardButton(button: Json): string {
  if (typeof button === 'string') return button
  return within("Can't parse keyboard button", () => {
    if (!isObject(button)) refuse('KeyboardButton must be a String or an Object')
    const text = requiredText(button, 'text')
    readStyle(button)
    return text
  })
}

function readInlineButton(button: Json): InlineButton {
  return within("Can't parse inline keyboard button", () => {
    if (!isObject(button)) refuse('InlineKeyboardButton must be an Object')
    const text = cleanLine(requiredText(button, 'text'))
    const icon = longField(button, 'icon_custom_emoji_id')
    const style = readStyle(button)
    return {
      text,
      ...(icon === undefined || icon === '0' ? {} : { icon_custom_emoji_id: icon }),
      ...(style === null ? {} : { style }),
      ...readButtonKind(button),
    }
  })
}

/** The first kind that is there counts; the order is that of `Client::get_inline_keyboard_button_type`. */
function readButtonKind(button: JsonObject): Partial<InlineButton> {
  const url = optionalText(button, 'url')
  if (url !== '') return { url: readButtonUrl(url) }
  const data = optionalText(button, 'callback_data')
  if (data !== '') return { callback_data: data }
  for (const kind of ['callback_game', 'pay'] as const) {
    if (button[kind] !== undefined) return { other: { [kind]: kind === 'pay' ? true : {} } }
  }
  for (const kind of ['switch_inline_query', 'switch_inline_query_current_chat'] as const) {
    if (button[kind] !== undefined) return { other: { [kind]: requiredText(button, kind) } }
  }
  const chosen = objectField(button, 'switch_inline_query_chosen_chat')
  if (chosen !== undefined) return { other: { switch_inline_query_chosen_chat: chosen } }
  const login = objectField(button, 'login_url')
  if (login !== undefined) return { url: requiredText(login, 'url') }
  const app = objectField(button, 'web_app')
  if (app !== undefined) return { other: { web_app: { url: requiredText(app, 'url') } } }
  const copied = objectField(button, 'copy_text')
  if (copied !== undefined) return { copy_text: { text: requiredText(copied, 'text') } }
  if (objectField(button, 'disabled') !== undefined) return { disabled: {} }
  return refuse('Text buttons are unallowed in the inline keyboard')
}

/** A button that opens a person's profile keeps its link; any other link must be a good one. */
function readButtonUrl(link: string): string {
  const user = linkedUser(link)
  if (user !== null) return `tg://user?id=${user}`
  const check = checkLink(link)
  return 'url' in check ? check.url : link
}

function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = object[name]
  if (value === undefined || isObject(value)) return value
  return refuse(`Field "${name}" must be of type Object`)
}

function readStyle(button: JsonObject): ButtonStyle | null {
  const style = optionalText(button, 'style').toLowerCase()
  if (style === '' || style === 'default') return null
  if (style === 'primary' || style === 'danger' || style === 'success') return style
  return refuse('invalid button style specified')
}

function cut<T>(rows: readonly (readonly T[])[], keeps: (button: T) => boolean): T[][] {
  let left = buttonsMax
  const kept: T[][] = []
  for (const row of rows) {
    const buttons = row.filter(keeps).slice(0, Math.min(buttonsPerRowMax, left))
    left -= buttons.length
    if (buttons.length > 0) kept.push(buttons)
  }
  return kept
}

/** What the server finds only after it has read the whole keyboard. */
function checkButtons(rows: InlineKeyboard): void {
  for (const { url, callback_data: data, copy_text: copied } of rows.flat()) {
    const check = url === undefined || linkedUser(url) !== null ? undefined : checkLink(url)
    if (check !== undefined && 'problem' in check) {
      refuse(`Inline keyboard button URL '${url}' is invalid: ${check.problem}`)
    }
    if (data !== undefined && Buffer.byteLength(data) > callbackDataBytesMax) refuse('BUTTON_DATA_INVALID')
    if (copied !== undefined && (copied.text === '' || codePoints(copied.text) > copiedLengthMax)) {
      refuse('BUTTON_COPY_TEXT_INVALID')
    }
  }
}

function within<T>(context: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(`${context}: ${error.original}`)
  }
}
