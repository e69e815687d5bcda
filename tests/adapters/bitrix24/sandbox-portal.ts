import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import type { BitrixClient, BitrixClientDeps } from '../../../src/adapters/bitrix24/client.ts'
import { startBitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'

type Sandbox = Awaited<ReturnType<typeof startBitrixSandbox>>
type SandboxOptions = Omit<Parameters<typeof startBitrixSandbox>[0], 'clock'>

export interface TestPortal extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly clock: HandClock
  /** A client as a fresh process would have: it has learnt nothing yet. */
  connect(fetch?: typeof globalThis.fetch, more?: Partial<BitrixClientDeps>): BitrixClient
}

/** The emulator and our client on one clock, talking over real HTTP. */
export async function startTestPortal(options: SandboxOptions = {}): Promise<TestPortal> {
  const clock = createHandClock()
  const sandbox = await startBitrixSandbox({ ...options, clock })
  return {
    sandbox,
    clock,
    connect: (fetch, more) => connectTo(sandbox.webhook, clock, fetch, more).client,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  }
}

export function connectTo(
  webhook: string,
  clock = createHandClock(),
  fetch = globalThis.fetch,
  more: Partial<BitrixClientDeps> = {},
): { client: BitrixClient; clock: HandClock } {
  const client = createBitrixClient({
    webhook,
    clock,
    fetch,
    sleep: clock.sleep,
    log: () => {},
    retry: { attempts: 3, delayMs: 500 },
    ...more,
  })
  return { client, clock }
}
