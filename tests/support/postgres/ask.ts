/**
 * Questions to PostgreSQL that are answered at once, as SQLite answers them: whoever checks what is in the database reads
 * like one list of expectations, whichever database it is.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'

export interface Asking {
  /** @throws Error with what the server said. */
  ask(text: string, values: readonly unknown[]): readonly object[]
  close(): void
}

export type Answer = { readonly rows: readonly object[] } | { readonly error: string }

const patienceMs = 20_000

export function askPostgres(url: string): Asking {
  const { port1: ours, port2: theirs } = new MessageChannel()
  const bell = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('ask-worker.ts', import.meta.url), {
    workerData: { url, bell, port: theirs },
    transferList: [theirs],
    execArgv: [],
  })
  worker.unref()
  ours.unref()
  return {
    ask(text, values) {
      Atomics.store(bell, 0, 0)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker has no origin
      ours.postMessage({ text, values })
      if (Atomics.wait(bell, 0, 0, patienceMs) === 'timed-out') throw new Error('PostgreSQL did not answer')
      const answer = receiveMessageOnPort(ours)?.message as Answer
      if ('error' in answer) throw new Error(answer.error)
      return answer.rows
    },
    close() {
      ours.close()
      void worker.terminate()
    },
  }
}
