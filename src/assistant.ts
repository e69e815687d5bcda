/**
 * The assistant itself: who gets what, whoever brings the updates and whatever makes it look at the clock. A process
 * (app.ts) and a function of a cloud (edge.ts) are built around it. No logic.
 */
import type { OwnedStore } from '../db/store.ts'
import type { Content } from './dialogs/content.ts'
import { createCalendar } from './adapters/bitrix24/calendar.ts'
import { createBitrixClient } from './adapters/bitrix24/client.ts'
import { bulkMethods, createBulkReads } from './adapters/bitrix24/bulk-reads.ts'
import { createSharedBucket } from './adapters/bitrix24/limiter-shared.ts'
import { createLimiter, type Sleep } from './adapters/bitrix24/limiter.ts'
import { createNotices } from './adapters/bitrix24/notices.ts'
import { createRoster } from './adapters/bitrix24/roster.ts'
import { createNameBook } from './adapters/bitrix24/name-book.ts'
import { createTaskDesk } from './adapters/bitrix24/task-desk.ts'
import { createTaskBoard } from './adapters/bitrix24/tasks.ts'
import { createDirectory } from './adapters/bitrix24/users.ts'
import { deadlineOf, momentOf } from './adapters/dates/deadline.ts'
import { createDateReader } from './adapters/dates/reader.ts'
import { createDateWriter } from './adapters/dates/writer.ts'
import { createKnownPeople } from './adapters/people/known-people.ts'
import { createTelegramClient } from './adapters/telegram/client.ts'
import { createFiles } from './adapters/telegram/files.ts'
import { readIdentity } from './adapters/telegram/identity.ts'
import type { Fetch } from './adapters/telegram/transport.ts'
import { createMessenger } from './adapters/telegram/messenger.ts'
import { createConferences } from './adapters/telemost/conferences.ts'
import { readTelemostLink } from './adapters/telemost/link.ts'
import type { Config } from './config/config.ts'
import { createAlert, firstAmong } from './dialogs/alerts.ts'
import { createColleagueServices } from './dialogs/colleagues/services.ts'
import { createNewTaskServices } from './dialogs/create-task/services.ts'
import { createTaskDeskServices } from './dialogs/tasks/services.ts'
import { createSignature } from './dialogs/tasks/signature.ts'
import { createEventServices } from './dialogs/events/services.ts'
import { checkEmployees } from './dialogs/gate/check-employees.ts'
import { createGate, gateServices } from './dialogs/gate/gate.ts'
import { linkProblem } from './dialogs/link-account/alarms.ts'
import { linkWording } from './dialogs/link-account/notices.ts'
import { createLinkServices } from './dialogs/link-account/services.ts'
import { createMenus, createMenuService } from './dialogs/menu.ts'
import { createMoveRestServices } from './dialogs/move-rest/services.ts'
import { createSettingsServices } from './dialogs/settings/services.ts'
import { defaultSettings, settingsOf } from './dialogs/settings/settings-of.ts'
import { createSnoozeServices } from './dialogs/snooze/services.ts'
import type { Log } from './log.ts'
import { createDialogLibrary, type DialogLibrary } from './machines/dialog-library.ts'
import { overheard, type Answered } from './machines/overheard.ts'
import type { Service } from './machines/services.ts'
import { createTurns } from './machines/turn/turns.ts'
import type { Settings } from './store/settings.ts'
import type { WhenPolicy } from './ports/dates.ts'
import type { Clock, Randomness } from './ports/environment.ts'
import type { Reach } from './ports/fault-points.ts'
import { toChatId } from './ports/identity.ts'
import { createDispatcher } from './scheduler/dispatcher.ts'
import { performCall, performTimer } from './scheduler/perform-call.ts'
import { performMessage } from './scheduler/perform-message.ts'
import { createHints } from './scheduler/notify/hints.ts'
import { createKnownWorkDays } from './scheduler/notify/known-work-days.ts'
import { createOverrides } from './scheduler/notify/overrides.ts'
import { createBulkNews } from './scheduler/notify/bulk-news.ts'
import { createSnoozing } from './scheduler/notify/snoozing.ts'
import { notificationTexts } from './scheduler/rules/compose/words.ts'

