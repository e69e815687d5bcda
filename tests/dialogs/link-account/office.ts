import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../../db/database.ts'
import type { OwnedStore } from '../../../db/store.ts'
import { createDirectory } from '../../../src/adapters/bitrix24/users.ts'
import { createNotices } from '../../../src/adapters/bitrix24/notices.ts'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import type { LinkAlarm, LinkDeps, LinkLogEntry } from '../../../src/dialogs/link-account/deps.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import { createLinkServices } from '../../../src/dialogs/link-account/services.ts'
import type { BackgroundCall, Service, ServiceRequest, Services } from '../../../src/machines/services.ts'
import { toChatId } from '../../../src/ports/identity.ts'
import type { Randomness } from '../../../src/ports/environment.ts'
import type { ChatId } from '../../../src/ports/identity.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import type { LinkAuditEvent } from '../../../src/store/links.ts'
import type { Delivery } from '../../../src/store/outbox.ts'
import { connectTo, startTestPortal } from '../../adapters/bitrix24/sandbox-portal.ts'
import type { TestPortal } from '../../adapters/bitrix24/sandbox-portal.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Employees of the sandbox's «Ромашка». */
export const anna = { id: 15, email: 'anna.petrova@romashka.example' }
export const igor = { id: 27, email: 'igor.kim@romashka.example' }
export const petr = { id: 31, email: 'petr.ivanov@romashka.example' }

export interface OfficeOptions extends Partial<Omit<LinkDeps, 'store' | 'clock'>> {
  /** Keep the database in a file, as in production; in memory otherwise. */
  readonly file?: true
  /** What stands between the services and the real database or portal. */
  readonly around?: (deps: LinkDeps) => Partial<LinkDeps>
}

export interface Phone {
  readonly chat: ChatId
  begins(): Promise<Outcome>
  /** Types an address; the look-up is still to come. */
  asks(email: string): Promise<Outcome>
  types(code: string): Promise<Outcome>
  opens(invite: string): Promise<Outcome>
  unlinks(): Promise<Outcome>
  /** Asks, lets the background work, and returns what the employee's bell shows. */
  getsCode(of: { readonly id: number; readonly email: string }): Promise<{ code: string; invite: string }>
  links(of: { readonly id: number; readonly email: string }): Promise<Outcome>
}

export interface Office extends AsyncDisposable {
  readonly store: OwnedStore
  readonly portal: TestPortal
  readonly services: Services
  readonly logged: readonly LinkLogEntry[]
  readonly alarms: readonly LinkAlarm[]
  phone(number: number, firstName?: string): Phone
  /** Does everything that is due, in the order it was enqueued; returns what was sent to chats. */
  work(): Promise<readonly { readonly chat: ChatId; readonly text: string }[]>
  run(service: string, chat: ChatId, input: JsonObject, more?: Partial<ServiceRequest>): Promise<Outcome>
  /** The look-up and the notice for what a phone has asked for, and what the dispatcher is told of it. */
  deliver(phone: Phone): Promise<Outcome>
  count(event: LinkAuditEvent): Promise<number>
  /** The text of the employee's notices, newest last. */
  bell(employee: { readonly id: number }): readonly string[]
  /** Every byte the database keeps in its files, the log included. */
  bytes(): Promise<Buffer>
}

