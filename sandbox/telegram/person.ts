import type { Json, JsonObject } from '../../src/ports.ts'
import { formatPlain } from './entities/format.ts'
import type { FormattedText } from './entities/entity.ts'
import { windowButtons, windowMessage } from './chat-window.ts'
import type { ChatButton, ChatMessage } from './chat-window.ts'
import { commandsFor } from './commands.ts'
import { inaccessibleMessageJson, messageJson, seconds } from './message-json.ts'
import { personJson, botJson, chatJson } from './profiles.ts'
import type { BotCommand, Chat, MessageKind, PersonProfile, Press, StoredMessage, Toast } from './state.ts'
import { findMessage, nextMessageId } from './world.ts'
import type { PressAnswer, World } from './world.ts'

/** Which button is pressed; forged `data` need not be on any button, as with a hostile client. */
export type ButtonAim =
  | { readonly messageId: number; readonly row: number; readonly column: number }
  | { readonly messageId: number; readonly label: string }
  | { readonly messageId: number; readonly data: string }

/** What the person saw after a press. `copied` is what a copy button put on the clipboard. */
export interface PressResult extends PressAnswer {
  readonly copied?: string
}

export interface Person {
  readonly profile: PersonProfile
  /** What the chat window shows now, oldest first: deleted ones are gone, edits applied. */
  messages(): readonly ChatMessage[]
  lastFromBot(): ChatMessage | undefined
  /** Types and sends a text; returns its `message_id`. @throws Error while the person blocks the bot. */
  say(text: string): number
  /** Follows `t.me/<bot>?start=<payload>` and taps Start. */
  openLink(payload: string): number
  /**
   * Presses a button. Resolves when the bot answers or the press expires; at once for buttons that ask nothing of the bot.
   * Rejects for a disabled button and for one that is not there.
   */
  press(button: ButtonAim): Promise<PressResult>
  /** @throws Error when it is not a text of this person, or is older than 48 hours. */
  edit(messageId: number, text: string): void
  sendMedia(kind: SentKind, caption?: string): number
  block(): void
  unblock(): void
  typing(): boolean
  /** The text that the bot shows while it is still writing it. */
  draft(): string | undefined
  toasts(): readonly Toast[]
  /** The commands menu, by scope and language. */
  menu(): readonly BotCommand[]
  /** Buttons that still spin. */
  pressing(): readonly { readonly messageId: number; readonly data: string }[]
  /** Labels of the reply keyboard; tapping one is saying it. */
  replyKeyboard(): readonly (readonly string[])[]
}

/** Starts the spinner of one press and resolves when it stops. */
export type StartPress = (press: Press) => Promise<PressAnswer>

/** How long a person may edit their own message in a private chat. */
const editableForMs = 48 * 3600_000

