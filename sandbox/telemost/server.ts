/**
 * A small real Telemost on the loopback: the rooms API the assistant uses, reached by URL alone. Behaviours carry their
 * source (docs: yandex.ru/dev/telemost, OpenAPI 1.0.2; inferred); what is contested is a mode.
 */
import type { Clock } from '../../src/ports/environment.ts'
import type { Json } from '../../src/ports/json.ts'
import type { ApiDeps, TelemostModes } from './api.ts'
import type { ConferenceRow, TelemostState } from './conferences.ts'
import { createFaults, type FaultRule } from './faults.ts'
import { listen } from './listener.ts'

export interface TelemostOptions {
  readonly clock: Clock
  /** Chosen by the system when absent. */
  readonly port?: number
  readonly token?: string
  /** Of `telemost-api:conferences.*`; all four when absent. */
  readonly permissions?: readonly ('create' | 'read' | 'update' | 'delete')[]
  /** Addresses that have a Yandex account; every address when absent. */
  readonly yandexAccounts?: readonly string[]
  readonly liveStreams?: boolean
  readonly modes?: Partial<TelemostModes>
  /** What {@link TelemostSandbox.save} returned. */
  readonly restore?: Json
}

/** One request as tests look at it. */
export interface RequestLog {
  /** As `POST /conferences`; null when there is no such route. */
  readonly route: string | null
  /** 0 when the connection was cut instead of an answer. */
  readonly status: number
  readonly atMs: number
}

export interface TelemostSandbox extends AsyncDisposable {
  /** What `TELEMOST_API_ROOT` is set to. */
  readonly apiRoot: string
  /** What `TELEMOST_OAUTH_TOKEN` is set to. */
  readonly token: string
  /** May be changed while it runs. */
  readonly modes: TelemostModes
  conferences(): readonly ConferenceRow[]
  /** The last thousand, newest last. */
  readonly requests: readonly RequestLog[]
  fault(rule: FaultRule): void
  clearFaults(): void
  /** Called after every request; returns the way to stop. */
  onChange(listener: () => void): () => void
  save(): Json
}

const requestsKept = 1000

export async function startTelemost(options: TelemostOptions): Promise<TelemostSandbox> {
  const { clock, token = 'y0_AgAAAAsandboxTelemostToken' } = options
  const state = restoreState(options.restore)
  const modes: TelemostModes = { tokenRevoked: false, restricted: false, ...options.modes }
  const faults = createFaults()
  const requests: RequestLog[] = []
  const listeners = new Set<() => void>()
  const api = (): ApiDeps => ({
    state,
    token,
    permissions: options.permissions ?? ['create', 'read', 'update', 'delete'],
    account: { liveStreams: options.liveStreams ?? false, yandexAccounts: options.yandexAccounts ?? null },
    modes,
    nowMs: clock.now(),
  })

  const served = (route: string | null, status: number): void => {
    requests.push({ route, status, atMs: clock.now() })
    if (requests.length > requestsKept) requests.shift()
    listeners.forEach((listener) => listener())
  }
  const listening = await listen({ api, faults, served }, options.port ?? 0)

  return {
    apiRoot: listening.origin,
    token,
    modes,
    conferences: () => state.conferences,
    requests,
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    // Rows are JSON by construction; an interface without index signature cannot say so to the compiler.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    save: () => structuredClone(state) as unknown as Json,
    [Symbol.asyncDispose]: () => listening.close(),
  }
}

/** @throws Error when `saved` is not this sandbox's own. */
function restoreState(saved: Json | undefined): TelemostState {
  if (saved === undefined) return { version: 1, made: 0, conferences: [] }
  if (typeof saved !== 'object' || saved === null || !('version' in saved) || saved['version'] !== 1) {
    throw new Error('Not a saved Telemost sandbox')
  }
  // The file was written by save(); beyond its version it is trusted, as any own state file is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return structuredClone(saved) as unknown as TelemostState
}
