/** The assistant as a process: what brings it updates, makes it look at the clock, and ends it. */
import { openStore } from '../db/database.ts'
import { realSleep, type Sleep } from './adapters/bitrix24/limiter.ts'
import { systemClock, systemRandomness } from './adapters/clock.ts'
import { openHooks, openHooksIfPossible, type HooksOptions } from './adapters/hooks/hooks.ts'
import { allowedUpdates } from './adapters/telegram/inbound.ts'
import { createPoller, type Poller } from './adapters/telegram/poller.ts'
import { createWebhook, type Webhook } from './adapters/telegram/webhook.ts'
import { createProxiedFetch } from './adapters/telegram/proxied-fetch.ts'
import { openAssistant } from './assistant.ts'
import type { Config } from './config/config.ts'
import { contentOfFiles } from './dialogs/content.ts'
import { watchDialogs } from './dialogs/live-edits.ts'
import { openInspector, type Inspector, type InspectorOptions } from './inspector/inspector.ts'
import type { Log } from './log.ts'
import type { Answered } from './machines/overheard.ts'
import type { Clock, Randomness } from './ports/environment.ts'
import type { Reach } from './ports/fault-points.ts'
import type { Dispatcher } from './scheduler/dispatcher.ts'
import { createAdoption } from './scheduler/adoption.ts'
import { createIntake } from './scheduler/intake.ts'
import { planAll, sendPart, tick } from './scheduler/tick.ts'
import { createTicker, type Ticker } from './scheduler/ticker.ts'

export type Role = 'bot' | 'ticker'

export interface AppOptions {
  readonly roles: readonly Role[]
  readonly log: Log
  readonly clock?: Clock
  readonly random?: Randomness
  /** How a pause before another try is waited out: in real time, unless somebody else moves the clock. */
  readonly sleep?: Sleep
  readonly leaseMs?: number
  /** Says something to whoever sits before the process: what became of a dialog they saved. */
  readonly tell?: (lines: string) => void
  /** Told of every answer of a service: for a sandbox that saves conversations. */
  readonly hear?: (answered: Answered) => void
  /** Where a test may kill the process. */
  readonly reach?: Reach
  /** Shows the conversations live, on this machine alone; off unless asked for. */
  readonly inspect?: Pick<InspectorOptions, 'port' | 'viewer'>
}

export interface App extends AsyncDisposable {
  /** The bot's name, for links into the chat. */
  readonly username: string
  /** Resolves when updates cannot come any more (the token is refused), never in the role of the ticker alone. */
  readonly finished: Promise<'stopped' | 'misconfigured'>
  readonly inspector: Pick<Inspector, 'page' | 'socket'> | null
  /** For whoever moves the clock: looks at it again, and tells when nothing is left to do. */
  readonly dispatcher: Pick<Dispatcher, 'nudge' | 'drained'>
}

/** What is in hand when it is asked to stop may take this long; everything together ends within 20 s. */
const stopGraceMs = 12_000

/**
 * Opens everything and starts working.
 *
 * @throws DialogsRefused when a dialog definition is wrong; Error when the database or Telegram cannot be used.
 */