export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'link-account-'))
  const portal = await startTestPortal()
  const { clock, sandbox } = portal
  const store = await openStore({
    url: options.file === true ? `sqlite:${join(folder, 'bot.db')}` : 'sqlite::memory:',
    clock,
  })
  const logged: LinkLogEntry[] = []
  const alarms: LinkAlarm[] = []
  const { client } = connectTo(sandbox.webhook, clock)
  const { around, file: _file, ...given } = options
  const plain: LinkDeps = {
    store,
    clock,
    directory: createDirectory({ client, clock }),
    notices: createNotices({ client, clock }),
    random: createSeededRandom(20_261_124),
    writer: createDateWriter(),
    wording: loadLinkWording(),
    secret: 'a secret of the tests, longer than 32 bytes',
    allowedDomains: [],
    defaultZone: 'Europe/Moscow',
    portalLanguage: 'ru',
    inviteUrl: (invite) => `https://t.me/romashka_helper_bot?start=${invite}`,
    alert: (alarm) => alarms.push(alarm),
    log: (entry) => logged.push(entry),
    ...given,
  }
  const services = new Map<string, Service>([
    ...createLinkServices({ ...plain, ...around?.(plain) }),
    // What a chat's menu shows is nobody's business here.
    [
      'chat.menu',
      { type: 'remote', timeoutMs: 1_000, reasons: [], run: async () => ({ ok: true, value: null }) },
    ],
  ])
  let turns = 0

  async function run(
    name: string,
    chat: ChatId,
    input: JsonObject,
    more: Partial<ServiceRequest> = {},
  ): Promise<Outcome> {
    turns += 1
    const operation = `${chat}:${turns}:1`
    const service = services.get(name)
    if (service === undefined) throw new Error(`No service ${name}`)
    const request = async (unit: { links: { byChat(chat: ChatId): Promise<ServiceRequest['actor']> } }) => ({
      service: name,
      input,
      operation,
      repeated: false,
      chat,
      sender: { firstName: senders.get(chat) ?? 'Кто-то' },
      actor: await unit.links.byChat(chat),
      language: 'ru' as const,
      nowMs: clock.now(),
      ...more,
    })
    if (service.type === 'local') {
      return store.transaction(async (unit) => service.run(await request(unit), unit))
    }
    return service.run(await store.transaction(request), new AbortController().signal)
  }

  const senders = new Map<ChatId, string>()

  async function perform(delivery: Delivery): Promise<string | null> {
    const { payload, chat } = delivery
    if (delivery.kind !== 'call') {
      await store.outbox.settle(delivery, { type: 'done' }, clock.now())
      return (payload['message'] as { text: string }).text
    }
    const call = payload as unknown as BackgroundCall
    const outcome = await run(call.service, chat, call.input, { operation: call.operation })
    const again = !outcome.ok && (outcome.reason === 'temporary' || outcome.reason === 'uncertain')
    const dueAtMs = clock.now() + (outcome.ok ? 0 : (outcome.retryAfterMs ?? 1_000))
    await store.outbox.settle(
      delivery,
      again ? { type: 'retry', dueAtMs, detail: 'later' } : { type: 'done' },
      clock.now(),
    )
    return null
  }

  const office: Office = {
    store,
    portal,
    services,
    logged,
    alarms,
    run,
    phone(number, firstName = 'Анна') {
      const chat = toChatId(7_000_000 + number)
      senders.set(chat, firstName)
      return createPhone(office, chat)
    },
    async work() {
      const said: { chat: ChatId; text: string }[] = []
      for (;;) {
        const due = await store.outbox.claim({ limit: 50, nowMs: clock.now(), leaseMs: 90_000 })
        if (due.length === 0) return said
        for (const delivery of due) {
          const text = await perform(delivery)
          if (text !== null) said.push({ chat: delivery.chat, text })
        }
      }
    },
    async deliver({ chat }) {
      const attempt = await store.transaction((unit) => unit.links.attempt(chat))
      return run('link.deliver', chat, { attempt: attempt?.id ?? '' })
    },
    count: (event) =>
      store.transaction(async (unit) => (await unit.links.count(event, 'everybody', 0)).times),
    bell: ({ id }) => sandbox.notices(id).map(({ message }) => message),
    async bytes() {
      const files = await readdir(folder)
      return Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))))
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await portal[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
  return office
}

function createPhone(office: Office, chat: ChatId): Phone {
  const confirm = (input: JsonObject) =>
    office.run('link.confirm', chat, { code: null, invite: null, ...input })
  const phone: Phone = {
    chat,
    begins: () => office.run('link.begin', chat, {}),
    asks: (email) => office.run('link.request', chat, { email }),
    types: (code) => confirm({ code }),
    opens: (invite) => confirm({ invite }),
    unlinks: () => office.run('link.end', chat, {}),
    async getsCode(of) {
      const asked = await phone.asks(of.email)
      if (!asked.ok) throw new Error(`No code was asked for: ${asked.reason}`)
      await office.work()
      return secretsIn(office.bell(of))
    },
    async links(of) {
      const { code } = await phone.getsCode(of)
      return phone.types(code)
    },
  }
  return phone
}

/** The code and the invite of the newest notice that has them. */
export function secretsIn(bell: readonly string[]): { code: string; invite: string } {
  const notice = bell.findLast((text) => text.includes('?start=')) ?? ''
  const code = /(\d{3})\u00A0(\d{3})/.exec(notice)
  const invite = /\?start=([\w-]+)/.exec(notice)
  if (code === null || invite === null) throw new Error(`No code in the bell: ${bell.join(' | ')}`)
  return { code: `${code[1] ?? ''}${code[2] ?? ''}`, invite: invite[1] ?? '' }
}

/** A code that surely is not `code`. */
export function wrongFor(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}

/** Repeatable, and different at every call. */
export function createSeededRandom(seed: number): Randomness {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let state = seed >>> 0
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return {
    integer: next,
    token: (length) => Array.from({ length }, () => letters[next(64)]).join(''),
  }
}
