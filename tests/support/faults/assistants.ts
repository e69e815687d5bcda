/**
 * Processes of the assistant that are meant to be killed. Some that have loaded their code are always kept waiting, so
 * that "started again at once" is not mostly loading.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FaultPoint } from '../../../src/ports/fault-points.ts'
import type { Order, Report } from './orders.ts'

export interface Assistant {
  isAlive(): boolean
  /** Dies at the `passing`-th passing of `point` from now on, 1 being the next. */
  arm(point: FaultPoint, passing: number): Promise<void>
  /** Moves its clock ahead. */
  advance(ms: number): Promise<void>
  /** Stops in the middle of whatever it does, as a machine that is suspended, until {@link goOn}. */
  freeze(): void
  goOn(): void
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
}

export interface Assistants extends AsyncDisposable {
  /** @throws Error with what the process said when it cannot start. */
  start(order: Omit<Extract<Order, { type: 'start' }>, 'type'>): Promise<Assistant>
}

const sparesMax = 2

export function createAssistants(): Assistants {
  const living = new Set<Running>()
  let spares: readonly Running[] = []

  return {
    async start(order) {
      const [running = load(), ...others] = spares
      spares = others
      await running.loaded
      await running.ask({ type: 'start', ...order })
      while (spares.length < sparesMax) spares = [...spares, load()]
      const { child, ask } = running
      return {
        isAlive: () => child.exitCode === null && child.signalCode === null,
        arm: (point, passing) => ask({ type: 'arm', point, passing }),
        advance: (ms) => ask({ type: 'advance', ms }),
        freeze: () => void child.kill('SIGSTOP'),
        goOn: () => void child.kill('SIGCONT'),
        kill: () => kill(running),
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...living].map(kill))
    },
  }

  function load(): Running {
    const running = run()
    living.add(running)
    void running.gone.then(() => living.delete(running))
    return running
  }
}

interface Running {
  readonly child: ChildProcess
  readonly loaded: Promise<void>
  readonly gone: Promise<void>
  ask(order: Order): Promise<void>
}

const script = fileURLToPath(new URL('./assistant-child.ts', import.meta.url))
/** Compiled code, by content: what a process that is killed cannot leave behind itself. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/assistant-code', import.meta.url))

function run(): Running {
  const child = fork(script, [], {
    execArgv: [],
    env: { NODE_COMPILE_CACHE: cache },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const loaded = reported(child, gone)
  // Nobody may be waiting for a spare that is killed before it was needed.
  loaded.catch(() => {})
  return {
    child,
    loaded,
    gone,
    ask(order) {
      const answer = reported(child, gone)
      child.send(order)
      return answer
    },
  }
}

/** The next report. @throws Error when there is none because the process died, or when it is a failure. */
function reported(child: ChildProcess, gone: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', (report: Report) => {
      if (report.type === 'failed') reject(new Error(`The assistant failed: ${report.detail}`))
      else resolve()
    })
    void gone.then(() => reject(new Error('The assistant died before it answered')))
  })
}

async function kill({ child, gone }: Running): Promise<void> {
  child.kill('SIGKILL')
  await gone
}
