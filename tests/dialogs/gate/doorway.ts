/** The gate between a recorded service, a real database and the sandbox's portal. */
import { openStore } from '../../../db/database.ts'
import type { OwnedStore } from '../../../db/store.ts'
import { createDirectory } from '../../../src/adapters/bitrix24/users.ts'
import type { EmploymentDeps } from '../../../src/dialogs/gate/employment.ts'
import { createGate, type GateDeps } from '../../../src/dialogs/gate/gate.ts'
import type { PortalService, PortalUse } from '../../../src/dialogs/gate/portal-service.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import type { ServiceRequest } from '../../../src/machines/services.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import type { PastAction } from '../../../src/store/actions.ts'
import type { Link } from '../../../src/store/links.ts'
import { startTestPortal, type TestPortal } from '../../adapters/bitrix24/sandbox-portal.ts'

export const MINUTE_MS = 60_000

export interface Doorway extends AsyncDisposable {
  readonly portal: TestPortal
  readonly store: OwnedStore
  readonly deps: EmploymentDeps
  readonly logged: readonly string[]
  /** What got through the gate. */
  readonly served: readonly ServiceRequest[]
  /** Calls a service that does `use`, in the name of whoever the chat is linked to. */
  calls(use: PortalUse, more?: Partial<ServiceRequest>): Promise<Outcome>
  /** Links the chat to an employee, whom the portal confirmed just now. */
  links(employee: number, number?: number): Promise<Link>
  link(): Promise<Link | null>
  actions(employee?: number): Promise<readonly PastAction[]>
  /** Texts on their way to chats. */
  said(): Promise<readonly unknown[]>
  /** How often the portal was asked for people. */
  asked(): number
  isDown(): void
  isUp(): void
}

export const chat = toChatId(7_000_001)
export const anna = 15

export interface DoorwayOptions extends Partial<GateDeps> {
  readonly serves?: (request: ServiceRequest) => Outcome | Promise<Outcome>
  /** What stands between the gate and the real database. */
  readonly around?: (store: OwnedStore) => GateDeps['store']
}

export async function openDoorway(options: DoorwayOptions = {}): Promise<Doorway> {
  const portal = await startTestPortal()
  const { clock, sandbox } = portal
  const store = await openStore({ url: 'sqlite::memory:', clock })
  const served: ServiceRequest[] = []
  const logged: string[] = []
  const { serves = () => ({ ok: true, value: null }), around, ...given } = options
  const deps: GateDeps = {
    store: around?.(store) ?? store,
    directory: createDirectory({ client: portal.connect(), clock }),
    clock,
    wording: loadLinkWording(),
    log: ({ message }) => logged.push(message),
    ...given,
  }
  const gate = createGate(deps)
  let operations = 0

  async function calls(use: PortalUse, more: Partial<ServiceRequest> = {}): Promise<Outcome> {
    operations += 1
    const service: PortalService = {
      type: 'remote',
      timeoutMs: 5_000,
      reasons: ['not_found'],
      portal: use,
      run: async (request) => {
        served.push(request)
        return serves(request)
      },
    }
    const request: ServiceRequest = {
      service: 'bitrix.tasks.move',
      input: { id: 8017, move: 'complete' } satisfies JsonObject,
      operation: `operation ${operations}`,
      repeated: false,
      chat,
      sender: { firstName: 'Анна' },
      actor: await store.transaction((unit) => unit.links.byChat(chat)),
      language: 'ru',
      nowMs: clock.now(),
      ...more,
    }
    return gate(service).run(request, new AbortController().signal)
  }

  return {
    portal,
    store,
    deps,
    logged,
    served,
    calls,
    async links(employee, number = 1) {
      const link: Link = {
        chat: toChatId(7_000_000 + number),
        employee: toPortalUserId(employee),
        name: 'Анна Петрова',
        firstName: 'Анна',
        zone: 'Europe/Moscow',
        linkedAtMs: clock.now(),
        checkedAtMs: clock.now(),
      }
      await store.transaction((unit) => unit.links.establish(link))
      return link
    },
    link: () => store.transaction((unit) => unit.links.byChat(chat)),
    actions: (employee = anna) =>
      store.transaction((unit) => unit.actions.ofEmployee(toPortalUserId(employee), 10)),
    async said() {
      const due = await store.outbox.claim({ limit: 50, nowMs: clock.now(), leaseMs: 90_000 })
      return due.filter(({ kind }) => kind === 'message').map(({ payload }) => payload['message'])
    },
    asked: () => sandbox.requests.filter(({ method }) => method === 'user.get').length,
    isDown: () => sandbox.fault({ kind: 'cut' }),
    isUp: () => sandbox.clearFaults(),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await portal[Symbol.asyncDispose]()
    },
  }
}
