/** The other side of `ask.ts`. */
import { workerData, type MessagePort } from 'node:worker_threads'
import { Pool, types } from 'pg'
import type { Answer } from './ask.ts'

const { url, bell, port } = workerData as { url: string; bell: Int32Array; port: MessagePort }
const pool = new Pool({ connectionString: url, max: 1 })
pool.on('error', () => undefined)
types.setTypeParser(types.builtins.INT8, Number)

port.on('message', ({ text, values }: { text: string; values: unknown[] }) => {
  void tell(text, values)
})

async function tell(text: string, values: unknown[]): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker has no origin
  port.postMessage(await answer(text, values))
  Atomics.store(bell, 0, 1)
  Atomics.notify(bell, 0)
}

async function answer(text: string, values: unknown[]): Promise<Answer> {
  try {
    return { rows: (await pool.query(text, values)).rows as object[] }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'thrown' }
  }
}
