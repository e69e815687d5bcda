/** The other side of `ask.ts`. */
import { workerData, type MessagePort } from 'node:worker_threads'
import pg from 'pg'
import type { Answer } from './ask.ts'

const { url, bell, port } = workerData as { url: string; bell: Int32Array; port: MessagePort }
const pool = new pg.Pool({ connectionString: url, max: 1 })
pool.on('error', () => undefined)
pg.types.setTypeParser(20, Number)

port.on('message', ({ text, values }: { text: string; values: unknown[] }) => {
  void answer(text, values).then((answered) => {
    port.postMessage(answered)
    Atomics.store(bell, 0, 1)
    Atomics.notify(bell, 0)
  })
})

async function answer(text: string, values: unknown[]): Promise<Answer> {
  try {
    return { rows: (await pool.query(text, values)).rows as object[] }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'thrown' }
  }
}
