/**
 * The sandbox's web site: a phone with the bot's chat for each person, beside it the portal where the confirmation code
 * arrives. It only shows and taps; everything it knows comes from the two servers it is handed.
 */
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'

import type { Clock } from '../src/ports/environment.ts'
import type { BitrixSandbox } from './bitrix24/server.ts'
import { createBlockList } from './site/block-list.ts'
import { chatApi } from './site/chat-api.ts'
import type { MovableClock } from './clock.ts'
import { listenOnLoopback } from './loopback.ts'
import { chatView, peopleView } from './site/chat-view.ts'
import { clockApi } from './site/clock-api.ts'
import { createFaultSwitches } from './site/faults.ts'
import { filesApi } from './site/files-api.ts'
import { guardLoopback, limitBody, lockDown, requireJson } from './site/guard.ts'
import { servePages } from './site/page-files.ts'
import { createAnswerBook, type AnswerBook } from './site/answer-book.ts'
import { answersApi } from './site/answers-api.ts'
import { portalApi } from './site/portal-api.ts'
import { portalView } from './site/portal-view.ts'
import { streamApi } from './site/stream.ts'
import type { TelegramSandbox } from './telegram/server.ts'
import type { TelemostSandbox } from './telemost/server.ts'

export interface Site extends AsyncDisposable {
  /** What to open in a browser, e.g. `http://127.0.0.1:8080`. */
  readonly url: string
}

export interface SiteOptions {
  readonly telegram: TelegramSandbox
  readonly bitrix: BitrixSandbox
  /** A page may move it forward when it is a {@link MovableClock}. */
  readonly clock: Clock | MovableClock
  /** Gets a switch among the faults. */
  readonly telemost?: TelemostSandbox
  /** 0 lets the system choose. */
  readonly port: number
  /** The name over the chat; «Помощник Битрикс24» by default. */
  readonly botName?: string
  /** Of the assistant, where its answers are heard: none by default. */
  readonly answers?: AnswerBook
}

/** Listens on 127.0.0.1 only. Disposing ends every open page's stream. @throws the system's error when the port is taken. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const { telegram, bitrix, clock, port } = options
  const places = { botUsername: telegram.botUsername, portalOrigin: bitrix.origin }
  const faults = createFaultSwitches(telegram, bitrix, options.telemost)
  const movable = 'moveTo' in clock ? clock : undefined
  const blocks = createBlockList(telegram)
  const bot = { name: options.botName ?? 'Помощник Битрикс24', username: telegram.botUsername }
  const shown = streamApi({
    clock,
    picture: (person) => ({
      bot,
      people: peopleView(telegram, blocks),
      ...(person && { chat: chatView(person, places, blocks) }),
      portal: portalView(bitrix, telegram.persons, places, clock.now()),
      faults: faults.list(),
      clock: { offsetMs: movable?.offsetMs() ?? null },
    }),
    personOf: (id) => telegram.persons.find(({ profile }) => profile.id === id),
    subscriptions: [
      (listener) => telegram.onChange(listener),
      (listener) => bitrix.onChange(listener),
      (listener) => faults.onChange(listener),
      ...(movable === undefined ? [] : [(listener: () => void) => movable.onMove(listener)]),
    ],
  })

  const app = new Hono()
  app.use(guardLoopback(), lockDown(), requireJson(), limitBody())
  app.route('/api', shown.routes)
  app.route('/api', chatApi(telegram, places, blocks))
  app.route('/api', filesApi(telegram, bitrix))
  app.route('/api', portalApi(bitrix, faults))
  app.route('/api', clockApi(movable))
  app.route('/api', answersApi(options.answers ?? createAnswerBook()))
  app.route('/', servePages())
  app.onError((_error, context) => context.json({ error: 'Внутренняя ошибка песочницы.' }, 500))
  app.notFound((context) => context.text('Такой страницы нет.', 404))

  const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' })
  const listening = await listenOnLoopback(server, port)
  return {
    url: listening.origin,
    async [Symbol.asyncDispose]() {
      shown.end()
      await listening.close()
    },
  }
}
