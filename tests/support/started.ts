/** `npm start` as somebody who has just fetched the project types it: the whole thing as a process, in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Started extends AsyncDisposable {
  /** What it asks to open in a browser. */
  readonly url: string
  readonly errors: () => string
  /** A file of its folder. */
  read(path: string): Promise<string>
  /** Ends it as Ctrl+C would. @throws Error when it has not ended within 20 s. */
  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }>
}

const program = fileURLToPath(new URL('../../bin/assistant.js', import.meta.url))
const patienceMs = 20_000

/** @throws Error with what it printed when it names no address within 20 s. */
export async function startProgram(): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'assistant-'))
  const child = spawn(process.execPath, [program, 'start'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      // Any free one.
      SANDBOX_PORT: '0',
      DATABASE_URL: `sqlite:${folder}/bot.db`,
      LOG_LEVEL: 'debug',
    },
  })
  let printed = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = exited(child)

  const url = await within(patienceMs, async () => {
    for (;;) {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (found !== undefined) return found
      if (child.exitCode !== null) return null
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  if (url === null) {
    child.kill('SIGKILL')
    throw new Error(`The program named no address. It printed: ${printed}${errors}`)
  }

  async function stop() {
    child.kill('SIGTERM')
    const end = await within(patienceMs, () => ended)
    if (end === null) throw new Error(`The program did not end. It printed: ${printed}${errors}`)
    return end
  }
  return {
    url,
    errors: () => errors,
    read: (path) => readFile(join(folder, path), 'utf8'),
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null)
        await stop().catch(() => child.kill('SIGKILL'))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function exited(child: ChildProcess) {
  return new Promise<{ readonly code: number | null; readonly signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

async function within<T>(ms: number, doing: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return Promise.race([doing(), late]).finally(() => clearTimeout(timer))
}
