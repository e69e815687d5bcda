import type { ChatId } from '../ports/identity.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { LocalService, RemoteService, Service, ServiceRequest, Services } from './services.ts'

/** An answer of a service, as it was given. */
export interface Answered {
  readonly chat: ChatId
  readonly service: string
  /** Whether the chat spoke for an employee when it was asked. */
  readonly linked: boolean
  readonly outcome: Outcome
  /** When it had answered: milliseconds since the epoch. */
  readonly atMs: number
}

/** The same services, each of which tells what it has answered. What is heard changes nothing. */
export function overheard(
  services: Services,
  hear: (answered: Answered) => void,
  now: () => number,
): Services {
  const told: Told = (request, outcome) => {
    const { chat, service, actor } = request
    hear({ chat, service, linked: actor !== null, outcome, atMs: now() })
    return outcome
  }
  const tell = (service: Service): Service =>
    service.type === 'local' ? local(service, told) : remote(service, told)
  return new Map([...services].map(([name, service]) => [name, tell(service)]))
}

type Told = (request: ServiceRequest, outcome: Outcome) => Outcome

function local(service: LocalService, told: Told): LocalService {
  return { ...service, run: async (request, unit) => told(request, await service.run(request, unit)) }
}

function remote(service: RemoteService, told: Told): RemoteService {
  return { ...service, run: async (request, signal) => told(request, await service.run(request, signal)) }
}