export interface AssistantOptions {
  readonly store: OwnedStore
  readonly content: Content
  readonly log: Log
  readonly clock: Clock
  readonly random: Randomness
  readonly sleep: Sleep
  readonly reach: Reach
  /** Answers people, and so keeps ready what their sentences need. */
  readonly talks: boolean
  /** Nobody else asks the portal: requests are counted without the database. */
  readonly isAlone: boolean
  /** Told of every answer of a service. */
  readonly hear?: (answered: Answered) => void
  /** How Telegram is reached, if not directly. */
  readonly fetch?: Fetch
}

export type Assistant = Awaited<ReturnType<typeof openAssistant>>

const workingHours = { workStartMinutes: 8 * 60, workEndMinutes: 20 * 60, dayEndMinutes: 19 * 60 }
/** Requests that people's own commands may make before the database is asked for more. */
const tokensInHand = 4
/** A look at the portal that has to wait longer than this is given up, and taken again in its turn. */
const bulkPatienceMs = 60_000
/** Whoever has not been looked up for so long is, before they are told anything more. */
const checkedEveryMs = 24 * 3_600_000

/**
 * Puts everything together; nothing works by itself yet, but what is asked of the portal beforehand. Disposing of it
 * ends that, and leaves the store to whoever opened it.
 *
 * @throws DialogsRefused when a dialog definition is wrong; Error when the database or Telegram cannot be used.
 */
