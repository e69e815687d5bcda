/** The whole application on one screen: who gets what. No logic. */
import { openStore } from '../db/database.ts'
import { createCalendar } from './adapters/bitrix24/calendar.ts'
import { createBitrixClient } from './adapters/bitrix24/client.ts'
import { createBulkReads } from './adapters/bitrix24/bulk-reads.ts'
import { createSharedBucket } from './adapters/bitrix24/limiter-shared.ts'
import { createLimiter, realSleep, type Sleep } from './adapters/bitrix24/limiter.ts'
import { createNotices } from './adapters/bitrix24/notices.ts'
import { createRoster } from './adapters/bitrix24/roster.ts'
import { createNameBook } from './adapters/bitrix24/name-book.ts'
import { createTaskDesk } from './adapters/bitrix24/task-desk.ts'
import { createTaskBoard } from './adapters/bitrix24/tasks.ts'
import { createDirectory } from './adapters/bitrix24/users.ts'
import { systemClock, systemRandomness } from './adapters/clock.ts'
import { deadlineOf, momentOf } from './adapters/dates/deadline.ts'
import { createDateReader } from './adapters/dates/reader.ts'
import { createDateWriter } from './adapters/dates/writer.ts'
import { createKnownPeople } from './adapters/people/known-people.ts'
import { openHooks, openHooksIfPossible, type HooksOptions } from './adapters/hooks/hooks.ts'
import { createTelegramClient } from './adapters/telegram/client.ts'
import { createFiles } from './adapters/telegram/files.ts'
import { readIdentity } from './adapters/telegram/identity.ts'
import { allowedUpdates } from './adapters/telegram/inbound.ts'
import { createMessenger } from './adapters/telegram/messenger.ts'
import { createPoller, type Poller } from './adapters/telegram/poller.ts'
import { createWebhook, type Webhook } from './adapters/telegram/webhook.ts'
import { createProxiedFetch } from './adapters/telegram/proxied-fetch.ts'
import { createConferences } from './adapters/telemost/conferences.ts'
import { readTelemostLink } from './adapters/telemost/link.ts'
import type { Config } from './config.ts'
import { createAlert } from './dialogs/alerts.ts'
import { createColleagueServices } from './dialogs/colleagues/services.ts'
import { createNewTaskServices } from './dialogs/create-task/services.ts'
import { createTaskDeskServices } from './dialogs/tasks/services.ts'
import { createSignature } from './dialogs/tasks/signature.ts'
import { createEventServices } from './dialogs/events/services.ts'
import { checkEmployees } from './dialogs/gate/check-employees.ts'
import { createGate, gateServices } from './dialogs/gate/gate.ts'
import { linkProblem } from './dialogs/link-account/alarms.ts'
import { loadLinkWording } from './dialogs/link-account/notices.ts'
import { createLinkServices } from './dialogs/link-account/services.ts'
import { createMenus, createMenuService } from './dialogs/menu.ts'
import { createMoveRestServices } from './dialogs/move-rest/services.ts'
import { createSettingsServices } from './dialogs/settings/services.ts'
import { defaultSettings, settingsOf } from './dialogs/settings/settings-of.ts'
import { createSnoozeServices } from './dialogs/snooze/services.ts'
import { watchDialogs } from './dialogs/live-edits.ts'
import { loadWording } from './dialogs/wording-file.ts'
import { loadShippedDialogs } from './dialogs/shipped.ts'
import { openInspector, type Inspector, type InspectorOptions } from './inspector/inspector.ts'
import type { Log } from './log.ts'
import { createDialogLibrary } from './machines/dialog-library.ts'
import type { Service } from './machines/services.ts'
import { createTurns } from './machines/turn.ts'
import type { Settings } from './store.ts'
import { toChatId, type Clock, type Randomness, type Reach, type WhenPolicy } from './ports.ts'
import { createDispatcher, type Dispatcher } from './scheduler/dispatcher.ts'
import { createAdoption } from './scheduler/adoption.ts'
import { createIntake } from './scheduler/intake.ts'
import { performCall, performTimer } from './scheduler/perform-call.ts'
import { performMessage } from './scheduler/perform-message.ts'
import { createHints } from './scheduler/notify/hints.ts'
import { createKnownWorkDays } from './scheduler/notify/known-work-days.ts'
import { createOverrides } from './scheduler/notify/overrides.ts'
import { createBulkNews } from './scheduler/notify/bulk-news.ts'
import { createSnoozing } from './scheduler/notify/snoozing.ts'
import { notificationTexts } from './scheduler/rules/compose/words.ts'
import { planAll, sendAll, tick } from './scheduler/tick.ts'
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

