/** Another process on the same database. */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'

export interface Child {
  readonly url: string
  readonly lines: AsyncIterator<string> & AsyncIterable<string>
  readonly release: () => void
  readonly kill: () => Promise<void>
}

/** Starts `processes-child.ts` and waits until it says `ready`. */
export async function startChild(mode: string, ready: string, url: string): Promise<Child> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [fileURLToPath(new URL('./processes-child.ts', import.meta.url)), mode, url],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }
  onTestFinished(kill)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe(ready)
  return { url, lines, release: () => void child.stdin.write('release\n'), kill }
}