export function createPerson(
  world: World,
  chat: Chat,
  startPress: StartPress,
  answerWithinMs: number,
): Person {
  const { person } = chat

  function post(kind: MessageKind, content: FormattedText, media: StoredMessage['media']): number {
    if (chat.blocked) throw new Error(`${person.firstName} has blocked the bot and cannot write to it`)
    chat.met = true
    const message: StoredMessage = {
      id: nextMessageId(world),
      from: 'person',
      kind,
      dateMs: world.clock.now(),
      editedMs: null,
      text: content.text,
      entities: content.entities,
      markup: null,
      frozen: true,
      silent: false,
      replyTo: null,
      linkPreview: null,
      media,
    }
    chat.messages.push(message)
    world.publish('message', person.id, messageJson(world, chat, message))
    world.changed(person.id)
    return message.id
  }

  function say(text: string): number {
    const formatted = formatPlain(text.trim())
    if (formatted.text === '') throw new Error('There is nothing to send')
    return post('text', formatted, null)
  }

  async function press(aim: ButtonAim): Promise<PressResult> {
    if ('data' in aim) return pressData(aim.messageId, aim.data)
    const { act } = findButton(chat, aim)
    if (act.type === 'callback') return pressData(aim.messageId, act.data)
    if (act.type === 'url') return { answered: true, opened: act.url }
    if (act.type === 'copy') return { answered: true, copied: act.text }
    if (act.type === 'disabled') throw new Error('The button is disabled')
    throw new Error(`This window cannot act on a button of the kind ${act.name}`)
  }

  function pressData(messageId: number, data: string): Promise<PressAnswer> {
    if (chat.blocked) throw new Error(`${person.firstName} has blocked the bot and cannot press its buttons`)
    const number = world.state.nextPressNumber++
    const id = String((BigInt(person.id) << 32n) + BigInt(number))
    const nowMs = world.clock.now()
    const message = findMessage(chat, messageId)
    const spinning = startPress({
      id,
      chatId: person.id,
      messageId,
      data,
      expiresAtMs: nowMs + answerWithinMs,
    })
    world.publish('callback_query', person.id, {
      id,
      from: personJson(person),
      message:
        message === undefined ? inaccessibleMessageJson(chat, messageId) : messageJson(world, chat, message),
      chat_instance: String(BigInt(person.id) * 7919n + BigInt(world.bot.id)),
      data,
    })
    world.changed(person.id)
    return spinning
  }

  function edit(messageId: number, text: string): void {
    const message = findMessage(chat, messageId)
    if (message?.from !== 'person' || message.kind !== 'text') throw new Error('Not an own text message')
    if (world.clock.now() - message.dateMs >= editableForMs) throw new Error('Too old to be edited')
    const formatted = formatPlain(text.trim())
    Object.assign(message, formatted)
    message.editedMs = world.clock.now()
    message.rewordedMs = message.editedMs
    world.publish('edited_message', person.id, messageJson(world, chat, message))
    world.changed(person.id)
  }

  function setBlocked(blocked: boolean): void {
    if (chat.blocked === blocked) return
    chat.blocked = blocked
    const status = (kicked: boolean) => ({
      user: botJson(world.bot),
      status: kicked ? 'kicked' : 'member',
      ...(kicked ? { until_date: 0 } : {}),
    })
    world.publish('my_chat_member', person.id, {
      chat: chatJson(person),
      from: personJson(person),
      date: seconds(world.clock.now()),
      old_chat_member: status(!blocked),
      new_chat_member: status(blocked),
    })
    world.changed(person.id)
  }

  return {
    profile: person,
    messages: () => chat.messages.map(windowMessage),
    lastFromBot() {
      const message = chat.messages.findLast((message) => message.from === 'bot')
      return message === undefined ? undefined : windowMessage(message)
    },
    say,
    openLink: (payload) => say(payload === '' ? '/start' : `/start ${payload}`),
    press,
    edit,
    sendMedia: (kind, caption = '') => post(kind, formatPlain(caption.trim()), mediaJson(kind)),
    block: () => setBlocked(true),
    unblock: () => setBlocked(false),
    typing: () => chat.action !== null && chat.action.untilMs > world.clock.now(),
    draft: () =>
      chat.draft !== null && chat.draft.untilMs > world.clock.now() ? chat.draft.text : undefined,
    toasts: () => chat.toasts,
    menu: () => commandsFor(world.state, person),
    pressing: () => world.state.presses.filter((press) => press.chatId === person.id),
    replyKeyboard: () => chat.replyKeyboard,
  }
}

function findButton(chat: Chat, aim: Exclude<ButtonAim, { data: string }>): ChatButton {
  const rows = windowButtons(findMessage(chat, aim.messageId))
  const button =
    'label' in aim ? rows.flat().find((button) => button.label === aim.label) : rows[aim.row]?.[aim.column]
  if (button !== undefined) return button
  const labels = rows.flat().map((button) => `«${button.label}»`)
  throw new Error(`No such button under message ${aim.messageId}; there are: ${labels.join(', ') || 'none'}`)
}

type SentKind = 'photo' | 'document' | 'sticker' | 'voice'

function mediaJson(kind: SentKind): JsonObject {
  const file = { file_id: `sandbox-${kind}`, file_unique_id: `unique-${kind}`, file_size: 65_536 }
  const fields: Record<SentKind, Json> = {
    photo: [{ ...file, width: 1280, height: 720 }],
    document: { ...file, file_name: 'Смета.pdf', mime_type: 'application/pdf' },
    sticker: { ...file, type: 'regular', width: 512, height: 512, is_animated: false, is_video: false },
    voice: { ...file, duration: 3, mime_type: 'audio/ogg' },
  }
  return { [kind]: fields[kind] }
}
