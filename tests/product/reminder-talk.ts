/** What the tests of digests and reminders do over and over: the clock, the portal's other people, what came. */
import type { JsonObject } from '../../src/ports/json.ts'
import { openApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { plain, type ChatClient } from '../support/chat-client.ts'
import { openWorld, type World, type WorldOptions } from '../support/world.ts'

/** The world begins on Monday, 23 November 2026, at noon in Moscow. */
export function openTicking(options: Omit<WorldOptions, 'ticker'> = {}): Promise<World> {
  return openWorld({ ...options, ticker: true })
}

export const contract = 'Подготовить договор с ООО «Вектор»'
export const demo = 'Показ для ООО «Вектор»'

/** A title as it stands inside quotation marks. */
export function quoted(title: string): string {
  return `«${title.replace('«', '„').replace('»', '“')}»`
}

/** `2026-11-24 08:00`, in Moscow. */
export function moscow(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}:00+03:00`)
}

/** Sets the clock to that minute in Moscow at once, and waits for all that comes of it. */
export async function at(world: World, local: string): Promise<void> {
  world.pass(moscow(local) - world.clock.now())
  await world.settled()
}

/** The same, looking around every few minutes on the way, as a program that runs all the time does. */
export async function goOnTo(world: World, local: string, stepMinutes = 5): Promise<void> {
  const toMs = moscow(local)
  while (toMs - world.clock.now() > stepMinutes * 60_000) {
    world.pass(stepMinutes * 60_000)
    await world.settled()
  }
  await at(world, local)
}

/** The bot's messages of the chat that came while this was done, with plain spaces, oldest first. */
export async function came(chat: ChatClient, doing: () => Promise<unknown>): Promise<readonly string[]> {
  const before = new Set(chat.person.messages().map(({ messageId }) => messageId))
  await doing()
  return chat.person
    .messages()
    .filter(({ from, messageId }) => from === 'bot' && !before.has(messageId))
    .map(({ text }) => plain(text))
}

/** The newest message whose words hold this, as it is seen now, with its buttons. */
export function messageWith(chat: ChatClient, words: string) {
  const found = chat.person
    .messages()
    .findLast(({ from, text }) => from === 'bot' && plain(text).includes(words))
  if (found === undefined) throw new Error(`Nobody said «${words}»:\n${chat.transcript().join('\n')}`)
  return {
    messageId: found.messageId,
    text: plain(found.text),
    labels: found.buttons.flat().map(({ label }) => plain(label)),
    buttons: found.buttons.flat(),
  }
}

/** Presses a button of the newest message that holds these words, and waits for what comes of it. */
export async function pressOn(world: World, chat: ChatClient, words: string, label: string) {
  const { messageId, buttons } = messageWith(chat, words)
  const button = buttons.find((one) => plain(one.label) === label)
  if (button === undefined) throw new Error(`No «${label}» under «${words}»`)
  world.pass(3_000)
  const result = await chat.person.press({ messageId, label: button.label })
  await world.settled()
  return result
}

/** Does something of one's own in the chat, and waits for what comes of it. */
export async function does(world: World, ...doing: readonly (() => unknown)[]): Promise<void> {
  for (const one of doing) {
    await one()
    await world.settled()
  }
}

/** No digests any more, so that every reminder speaks for itself. */
export async function withoutDigests(world: World, chat: ChatClient): Promise<void> {
  for (const which of ['Утро', 'Вечер']) {
    await does(
      world,
      () => chat.says('/notifications'),
      () => chat.clicks(which),
      () => chat.clicks('Не присылать'),
    )
  }
}

/** Changes the hour of a digest, as the person does. */
export async function setHour(world: World, chat: ChatClient, which: 'Утро' | 'Вечер', hour: string) {
  await does(
    world,
    () => chat.says('/notifications'),
    () => chat.clicks(which),
    () => chat.clicks('Другое'),
    () => chat.says(hour),
  )
}

/** A colleague changes something in the portal itself. @throws Error when the portal refuses. */
export async function inPortal(world: World, method: string, params: JsonObject): Promise<void> {
  const response = await fetch(`${world.portal.webhook}${method}.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  if (!response.ok) throw new Error(`${method}: ${await response.text()}`)
  await response.text()
}

/** Moves a meeting of the portal to that hour, for as long as it was planned, on behalf of its host. */
export async function moveMeeting(world: World, name: string, from: string, to: string): Promise<void> {
  const { id, ownerId, entries } = meetingNamed(world, name)
  await inPortal(world, 'calendar.event.update', {
    id,
    type: 'user',
    ownerId,
    host: ownerId,
    is_meeting: 'Y',
    attendees: entries.map(({ userId }) => userId),
    name,
    from: `${from}:00`,
    to: `${to}:00`,
    timezone_from: 'Europe/Moscow',
    timezone_to: 'Europe/Moscow',
    skip_time: 'N',
  })
}

export async function callOff(world: World, name: string): Promise<void> {
  const { id, ownerId } = meetingNamed(world, name)
  await inPortal(world, 'calendar.event.delete', { id, type: 'user', ownerId })
}

function meetingNamed(world: World, name: string) {
  const found = world.portal.events().find((one) => one.name === name)
  if (found === undefined) throw new Error(`No meeting «${name}»`)
  return found
}

export function taskNamed(world: World, title: string) {
  const found = world.portal.tasks().find((one) => one.title === title)
  if (found === undefined) throw new Error(`No task «${title}»`)
  return found
}

/** A task of Анна Петрова's own, made a week ago. */
export function ownTask(world: World, title: string, deadline: string): number {
  return world.portal.addTask({
    title,
    responsibleId: 15,
    createdBy: 15,
    deadlineMs: moscow(deadline),
    createdAtMs: moscow('2026-11-16 10:00'),
  })
}

/** One more process of the assistant on the same database, which only keeps time. */
export async function anotherTicker(world: World): Promise<App> {
  const webhook = new URL(world.portal.webhook)
  webhook.port = String(world.gate.port)
  const { config, problems } = readConfig({
    TELEGRAM_BOT_TOKEN: world.telegram.token,
    TELEGRAM_API_ROOT: world.telegram.apiRoot,
    BITRIX24_WEBHOOK: webhook.href,
    DATABASE_URL: `sqlite:${world.folder}/bot.db`,
    LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
    BITRIX24_RETRY_DELAY: '0',
  })
  if (config === null) throw new Error(JSON.stringify(problems))
  return openApp(config, {
    roles: ['ticker'],
    clock: world.clock,
    sleep: world.clock.sleep,
    log: () => {},
  })
}
