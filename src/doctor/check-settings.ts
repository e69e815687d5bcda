/** What the settings say by themselves, and about the computer the assistant is going to run on. */
import { stat } from 'node:fs/promises'
import { knownServices } from '../authoring/known-services.ts'
import type { Config } from '../config/config.ts'
import { DialogsRefused, loadShippedDialogs } from '../dialogs/shipped.ts'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'

const settingsFile = '.env'

export async function checkSettings({ config }: Scene): Promise<readonly Finding[]> {
  return [
    found('settings_ok'),
    ...(await checkFile()),
    ...checkSecrets(config),
    ...(config.linkCodeSecret === null ? [found('link_secret_absent')] : []),
    ...(config.linkDomains.length === 0 ? [found('link_domains_absent')] : []),
    ...checkHooks(config),
  ]
}

/** The company's own dialogs among them; a wrong one keeps the assistant from starting. */
export async function checkDialogs({ config }: Scene): Promise<readonly Finding[]> {
  try {
    const { definitions } = await loadShippedDialogs(knownServices(), config.dialogsFolder)
    return [found('dialogs_ok', { count: definitions.length })]
  } catch (error) {
    if (error instanceof DialogsRefused) return [found('dialogs_refused')]
    if (isAbsent(error)) return [found('dialogs_folder_absent', { folder: config.dialogsFolder ?? '' })]
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** Anybody else on this computer who may read the file has the bot and the portal. */
async function checkFile(): Promise<readonly Finding[]> {
  const mode = await stat(settingsFile).then(
    (file) => file.mode,
    () => null,
  )
  // Windows keeps no such bits, and a container has its settings from elsewhere.
  return mode === null || (mode & 0o077) === 0 ? [] : [found('settings_file_open')]
}

/** One secret for several doors opens all of them when one is lost. */
function checkSecrets(config: Config): readonly Finding[] {
  const { updates } = config.telegram
  const named = [
    ['LINK_CODE_SECRET', config.linkCodeSecret],
    ['TICK_SECRET', config.tickSecret],
    ['BITRIX24_EVENT_TOKEN', config.bitrix24.eventToken],
    ['TELEGRAM_WEBHOOK_SECRET', updates.type === 'webhook' ? updates.secret : null],
  ] as const
  return named.flatMap(([key, value], index) => {
    const twin = named.slice(0, index).find(([, other]) => value !== null && other === value)
    return twin === undefined ? [] : [found('secrets_same', { one: twin[0], other: key })]
  })
}

function checkHooks({ listen, bitrix24, tickSecret, telegram }: Config): readonly Finding[] {
  if (bitrix24.eventToken !== null)
    return [found(listen === null ? 'events_without_listen' : 'events_expected')]
  const idle = listen !== null && telegram.updates.type === 'polling' && tickSecret === null
  if (idle) return [found('listen_without_events')]
  return tickSecret !== null && listen === null ? [found('tick_without_listen')] : []
}