const workingHours = { workStartMinutes: 8 * 60, workEndMinutes: 20 * 60, dayEndMinutes: 19 * 60 }
/** What is in hand when it is asked to stop may take this long; everything together ends within 20 s. */
const stopGraceMs = 12_000
/** Requests that people's own commands may make before the database is asked for more. */
const tokensInHand = 4
/** A method of the portal that has worked its share is left alone for as long as the portal counts. */
const portalBusyMs = 10 * 60_000
/** A look at the portal that has to wait longer than this is given up, and taken again in its turn. */
const bulkPatienceMs = 60_000
/** Whoever has not been looked up for so long is, before they are told anything more. */
const checkedEveryMs = 24 * 3_600_000

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
  const { token, apiRoot, proxyUrl } = config.telegram
  const proxied = proxyUrl === null ? {} : { fetch: createProxiedFetch(proxyUrl) }
  const api = createTelegramClient({ token, apiRoot, log, ...proxied })
  const files = createFiles({ api, token, apiRoot, ...proxied })
  const messenger = createMessenger({ api, log, clock })
  const identity = await readIdentity(api)
  const alert = createAlert({
    messenger,
    chat: config.alertChat === null ? null : toChatId(config.alertChat),
    language: 'ru',
    clock,
    log,
  })

  // Only a single process on a file of its own can count requests without the database.
  const isAlone = roles.length > 1 && config.databaseUrl.startsWith('sqlite:')
  const bucket = createSharedBucket(
    {
      tokens: store.buckets,
      onFailure: () => log({ level: 'warn', message: 'the count of requests cannot be read' }),
    },
    { hand: roles.includes('bot') ? tokensInHand : 0 },
  )
  const limiter = createLimiter({
    clock,
    sleep,
    randomness: random,
    ...(!isAlone && { bucket }),
  })
  const { attempts, retryDelayMs: delayMs, webhook: portalWebhook } = config.bitrix24
  const client = createBitrixClient({
    webhook: portalWebhook,
    clock,
    limiter,
    sleep,
    randomness: random,
    retry: { attempts, delayMs },
    log: (entry) => {
      log({ level: entry.outcome === 'ok' ? 'info' : 'warn', message: 'bitrix24', ...entry })
      if (entry.redirected === true) alert('portal_renamed', entry.method)
    },
  })
  const directory = createDirectory({ client, clock })
  const notices = createNotices({ client, clock })
  const names = createNameBook({ client, clock, ttlMs: config.bitrix24.cacheTtlMs })
  const calendar = createCalendar({
    client,
    clock,
    names,
    readLink: readTelemostLink,
    zone: config.defaultZone,
  })
  const conferences = createConferences({
    apiRoot: config.telemost.apiRoot,
    token: config.telemost.token ?? '',
    clock,
  })
  let portalBusyUntilMs = -Infinity
  const bulk = createBulkReads({
    client,
    clock,
    sleep,
    readLink: readTelemostLink,
    names: createNameBook({ client, clock, ttlMs: config.bitrix24.cacheTtlMs, priority: 'background' }),
    patienceMs: bulkPatienceMs,
    note(told) {
      if (told.type === 'strangers') alert('strangers_listed', told.method)
      else log({ level: 'warn', message: 'bulk reads', note: told.type })
      if (told.type === 'waits') portalBusyUntilMs = clock.now() + portalBusyMs
    },
  })
  const desk = createTaskDesk({
    client,
    names,
    clock,
    sleep,
    onStrangers: () => alert('strangers_listed', 'tasks.task.list'),
  })
  const defaults = defaultSettings(config.notifications)
  const readSettings = (stored: Settings | null) => settingsOf(stored, defaults)
  const hangUp = new AbortController()
  stack.defer(() => hangUp.abort())
  const roster = createRoster({ client, clock, ttlMs: config.bitrix24.cacheTtlMs, signal: hangUp.signal })
  const people = createKnownPeople(roster)
  // Asked for now, so that the first sentence finds somebody.
  if (roles.includes('bot')) roster.people()
  const overrides = createOverrides(store, clock)
  const workDays = createKnownWorkDays({ calendar, overrides, clock, signal: hangUp.signal })
  if (roles.includes('bot')) workDays.now()
  const policy: WhenPolicy = {
    ...workingHours,
    get days() {
      return workDays.now()
    },
  }
  const reader = createDateReader()
  const writer = createDateWriter()

  const wording = loadLinkWording()
  const signature = createSignature(config.bitrix24.signed, 'ru')
  const gate = createGate({ store, directory, clock, wording, log })
  const known: ReadonlyMap<string, Service> = new Map([
    ...gateServices(
      new Map([
        ...createColleagueServices({ directory, people, searches: store.buckets }),
        ...createNewTaskServices({ tasks: createTaskBoard({ client, clock }), policy, deadlineOf }),
        ...createTaskDeskServices({ desk, files, writer, policy, deadlineOf, momentOf, signature }),
        ...createMoveRestServices({ desk, policy, deadlineOf }),
        ...createEventServices({
          calendar,
          conferences,
          directory,
          writer,
          defaults,
          readLink: readTelemostLink,
        }),
      ]),
      gate,
    ),
    ...createSettingsServices({
      writer,
      reader,
      defaults,
      positionOf: (employee) => roster.people().find(({ id }) => id === employee)?.position || null,
      portal: new URL(portalWebhook).host,
    }),
    ...createSnoozeServices({
      writer,
      policy,
      deadlineOf,
      ...createSnoozing({ readSettings }),
    }),
    ...createLinkServices({
      store,
      directory,
      notices,
      writer,
      clock,
      random,
      log,
      wording,
      portalLanguage: 'ru',
      secret: config.linkCodeSecret ?? random.token(64),
      allowedDomains: config.linkDomains,
      defaultZone: config.defaultZone,
      inviteUrl: (invite) => `https://t.me/${identity.username}?start=${invite}`,
      alert: (alarm) => alert(...linkProblem(alarm)),
    }),
  ])
  const { definitions, repairs } = await loadShippedDialogs(known, config.dialogsFolder)
  const menus = createMenus(
    definitions.map(({ definition }) => definition),
    repairs,
  )
  const services = new Map([...known, ['chat.menu', createMenuService({ messenger, menus })]])
  const dialogs = createDialogLibrary(definitions)
  await store.transaction((unit) => dialogs.keep(unit.definitions, clock.now()))

  const turns = createTurns({
    store,
    dialogs,
    services,
    repairs,
    reader,
    writer,
    policy,
    people,
    clock,
    random,
    reach,
    defaultZone: config.defaultZone,
    menuMark: menus.mark,
    alert: ({ code, error }) => {
      log({
        level: 'error',
        message: 'a turn threw',
        code,
        error: error instanceof Error ? error.stack : 'thrown',
      })
      alert('update_put_aside', code)
    },
  })
  const adoption = createAdoption({ store, dialogs, turns, log, nudge: () => dispatcher.nudge() })
  const deps = { store, messenger, services, turns, clock, random, alert, unreachable: turns.unreachable }
  const dispatcher = createDispatcher({
    outbox: store.outbox,
    clock,
    reach,
    log,
    perform: (delivery, signal) => {
      if (delivery.kind === 'call') return performCall(deps, delivery, signal)
      return delivery.kind === 'timer' ? performTimer(deps, delivery) : performMessage(deps, delivery, signal)
    },
    broken: (unit, delivery, error) => turns.broken(unit, delivery.chat, delivery.id, error),
    ...(options.leaseMs !== undefined && { leaseMs: options.leaseMs }),
  })
  dispatcher.start()
  stack.defer(() => dispatcher.stop(stopGraceMs))
  await adoption.start()
  stack.defer(() => adoption.stop())
  if (config.watchDialogs) {
    const { tell = (lines) => log({ level: 'info', message: lines }) } = options
    const { dialogsFolder: own } = config
    const { moveAll } = adoption
    const watching = watchDialogs({ services, dialogs, store, clock, own, moveAll, tell })
    stack.defer(() => watching.close())
  }

  const crowd = async (): Promise<number> => (await store.transaction((unit) => unit.links.all())).length
  const hints = createHints({ store, clock, crowd })
  const ticking = {
    store,
    news: createBulkNews({ bulk, calendar, clock, onTrouble: ({ kind, at }) => alert(kind, at) }),
    clock,
    random,
    readSettings,
    words: loadWording(new URL('dialogs/notifications.yaml', import.meta.url), notificationTexts),
    overrides,
    crowd,
    operatingShare: () => (clock.now() < portalBusyUntilMs ? 0.6 : 0),
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
      async send(signal) {
        const sent = await sendAll(ticking, signal)
        if (sent > 0) dispatcher.nudge()
        return sent
      },
      async checkEmployees(signal) {
        const checking = { store, directory, clock, wording }
        const report = await checkEmployees(checking, { olderThanMs: checkedEveryMs, signal })
        if (report.failed?.reason === 'suspect') alert('nobody_active', 'user.get')
        else if (report.failed?.trouble !== undefined)
          alert(report.failed.trouble.kind, report.failed.trouble.at)
        return report
      },
    })
    looking.start()
    ticker = looking
    stack.defer(() => looking.stop())
  }
  let poller: Poller | null = null
  let webhook: Webhook | null = null
  if (roles.includes('bot')) {
    void messenger.setCommands(menus.common('ru'))
    void messenger.setCommands(menus.common('en'), 'en')
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
          : { token: eventToken, portalHost: new URL(portalWebhook).host },
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
    username: identity.username,
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
