/** A person's chat as a phone shows it. */
import type { ChatButton, ChatFile, ChatMessage } from '../telegram/chat-window.ts'
import type { Person } from '../telegram/person.ts'
import type { TelegramSandbox } from '../telegram/server.ts'
import type { BlockList } from './block-list.ts'
import { readLink, type LinkPlaces } from './links.ts'
import { richText } from './rich-text.ts'
import { initials } from './portal-view.ts'
import type { ButtonView, ChatView, FileView, MessageView, PersonView } from './wire.ts'

/** A page shows so many of the newest messages; nobody scrolls further back in a sandbox. */
const messagesMax = 300
const unreadMax = 99

export function peopleView(telegram: TelegramSandbox, blocks: BlockList): PersonView[] {
  return telegram.persons.map((person) => {
    const messages = person.messages()
    const last = messages.at(-1)
    const { id, firstName, lastName = '' } = person.profile
    return {
      id,
      name: `${firstName} ${lastName}`.trim(),
      initials: initials(firstName, lastName),
      lastText: last ? preview(last) : '',
      lastAtMs: last?.dateMs ?? null,
      botMessageIds: messages
        .filter(({ from }) => from === 'bot')
        .slice(-unreadMax)
        .map(({ messageId }) => messageId),
      blocked: blocks.has(person.profile.id),
    }
  })
}

export function chatView(person: Person, places: LinkPlaces, blocks: BlockList): ChatView {
  const pressing = new Set(person.pressing().map(({ messageId, data }) => pressKey(messageId, data)))
  const messages = person.messages().slice(-messagesMax)
  return {
    personId: person.profile.id,
    messages: messages.map((message) =>
      messageView(message, { personId: person.profile.id, pressing, places, messages }),
    ),
    typing: person.typing(),
    draft: person.draft() ?? null,
    blocked: blocks.has(person.profile.id),
    commands: person.menu(),
    replyKeyboard: person.replyKeyboard(),
  }
}

interface Surroundings {
  readonly personId: number
  readonly pressing: ReadonlySet<string>
  readonly places: LinkPlaces
  readonly messages: readonly ChatMessage[]
}

function messageView(message: ChatMessage, around: Surroundings): MessageView {
  const { personId, pressing, places, messages } = around
  const { messageId, file } = message
  const answered = messages.find((other) => other.messageId === message.replyTo)
  return {
    id: messageId,
    from: message.from,
    atMs: message.dateMs,
    edited: message.editedMs !== undefined,
    silent: message.silent ?? false,
    kind: message.kind,
    body: richText(message.text, message.entities, places),
    text: message.text,
    forwardedFrom: message.forwardedFrom ?? null,
    file: file === undefined ? null : fileView(file, `/api/people/${personId}/files/${messageId}`),
    replyTo: answered ? { from: answered.from, text: preview(answered) } : null,
    rows: message.buttons.map((row) =>
      row.map((button) => ({
        text: button.label,
        style: button.style ?? null,
        act: readAct(button, places),
        pressing: button.act.type === 'callback' && pressing.has(pressKey(messageId, button.act.data)),
      })),
    ),
  }
}

function fileView({ name, size, width, height }: ChatFile, url: string): FileView {
  const edges = width === undefined || height === undefined ? null : { width, height }
  return { name, size, url, edges }
}

/** The server tells a press by its data, as the bot sees it; two buttons with the same data spin together. */
function pressKey(messageId: number, data: string): string {
  return `${messageId} ${data}`
}

function readAct({ act }: ChatButton, places: LinkPlaces): ButtonView['act'] {
  if (act.type === 'callback') return { type: 'press' }
  if (act.type === 'copy') return act
  const link = act.type === 'url' ? readLink(act.url, places) : null
  return link ? { type: 'open', link } : { type: 'disabled' }
}

const mediaNames: Readonly<Record<string, string>> = {
  photo: 'Фотография',
  document: 'Документ',
  sticker: 'Стикер',
  voice: 'Голосовое сообщение',
  video: 'Видео',
  video_note: 'Видеосообщение',
  audio: 'Аудиозапись',
  animation: 'GIF',
  location: 'Геопозиция',
  venue: 'Место',
  contact: 'Контакт',
  poll: 'Опрос',
  dice: 'Кубик',
}

/** One line of a message; what a spoiler hides stays hidden here too. */
function preview(message: ChatMessage): string {
  let shown = message.text
  for (const { type, offset, length } of message.entities) {
    if (type === 'spoiler') shown = shown.slice(0, offset) + '•'.repeat(length) + shown.slice(offset + length)
  }
  const text = shown.replaceAll(/\s+/g, ' ').slice(0, 80)
  return text || message.file?.name || (mediaNames[message.kind] ?? 'Сообщение')
}
