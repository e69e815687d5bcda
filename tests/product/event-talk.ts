/** A world with video calls, and what the dialogs about meetings need over and over: shared by the transcripts. */
import { startTelemost, type TelemostSandbox } from '../../sandbox/telemost/server.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { testClock } from '../support/clock.ts'
import { openWorld, type World, type WorldOptions } from '../support/world.ts'

export interface Meetings extends AsyncDisposable {
  readonly world: World
  readonly telemost: TelemostSandbox
}

/** The world of the other transcripts, and Telemost beside it. */
export async function openMeetings(
  options: Pick<WorldOptions, 'modes'> & { readonly permissions?: readonly 'read'[] } = {},
): Promise<Meetings> {
  const { permissions, modes } = options
  const telemost = await startTelemost({ clock: testClock(), ...(permissions && { permissions }) })
  const world = await openWorld({
    ...(modes && { modes }),
    env: { TELEMOST_API_ROOT: telemost.apiRoot, TELEMOST_OAUTH_TOKEN: telemost.token },
  })
  return {
    world,
    telemost,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await telemost[Symbol.asyncDispose]()
    },
  }
}

/** The event of the portal with this name; of several, the newest. */
export function eventNamed(world: World, name: string) {
  const found = world.portal.events().findLast((one) => one.name === name)
  if (found === undefined) throw new Error(`No event «${name}»`)
  return found
}

export function eventsNamed(world: World, name: string): number {
  return world.portal.events().filter((one) => one.name === name).length
}

/** Opens the card of the first line with this title, in the schedule of those days. */
export async function openEvent(world: World, chat: ChatClient, days: string, title: string): Promise<void> {
  await shows(world, () => chat.says(`/schedule ${days}`))
  const nth = new RegExp(`^(\\d+)\\. .*${title}`, 'm').exec(chat.screen())?.[1] ?? '?'
  await shows(world, () => chat.clicks(nth))
}

/** Does it, and waits for all that comes of it: what is on the screen afterwards is new. */
export async function shows(world: World, doing: () => unknown): Promise<void> {
  await doing()
  await world.settled()
}

/** A meeting tomorrow at three with Игорь Ким and a room, short of its confirmation. */
export async function atEventCard(chat: ChatClient, title = 'Показ клиенту'): Promise<void> {
  await chat.asks(`/event ${title} завтра 15:00–16:00`, 'Кого пригласить?')
  await chat.asks('Ким', 'Участники: 1.')
  await chat.clicks('Готово')
  await chat.sees('Нужна ссылка на Телемост?')
  await chat.clicks('Создать ссылку')
  await chat.sees('Проверьте встречу')
}

/** The methods of the portal called while this was done. */
export async function callsOf(world: World, doing: () => Promise<unknown>): Promise<readonly string[]> {
  const before = world.portal.requests.length
  await doing()
  await world.settled()
  return world.portal.requests.slice(before).map(({ method }) => method)
}
