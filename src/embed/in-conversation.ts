/**
 * A dialog inside a conversation of @grammyjs/conversations 2: a function to be awaited among the host's own `wait`s. There
 * is no database of ours in it. The place is what the plugin's replay leads to, which works because turns are decided by
 * pure functions; the plugin's guarantees are the ones that hold.
 *
 * Whatever touches the outside (messages, services, the clock, randomness) is done in `external`, through the outside
 * context: there it meets the host's transformers, is not done again by a replay, and an error of Telegram cannot leave
 * the plugin hanging (grammyjs/conversations issue 155).
 */
import type { Conversation } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import { systemClock, systemRandomness } from '../adapters/clock.ts'
import { createDateReader } from '../adapters/dates/reader.ts'
import { createDateWriter } from '../adapters/dates/writer.ts'
import { toIncoming } from '../adapters/telegram/inbound.ts'
import { createMessenger } from '../adapters/telegram/messenger.ts'
import type { Frame } from '../machines/conversation/frame.ts'
import { createDialogLibrary } from '../machines/dialog-library.ts'
import { fromJson, textAt } from '../machines/json.ts'
import type { RemoteService, ServiceRequest, Services } from '../machines/services.ts'
import type { Incoming, Sender } from '../ports/incoming.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'
import type { Message } from '../ports/message.ts'
import type { Messenger, MessengerResult } from '../ports/messenger.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { NewDelivery } from '../store/deliveries.ts'
import { openMemoryChat, type Decided, type MemoryChat } from './memory-chat.ts'
import { readDialogs, type DialogFiles } from './read-dialogs.ts'

export interface ConversationDialogsOptions extends DialogFiles {
  /** IANA name of the zone in which people here say «завтра в 15»; Europe/Moscow when absent. */
  readonly zone?: string
}

/** How a dialog ended, and what it was answered. */
export interface DialogEnd {
  readonly ending: 'done' | 'cancelled' | 'failed'
  /** By the names of the steps, results of calls among them. Empty where the person let the dialog go. */
  readonly answers: JsonObject
}

export interface ConversationDialogs {
  /**
   * Leads the person through a dialog; resolves when it has ended. What is nothing to it (another command, a press of
   * somebody else's button) is skipped, and goes on to the handlers behind the plugin.
   *
   * There is no outbox here: a message or a call can be repeated when the process dies before the plugin has stored its
   * state. Pauses between attempts of a call are waited out within the update, two seconds at most; `idle` means nothing.
   *
   * @throws Error when there is no such dialog, or the update is not of a private chat with a person.
   */
  run<OC extends Context, C extends Context>(
    conversation: Conversation<OC, C>,
    ctx: C,
    dialog: string,
    answers?: JsonObject,
  ): Promise<DialogEnd>
}

const policy = { workStartMinutes: 8 * 60, workEndMinutes: 20 * 60, dayEndMinutes: 19 * 60 }
const pauseMaxMs = 2_000
const seedLength = 12

/**
 * Reads the dialogs of a folder. Once, at the start: a conversation under way runs on what was read last.
 *
 * @throws DialogsRefused when a definition is wrong; RangeError for a service of the database, which there is none of here.
 */
export async function readConversationDialogs(
  options: ConversationDialogsOptions,
): Promise<ConversationDialogs> {
  const { zone = 'Europe/Moscow' } = options
  const services: Services = options.services ?? new Map()
  const local = [...services].find(([, { type }]) => type === 'local')?.[0]
  if (local !== undefined)
    throw new RangeError(`«${local}» is a service of the database; a conversation has none`)
  const { definitions, repairs } = await readDialogs(options)
  const libraries = new Map(definitions.map((one) => [one.definition.dialog, createDialogLibrary([one])]))
  const reader = createDateReader()
  const writer = createDateWriter()

  return {
    async run(conversation, ctx, dialog, answers = {}) {
      const dialogs = libraries.get(dialog)
      if (dialogs === undefined) throw new Error(`There is no dialog «${dialog}»`)
      const { sender } = personIn(ctx)
      const language: Language = /^en\b/i.test(sender.languageCode ?? '') ? 'en' : 'ru'
      const scene = { repairs, reader, writer, policy, language, zone, me: null }
      const seed = await conversation.external(() => systemRandomness.token(seedLength))
      const chat = openMemoryChat({
        sender,
        dialogs,
        seed,
        nowMs: await conversation.now(),
        scene: (nowMs) => ({ ...scene, nowMs }),
      })
      return talk({ conversation, chat, sender, language, services }, dialog, answers)
    },
  }
}

interface Talk<OC extends Context, C extends Context> {
  readonly conversation: Conversation<OC, C>
  readonly chat: MemoryChat
  readonly sender: Sender
  readonly language: Language
  readonly services: Services
}

async function talk<OC extends Context, C extends Context>(
  of: Talk<OC, C>,
  dialog: string,
  answers: JsonObject,
): Promise<DialogEnd> {
  const { conversation, chat } = of
  const begun = chat.person({ type: 'begin', dialog, answers }, await conversation.now())
  await carryOut(of, begun)
  for (let end = chat.end(); ; end = chat.end()) {
    if (end !== null) return endOf(end.frame)
    const ctx = await conversation.wait()
    const found = toIncoming(ctx.update)
    const decided =
      found === null || 'type' in found ? null : chat.person(found.event, await conversation.now())
    if (decided === null) await conversation.skip({ next: true })
    else await answer(of, found, decided)
  }
}

