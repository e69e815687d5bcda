/**
 * Stands before every service of the portal. The webhook may do everything, so nobody but us keeps an employee from what
 * is not theirs. In the order of the rules: the chat has a link (G4), its employee is one (G5), what is going to be done
 * is written down (G8). What they may do to the object itself (G7) is asked by the service, right before it is done.
 */
import type { RemoteService, Service, ServiceRequest } from '../../machines/services.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Link } from '../../store/links.ts'
import { createEmployment, type Employment, type EmploymentDeps } from './employment.ts'
import { createdObject, objectOf, type PortalService, type PortalUse } from './portal-service.ts'

export interface GateDeps extends EmploymentDeps {
  log(entry: { level: 'error'; message: string; [key: string]: unknown }): void
}

/** Lets nobody through to a service but whom it is for. */
export type Gate = (service: PortalService) => RemoteService

/** What a gated service may refuse with besides its own reasons. */
const gateReasons = ['denied', 'dismissed', 'temporary', 'limited', 'config'] as const

export function createGate(deps: GateDeps): Gate {
  const employment = createEmployment(deps)
  return (service) => ({
    ...service,
    reasons: [...new Set([...service.reasons, ...gateReasons])],
    async run(request, signal) {
      const passed = await pass(deps, employment, service, request)
      if (!passed.ok) return passed
      const { act } = passed
      return act === null
        ? service.run(request, signal)
        : finish(deps, act, () => service.run(request, signal))
    },
  })
}

/** Puts the gate before every service of the portal; the others are let be. */
export function gateServices(
  services: ReadonlyMap<string, PortalService | Exclude<Service, RemoteService>>,
  gate: Gate,
): ReadonlyMap<string, Service> {
  return new Map(
    [...services].map(([name, service]) => [name, service.type === 'remote' ? gate(service) : service]),
  )
}

/** Something that is going to be done in the portal, and has been written down. */
interface Act {
  readonly use: Exclude<PortalUse, 'reads'>
  readonly request: ServiceRequest
}

type Refusal = Extract<Outcome<never>, { ok: false }>
type Passed = Refusal | { readonly ok: true; readonly act: Act | null }

/** With the database away nobody passes: nothing has been done, and a moment later it may be back. */
async function pass(
  deps: GateDeps,
  employment: Employment,
  service: PortalService,
  request: ServiceRequest,
): Promise<Passed> {
  const { actor } = request
  if (actor === null) return denied
  try {
    const refusal = await employment.refuses(actor)
    if (refusal !== null) return refusal
    if (service.portal === 'reads') return { ok: true, act: null }
    const act = { use: service.portal, request }
    return (await begin(deps, act, actor)) ? { ok: true, act } : denied
  } catch (error) {
    const name = error instanceof Error ? error.name : 'thrown'
    return { ok: false, reason: 'temporary', detail: `${request.service}: not let through (${name})` }
  }
}

const denied: Refusal = { ok: false, reason: 'denied' }

/** False when the link has ended meanwhile. */
async function begin(deps: GateDeps, { use, request }: Act, actor: Link): Promise<boolean> {
  const { chat, service, operation: id, input } = request
  const { employee } = actor
  const atMs = deps.clock.now()
  return deps.store.transaction(async (unit) => {
    const link = await unit.links.byChat(chat)
    if (link?.employee !== employee) return false
    await unit.actions.begin({ id, chat, employee, service, object: objectOf(use, input), atMs })
    return true
  })
}

/** What became of it in the portal is the outcome, even where that cannot be written down. */
async function finish(deps: GateDeps, { use, request }: Act, run: () => Promise<Outcome>): Promise<Outcome> {
  const end = async (said: string, object?: string): Promise<void> => {
    const atMs = deps.clock.now()
    try {
      await deps.store.transaction(async (unit) => {
        await unit.actions.end(request.operation, said, atMs, object)
        // What the person has just changed is no news to them, and may be due at once.
        await unit.links.replan(request.chat)
      })
    } catch {
      deps.log({ level: 'error', message: 'the outcome of an action was not kept', service: request.service })
    }
  }
  try {
    const outcome = await run()
    await end(outcome.ok ? 'done' : outcome.reason, createdObject(use, outcome))
    return outcome
  } catch (error) {
    await end('threw')
    throw error
  }
}
