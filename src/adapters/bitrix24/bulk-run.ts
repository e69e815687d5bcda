import type { Clock } from '../../ports/environment.ts'
import { readBatch } from './batch.ts'
import type { Command } from './batch.ts'
import type { BitrixClient } from './client.ts'
import type { Sleep } from './limiter.ts'
import type { ReadMethod } from './reads.ts'
import type { CallResult } from './result.ts'

/** Runs any number of reads of one method in the background. */
export interface BulkRunner {
  /**
   * The results in the order of the commands. Never rejects.
   *
   * While the method has used up what background calls may use of its working time, this waits for it, up to the
   * runner's patience; then what is left comes back as `blocked`.
   */
  run<T>(
    commands: readonly Command<T>[],
    perBatch: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly CallResult<T>[]>
}

export interface BulkRunnerDeps {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly sleep: Sleep
  readonly patienceMs: number
  readonly onWait: (method: string, ms: number) => void
}

/** A batch holds one of the portal's workers for as long as it runs. */
const inFlightMax = 2
/** The portal gives up after 60 s (docs: limits.md); its answer needs a moment. */
const batchTimeoutMs = 65_000

export function createBulkRunner(deps: BulkRunnerDeps): BulkRunner {
  const { client, clock, sleep, patienceMs, onWait } = deps
  /** Batches on their way, of all runs together; how many calls of which method each holds. */
  const flying = new Map<Promise<unknown>, { readonly method: ReadMethod; readonly calls: number }>()

  return {
    async run<T>(
      commands: readonly Command<T>[],
      perBatch: number,
      signal: AbortSignal | undefined,
    ): Promise<readonly CallResult<T>[]> {
      const results: CallResult<T>[] = []
      const untilMs = clock.now() + patienceMs
      const waiting = commands.map((command, at) => ({ command, at }))
      const own = new Set<Promise<void>>()

      async function fly(taken: typeof waiting): Promise<void> {
        const came = await send(taken, signal)
        for (const [index, one] of taken.entries()) {
          const result = came[index] ?? notAnswered
          results[one.at] = result
          const isWorthwhile = result.type === 'blocked' && result.untilMs <= untilMs
          if (isWorthwhile && signal?.aborted !== true) waiting.push(one)
        }
      }

      while (waiting.length > 0 || own.size > 0) {
        const [first] = waiting
        const room = first === undefined ? 0 : await roomFor(first.command.method, perBatch, untilMs, signal)
        if (room === 0 || flying.size >= inFlightMax) {
          await Promise.race(first === undefined ? own : flying.keys())
          continue
        }
        const flight = fly(waiting.splice(0, room)).finally(() => own.delete(flight))
        own.add(flight)
      }
      return commands.map((_, at) => results[at] ?? notAnswered)
    },
  }

  /** How many commands may go now; 0: wait for what is on its way. */
  async function roomFor(
    method: ReadMethod,
    perBatch: number,
    untilMs: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const blockedUntilMs = blockedUntil(method)
    const nowMs = clock.now()
    if (blockedUntilMs !== null && blockedUntilMs <= untilMs && signal?.aborted !== true) {
      onWait(method, blockedUntilMs - nowMs)
      await sleep(blockedUntilMs - nowMs, signal)
      return roomFor(method, perBatch, untilMs, signal)
    }
    // Out of patience, or aborted: sent all the same, they come back at once and say why.
    if (blockedUntilMs !== null || signal?.aborted === true) return perBatch
    const used = [...flying.values()].reduce(
      (sum, batch) => sum + (batch.method === method ? batch.calls : 0),
      0,
    )
    const room = Math.min(perBatch, client.operating.roomFor(method) - used)
    return room > 0 ? room : Math.max(0, 1 - flying.size)
  }

  /** A batch may be refused as a whole: then no command of it comes through, whatever its own method may still do. */
  function blockedUntil(method: ReadMethod): number | null {
    const ends = [method, 'batch'].map((one) => client.operating.blockedUntilMs(one, true))
    const later = Math.max(...ends.map((atMs) => atMs ?? -Infinity))
    return later === -Infinity ? null : later
  }

  function send<T>(
    taken: readonly { readonly command: Command<T> }[],
    signal: AbortSignal | undefined,
  ): Promise<readonly CallResult<T>[]> {
    const commands = Object.fromEntries(taken.map(({ command }, at) => [`c${at}`, command]))
    const options = { signal, priority: 'background', timeoutMs: batchTimeoutMs } as const
    const batch = readBatch(client, commands, options).then((came) => {
      flying.delete(batch)
      return taken.map((_, at) => came[`c${at}`] ?? notAnswered)
    })
    const method = taken[0]?.command.method
    if (method !== undefined) flying.set(batch, { method, calls: taken.length })
    return batch
  }
}

const notAnswered = { type: 'unreachable', cause: 'aborted' } as const