async function answer<OC extends Context, C extends Context>(
  of: Talk<OC, C>,
  found: ReturnType<typeof toIncoming>,
  decided: Decided,
): Promise<void> {
  if (found !== null && !('type' in found) && found.event.type === 'press') {
    const { pressId } = found.event
    const { note } = decided
    await of.conversation.external((outside) =>
      messengerOf(outside)
        .answerPress(pressId, note ?? undefined)
        .then(() => null),
    )
  }
  await carryOut(of, decided)
}

/** Does what a turn wants, and what the turns want that follow from it. */
async function carryOut<OC extends Context, C extends Context>(
  of: Talk<OC, C>,
  decided: Decided | null,
): Promise<void> {
  const { conversation, chat } = of
  const waiting: NewDelivery[] = []
  const add = ({ deliveries, cancels }: Decided): void => {
    const kept = waiting.filter(({ id }) => !cancels.includes(id))
    waiting.splice(0, waiting.length, ...kept, ...deliveries)
  }
  if (decided !== null) add(decided)
  for (let next = takeNext(waiting); next !== undefined; next = takeNext(waiting)) {
    const { kind, payload, id, dueAtMs } = next
    const name = textAt(payload, 'conversation')
    if (kind === 'call') {
      const outcome = await call(of, next)
      add(chat.result(name, id, outcome, await conversation.now()))
    } else if (kind !== 'timer') await show(of, next)
    else if (!textAt(payload, 'name').startsWith('idle.')) {
      const pauseMs = Math.min(pauseMaxMs, Math.max(0, dueAtMs - (await conversation.now())))
      await conversation.external(() => sleep(pauseMs))
      add(chat.timer(name, textAt(payload, 'name'), id, await conversation.now()))
    }
  }
}

/**
 * What is seen comes first, then calls, and timers last: the one that watches over a call is cancelled by its result, and
 * there is nobody here to interrupt a call.
 */
function takeNext(waiting: NewDelivery[]): NewDelivery | undefined {
  const seen = waiting.findIndex(({ kind }) => kind !== 'call' && kind !== 'timer')
  const calls = waiting.findIndex(({ kind }) => kind === 'call')
  const at = [seen, calls].find((index) => index >= 0) ?? 0
  return waiting.splice(at, 1)[0]
}

async function call<OC extends Context, C extends Context>(
  { conversation, sender, language, services }: Talk<OC, C>,
  { payload, chat }: NewDelivery,
): Promise<Outcome> {
  const service = textAt(payload, 'service')
  const remote = services.get(service)
  if (remote?.type !== 'remote') return { ok: false, reason: 'config', detail: `no service ${service}` }
  const request: ServiceRequest = {
    service,
    input: fromJson<JsonObject>(payload['input']),
    operation: textAt(payload, 'operation'),
    repeated: payload['repeated'] === true,
    chat,
    sender,
    actor: null,
    language,
    nowMs: await conversation.now(),
  }
  return conversation.external(() => run(remote, request))
}

/** What a service throws is a bug of its own; whether it had done anything by then cannot be known. */
async function run(service: RemoteService, request: ServiceRequest): Promise<Outcome> {
  try {
    return await service.run(request, AbortSignal.timeout(service.timeoutMs))
  } catch (error) {
    return { ok: false, reason: 'uncertain', detail: error instanceof Error ? error.name : 'not an error' }
  }
}

async function show<OC extends Context, C extends Context>(
  { conversation, chat: memory }: Talk<OC, C>,
  { kind, payload, chat }: NewDelivery,
): Promise<void> {
  const token = textAt(payload, 'token')
  const shown = memory.placeOf(token)
  const result = await conversation.external((outside) => {
    const messenger = messengerOf(outside)
    if (kind === 'erase') return messenger.remove(chat, Number(payload['messageId']))
    if (kind === 'strip') return shown === null ? nothing : messenger.removeButtons(chat, shown)
    const message = fromJson<Message>(payload['message'])
    return payload['place'] === 'edit' && shown !== null
      ? edited(messenger, chat, shown, message)
      : sent(messenger, chat, shown, message)
  })
  if (kind === 'card' && result.type === 'done') memory.placed(token, result.messageId)
}

const nothing: MessengerResult = { type: 'missing' }

async function edited(
  messenger: Messenger,
  chat: Incoming['sender']['chat'],
  shown: number,
  message: Message,
): Promise<MessengerResult> {
  const result = await messenger.edit(chat, shown, message)
  return result.type === 'missing' ? messenger.send(chat, message) : result
}

/** What the card showed before loses its buttons. */
async function sent(
  messenger: Messenger,
  chat: Incoming['sender']['chat'],
  shown: number | null,
  message: Message,
): Promise<MessengerResult> {
  const result = await messenger.send(chat, message)
  if (shown !== null && result.type === 'done') await messenger.removeButtons(chat, shown)
  return result
}

function messengerOf({ api }: Context): Messenger {
  return createMessenger({ api, log: () => {}, clock: systemClock })
}

function endOf(frame: Frame | null): DialogEnd {
  const ending = (['done', 'failed'] as const).find((one) => frame?.value === `end_${one}`) ?? 'cancelled'
  return { ending, answers: frame?.context.answers ?? {} }
}

function personIn(ctx: Context): Incoming {
  const found = toIncoming(ctx.update)
  if (found === null || 'type' in found) throw new Error('A dialog needs a private chat with a person')
  return found
}

function sleep(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, null)
  })
}
