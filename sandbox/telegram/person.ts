import { formatPlain } from './entities/format.ts'
import type { FormattedText } from './entities/entity.ts'
import { windowButtons, windowMessage } from './chat-window.ts'
import type { ChatButton, ChatMessage } from './chat-window.ts'
import { commandsFor } from './commands.ts'
import { storeDocument, storePhoto } from './file-store.ts'
import type { Forward, ForwardSource } from './forwards.ts'
import { inaccessibleMessageJson, messageJson } from './message-json.ts'
import { pictureSize } from './picture.ts'
import { personJson, botJson, chatJson } from './profiles.ts'
import { sampleDocument, sampleMedia, samplePicture } from './samples.ts'
import { seconds } from './seconds.ts'
import { captioned, type SentKind } from './sent-kinds.ts'
import type { BotCommand, Chat, MessageKind, Press, StoredMessage, Toast } from './state.ts'
import type { PersonProfile } from './profiles.ts'
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
  /** A picture, JPEG or PNG: the client sends it as a photo, without a name. @throws Error for any other content. */
  sendPhoto(content: Uint8Array, caption?: string): number
  sendDocument(file: SentDocument, caption?: string): number
  /** A stand-in of this kind, for who does not care what is in it. */
  sendMedia(kind: SentKind, caption?: string): number
  /** Forwards somebody's text, or a message of this very chat, to the bot. */
  forward(what: Forwarded): number
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

export interface SentDocument {
  readonly name: string
  readonly content: Uint8Array
  /** `application/octet-stream` when absent, as from a client that cannot tell. */
  readonly mimeType?: string
}

export type Forwarded =
  | { readonly messageId: number }
  | {
      readonly text: string
      readonly from: ForwardSource
      /** When it was written; now when absent. */
      readonly dateMs?: number
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

  function post(
    kind: MessageKind,
    content: FormattedText,
    media: StoredMessage['media'],
    forward?: Forward,
  ): number {
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
      ...(forward === undefined ? {} : { forward }),
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

  function sendPhoto(content: Uint8Array, caption = ''): number {
    const bytes = Buffer.from(content)
    const picture = pictureSize(bytes)
    if (picture === null) throw new Error('Neither a JPEG nor a PNG')
    return post('photo', formatPlain(caption.trim()), storePhoto(world, bytes, picture))
  }

  function sendDocument(file: SentDocument, caption = ''): number {
    const { name, content, mimeType = 'application/octet-stream' } = file
    if (content.length === 0) throw new Error('An empty file cannot be sent')
    const media = storeDocument(world, Buffer.from(content), name, mimeType)
    return post('document', formatPlain(caption.trim()), media)
  }

  function sendMedia(kind: SentKind, caption = ''): number {
    if (kind === 'photo') return sendPhoto(samplePicture, caption)
    if (kind === 'document') return sendDocument(sampleDocument, caption)
    return post(kind, formatPlain(captioned.has(kind) ? caption.trim() : ''), sampleMedia(world, kind))
  }

  /** What was forwarded once keeps its first origin; a bot is a user as any other. */
  function forward(what: Forwarded): number {
    if ('text' in what) {
      const origin = { source: what.from, dateMs: what.dateMs ?? world.clock.now() }
      return post('text', formatPlain(what.text.trim()), null, origin)
    }
    const message = findMessage(chat, what.messageId)
    if (message === undefined) throw new Error('There is no such message to forward')
    const sender: ForwardSource =
      message.from === 'person' ? { type: 'user', person } : { type: 'bot', bot: world.bot }
    const origin = message.forward ?? { source: sender, dateMs: message.dateMs }
    return post(message.kind, { text: message.text, entities: message.entities }, message.media, origin)
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
    const isOwn = message?.from === 'person' && message.forward === undefined
    if (!isOwn || message.kind !== 'text') throw new Error('Not an own text message')
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
    sendPhoto,
    sendDocument,
    sendMedia,
    forward,
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
