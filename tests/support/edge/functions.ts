/** Edge Functions as their cloud runs them: each a process of Deno, with its settings in the environment. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface EdgeFunction extends AsyncDisposable {
  readonly url: string
  printed(): string
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const functions = join(root, 'supabase', 'functions')
const patienceMs = 30_000

/** Runs `supabase/functions/<name>` on that port, from the packages that are installed: nothing is fetched. */
export async function startFunction(
  name: 'telegram' | 'tick',
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<EdgeFunction> {
  const args = [
    'run',
    '--allow-all',
    '--no-lock',
    '--no-remote',
    '--cached-only',
    '--node-modules-dir=manual',
    '--config',
    join(functions, 'deno.json'),
    '--preload',
    fileURLToPath(new URL('ahead.ts', import.meta.url)),
    join(functions, name, 'index.ts'),
  ]
  const child = spawn(denoProgram(), args, {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? root,
      DENO_DIR: join(root, 'node_modules', '.cache', 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
      DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'exit')
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const started: EdgeFunction = {
    url: `http://127.0.0.1:${port}/${name}`,
    printed: () => printed,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await gone
    },
  }
  for (const untilMs = Date.now() + patienceMs; !printed.includes('Listening on');) {
    if (child.exitCode === null && child.signalCode === null && Date.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      continue
    }
    await started[Symbol.asyncDispose]()
    throw new Error(`The function ${name} did not start. It printed: ${printed}`)
  }
  return started
}

/** The module that `npm run supabase:content` makes. */
export function makeContent(): void {
  const made = spawnSync(process.execPath, [join(root, 'scripts', 'supabase-content.ts')], {
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`The content of the functions could not be made: ${made.stderr}`)
}

/** @throws Error in a clear sentence where Deno cannot run. */
function denoProgram(): string {
  const launcher = createRequire(import.meta.url).resolve('deno/bin.cjs')
  const program = join(dirname(launcher), process.platform === 'win32' ? 'deno.exe' : 'deno')
  // The launcher puts the program of this platform beside itself when it has not been there.
  if (!existsSync(program)) spawnSync(process.execPath, [launcher, '--version'])
  const tried = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (tried.status === 0) return program
  throw new Error(
    `Deno, which the Edge Functions are tested with, cannot run on this machine (package deno, ${program}): ` +
      (tried.error?.message ?? tried.stderr),
  )
}
