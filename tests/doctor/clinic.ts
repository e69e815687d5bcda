/** A bot, a portal and Telemost of their own for one examination, and the settings that fit them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandboxOptions } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox } from '../../sandbox/telegram/server.ts'
import { startTelemost, type TelemostOptions } from '../../sandbox/telemost/server.ts'
import { runDoctor } from '../../src/doctor/doctor.ts'

interface Told {
  readonly section: string
  readonly id: string
  readonly level: string
  readonly says: string
  readonly remedy: string | null
}

interface Examined {
  readonly code: number
  readonly printed: string
}

const igor = 5_002
export async function openClinic(
  options: {
    readonly portal?: Partial<BitrixSandboxOptions>
    readonly telemost?: Partial<TelemostOptions>
  } = {},
) {
  await using stack = new AsyncDisposableStack()
  const clock = { now: () => Date.now() }
  const telegram = stack.use(
    await startTelegramSandbox({ clock, persons: [{ id: igor, firstName: 'Игорь', languageCode: 'ru' }] }),
  )
  const scopes = ['user_basic', 'im', 'task', 'tasks', 'calendar', 'disk']
  const portal = stack.use(await startBitrixSandbox({ clock, scopes, ...options.portal }))
  const telemost = stack.use(await startTelemost({ clock, ...options.telemost }))
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  stack.defer(() => rm(folder, { recursive: true }))
  telegram.person(igor).say('/start')
  const env: Record<string, string> = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: portal.webhook,
    TELEMOST_API_ROOT: telemost.apiRoot,
    TELEMOST_OAUTH_TOKEN: telemost.token,
    DATABASE_URL: `sqlite:${folder}/bot.db`,
    LINK_CODE_SECRET: 'link-secret-of-the-clinic-0123456789',
    ALERT_CHAT_ID: String(igor),
  }
  const open = stack.move()

  async function examine(
    args: readonly string[] = [],
    changes: Readonly<Record<string, string>> = {},
    nowMs: () => number = () => Date.now(),
  ): Promise<Examined> {
    let printed = ''
    const code = await runDoctor({
      args,
      env: { ...env, ...changes },
      clock: { now: nowMs },
      sleep: () => Promise.resolve(),
      out: (text) => (printed += text),
      err: (text) => (printed += text),
    })
    return { code, printed }
  }

  return {
    env,
    folder,
    telegram,
    portal,
    telemost,
    examine,
    /** Everything found, without headings. */
    async findings(...asked: Parameters<typeof examine>): Promise<readonly Told[]> {
      const [args = [], ...rest] = asked
      const { printed } = await examine([...args, '--json'], ...rest)
      return printed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Told)
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