export async function openApp(config: Config, options: AppOptions): Promise<App> {
  const { log, roles, clock = systemClock, random = systemRandomness, reach = () => {} } = options
  const { sleep = realSleep } = options
  await using stack = new AsyncDisposableStack()

  const store = stack.use(await openStore({ url: config.databaseUrl, clock }))
  const { proxyUrl } = config.telegram
  const assistant = stack.use(
    await openAssistant(config, {
      store,
      content: contentOfFiles(config.dialogsFolder),
      log,
      clock,
      random,
      sleep,
      reach,
      talks: roles.includes('bot'),
      ...(options.hear && { hear: options.hear }),
      // Only a single process on a file of its own can count requests without the database.
      isAlone: roles.length > 1 && config.databaseUrl.startsWith('sqlite:'),
      ...(proxyUrl !== null && { fetch: createProxiedFetch(proxyUrl) }),
    }),
  )
  const { api, messenger, menus, dialogs, services, turns, hints, ticking } = assistant
  // Whoever is connected gets theirs at their next word: only the common menu has nobody who would ask for it.
  const showMenus = (): void => {
    if (!roles.includes('bot')) return
    void messenger.setCommands(menus.common('ru'))
    void messenger.setCommands(menus.common('en'), 'en')
  }
  const adoption = createAdoption({
    store,
    dialogs,
    turns,
    log,
    nudge: () => dispatcher.nudge(),
    adopted: showMenus,
  })
  const dispatcher = assistant.openDispatcher(options.leaseMs)
  dispatcher.start()
  stack.defer(() => dispatcher.stop(stopGraceMs))
  await adoption.start()
  stack.defer(() => adoption.stop())
  if (config.watchDialogs) {
    const { tell = (lines) => log({ level: 'info', message: lines }) } = options
    const { dialogsFolder: own, authorLanguage: language } = config
    const { moveAll } = adoption
    const replaced = showMenus
    const watching = watchDialogs({
      services,
      dialogs,
      store,
      clock,
      own,
      language,
      moveAll,
      replaced,
      tell,
    })
    stack.defer(() => watching.close())
  }

  const look = async (signal?: AbortSignal) => {
    await hints.apply()
    const report = await tick(ticking, signal)
    if (report.sent > 0) dispatcher.nudge()
    return report
  }
  let ticker: Ticker | null = null
  if (roles.includes('ticker')) {
    const looking = createTicker({
      maintenance: store.maintenance,
      clock,
      log,
      async plan(signal) {
        await hints.apply()
        return planAll(ticking, signal)
      },
      async send(which, signal) {
        const sent = await sendPart(ticking, which, signal)
        if (sent > 0) dispatcher.nudge()
        return sent
      },
      checkEmployees: assistant.checkEmployees,
    })
    looking.start()
    ticker = looking
    stack.defer(() => looking.stop())
  }
  let poller: Poller | null = null
  let webhook: Webhook | null = null
  if (roles.includes('bot')) {
    showMenus()
    const intake = createIntake({ turns, messenger, reach, nudge: () => dispatcher.nudge() })
    const { updates } = config.telegram
    const receiving = { api, clock, log, deliver: intake, allowedUpdates }
    const receiver =
      updates.type === 'polling'
        ? (poller = createPoller(receiving))
        : (webhook = createWebhook({ ...receiving, ...updates }))
    stack.defer(() => receiver.stop())
  }
  if (config.listen !== null && (ticker !== null || webhook !== null)) {
    const { eventToken } = config.bitrix24
    const { updates } = config.telegram
    const isTicker = ticker !== null
    const options: HooksOptions = {
      listen: config.listen,
      proof:
        !isTicker || eventToken === null
          ? null
          : { token: eventToken, portalHost: new URL(config.bitrix24.webhook).host },
      tick: !isTicker || config.tickSecret === null ? null : { secret: config.tickSecret, run: look },
      updates:
        webhook === null || updates.type === 'polling'
          ? null
          : { path: new URL(updates.url).pathname, secret: updates.secret, take: webhook.take },
      clock,
      log,
      onHint: (hint) => {
        log({ level: 'debug', message: 'the portal told of a change', ...hint })
        hints.add()
      },
    }
    // Without updates there is nothing to do at all; without hints, everything is only later.
    stack.use(await (webhook === null ? openHooksIfPossible(options) : openHooks(options)))
  }
  poller?.start()
  webhook?.start()

  const { history } = store
  const inspector =
    options.inspect === undefined
      ? null
      : stack.use(await openInspector({ ...options.inspect, history, random, log }))

  const open = stack.move()
  return {
    username: assistant.username,
    inspector,
    dispatcher: {
      nudge() {
        dispatcher.nudge()
        ticker?.nudge()
      },
      async drained() {
        await ticker?.idle()
        await dispatcher.drained()
      },
    },
    finished: poller?.ended ?? webhook?.ended ?? new Promise<never>(() => {}),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