export async function openAssistant(config: Config, options: AssistantOptions) {
  const { store, content, log, clock, random, sleep, reach } = options
  await using stack = new AsyncDisposableStack()

  const { token, apiRoot } = config.telegram
  const proxied = options.fetch === undefined ? {} : { fetch: options.fetch }
  const api = createTelegramClient({ token, apiRoot, log, ...proxied })
  const files = createFiles({ api, token, apiRoot, ...proxied })
  const messenger = createMessenger({ api, log, clock })
  const identity = await readIdentity(api)
  const alert = createAlert({
    messenger,
    chat: config.alertChat === null ? null : toChatId(config.alertChat),
    language: 'ru',
    wording: content.wording,
    clock,
    isFirst: firstAmong(store.buckets),
    log,
  })

  const redis = config.redisUrl === null ? null : stack.use(await openRedis(config.redisUrl, config, options))
  const shared = redis === null ? {} : { memory: redis.memory }
  const buckets = redis?.tokens ?? store.buckets
  const bucket = createSharedBucket(
    {
      tokens: buckets,
      onFailure: () => log({ level: 'warn', message: 'the count of requests cannot be read' }),
    },
    { hand: options.talks ? tokensInHand : 0 },
  )
  const limiter = createLimiter({
    clock,
    sleep,
    randomness: random,
    ...(!options.isAlone && { bucket }),
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
  const names = createNameBook({ client, clock, ttlMs: config.bitrix24.cacheTtlMs, ...shared })
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
  const bulk = createBulkReads({
    client,
    clock,
    sleep,
    readLink: readTelemostLink,
    names: createNameBook({
      client,
      clock,
      ttlMs: config.bitrix24.cacheTtlMs,
      priority: 'background',
      ...shared,
    }),
    patienceMs: bulkPatienceMs,
    note(told) {
      if (told.type === 'strangers') alert('strangers_listed', told.method)
      else log({ level: 'warn', message: 'bulk reads', note: told.type })
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
  const roster = createRoster({
    client,
    clock,
    ttlMs: config.bitrix24.cacheTtlMs,
    signal: hangUp.signal,
    ...shared,
  })
  const people = createKnownPeople(roster)
  // Asked for now, so that the first sentence finds somebody.
  if (options.talks) roster.people()
  const overrides = createOverrides(store, clock)
  const workDays = createKnownWorkDays({ calendar, overrides, clock, signal: hangUp.signal })
  if (options.talks) workDays.now()
  const policy: WhenPolicy = {
    ...workingHours,
    get days() {
      return workDays.now()
    },
  }
  const reader = createDateReader()
  const writer = createDateWriter()

  const wording = linkWording(content.wording)
  const signature = createSignature(config.bitrix24.signed, 'ru', content.wording)
  const gate = createGate({ store, directory, clock, wording, log })
  const known: ReadonlyMap<string, Service> = new Map([
    ...gateServices(
      new Map([
        ...createColleagueServices({ directory, people, searches: buckets }),
        ...createNewTaskServices({
          tasks: createTaskBoard({ client, clock }),
          directory,
          policy,
          deadlineOf,
        }),
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
  const { definitions, repairs } = await content.dialogs(known)
  const dialogs = createDialogLibrary(definitions)
  const menus = createMenus(
    () => dialogs.names.flatMap((name) => dialogs.current(name)?.definition ?? []),
    repairs,
  )
  const { hear } = options
  const given = hear === undefined ? known : overheard(known, heardBy(hear, dialogs), () => clock.now())
  const services = new Map([...given, ['chat.menu', createMenuService({ messenger, menus })]])
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
  const deps = { store, messenger, services, turns, clock, random, alert, unreachable: turns.unreachable }
  const openDispatcher = (leaseMs?: number) =>
    createDispatcher({
      outbox: store.outbox,
      clock,
      reach,
      log,
      perform: (delivery, signal) => {
        if (delivery.kind === 'call') return performCall(deps, delivery, signal)
        return delivery.kind === 'timer'
          ? performTimer(deps, delivery)
          : performMessage(deps, delivery, signal)
      },
      broken: (unit, delivery, error) => turns.broken(unit, delivery.chat, delivery.id, error),
      ...(leaseMs !== undefined && { leaseMs }),
    })
  const crowd = async (): Promise<number> => (await store.transaction((unit) => unit.links.all())).length
  const hints = createHints({ store, clock, crowd })
  const ticking = {
    store,
    news: createBulkNews({ bulk, calendar, clock, onTrouble: ({ kind, at }) => alert(kind, at) }),
    clock,
    random,
    readSettings,
    words: content.wording('notifications', notificationTexts),
    overrides,
    crowd,
    operatingShare: () => Math.max(...bulkMethods.map((method) => client.operating.share(method))),
  }
  const open = stack.move()
  return {
    username: identity.username,
    api,
    messenger,
    menus,
    dialogs,
    services,
    turns,
    hints,
    ticking,
    openDispatcher,
    /** Looks up whoever has not been for a day. */
    async checkEmployees(signal: AbortSignal) {
      const checking = { store, directory, clock, wording }
      const report = await checkEmployees(checking, { olderThanMs: checkedEveryMs, signal })
      if (report.failed?.reason === 'suspect') alert('nobody_active', 'user.get')
      else if (report.failed?.trouble !== undefined)
        alert(report.failed.trouble.kind, report.failed.trouble.at)
      return report
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Loaded only where there is one. */
async function openRedis(url: string, { bitrix24 }: Config, { store, log }: AssistantOptions) {
  const { openShared } = await import('./adapters/redis/shared.ts')
  const { host } = new URL(bitrix24.webhook)
  return openShared({ url, installation: host, fallback: store.buckets, log })
}

/** Only what dialogs ask for: nobody waits for the rest. */
function heardBy(hear: (answered: Answered) => void, dialogs: DialogLibrary): typeof hear {
  const isAsked = (service: string): boolean =>
    dialogs.names.some((name) =>
      dialogs.current(name)?.definition.steps.some((step) => 'service' in step && step.service === service),
    )
  return (answered) => {
    if (isAsked(answered.service)) hear(answered)
  }
}
