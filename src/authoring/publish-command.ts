/** `dialogs publish`: running processes go over to the dialogs of the files, and the conversations under way with them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openStore } from '../../db/database.ts'
import { systemClock } from '../adapters/clock.ts'
import { createDateReader } from '../adapters/dates/reader.ts'
import { createDateWriter } from '../adapters/dates/writer.ts'
import { readDialogSettings } from '../config/read-config.ts'
import { DialogsRefused, loadShippedDialogs } from '../dialogs/shipped.ts'
import { createDialogLibrary } from '../machines/dialog-library.ts'
import type { Language } from '../ports/language.ts'
import type { Store } from '../store/store.ts'
import { knownServices } from './known-services.ts'
import { languageOf } from './language.ts'
import { report, total } from './publish-report.ts'
import { surveyEdit, type Survey, type SurveyDeps } from './survey.ts'
import type { Terminal } from './terminal.ts'

const usage = 'npm run dialogs -- publish [--dry-run] [--lang ru|en]'
/** As the assistant has them. */
const policy = { workStartMinutes: 480, workEndMinutes: 1_200, dayEndMinutes: 1_140 }
const lookEveryMs = 500
/** A process looks once a second; nobody that runs would take longer to begin. */
const patienceMs = 10_000

/**
 * @returns 0 done, or nothing stands in the way (`--dry-run`); 1 the dialogs have errors, or answers would be taken for
 * what they are not; 64 not understood; 75 published, and no process has gone over to it yet; 78 the settings are wrong.
 */
export async function runPublish(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const asked = understood(args, languageOf(env))
  if (asked === null) return refuse(terminal, 64, usage)
  const { language } = asked
  const { settings, problems } = readDialogSettings(env)
  if (settings === null) {
    const said = problems.map(
      ({ key, message, english }) => `${key}: ${language === 'ru' ? message : english}`,
    )
    return refuse(terminal, 78, said.join('\n'))
  }
  try {
    const services = knownServices()
    const { definitions, repairs } = await loadShippedDialogs(services, settings.dialogsFolder)
    await using store = await openStore({ url: settings.databaseUrl, clock: systemClock })
    const scene = { repairs, reader: createDateReader(), writer: createDateWriter(), policy }
    const deps: SurveyDeps = {
      ...scene,
      store,
      services,
      dialogs: createDialogLibrary(definitions),
      zone: settings.defaultZone,
      nowMs: systemClock.now(),
    }
    const before = await surveyEdit(deps)
    terminal.out(`${report(before, language)}\n`)
    if (before.retyped.size > 0) return 1
    if (asked.dryRun) {
      terminal.out(`${sentences.dryRun[language]}\n`)
      return 0
    }
    await publish(store, deps)
    return await followed(deps, before, terminal, language)
  } catch (error) {
    if (error instanceof DialogsRefused)
      return refuse(terminal, 1, `${sentences.refused[language]}: ${error.said[language]}`)
    throw error
  }
}

const sentences = {
  dryRun: {
    ru: 'Это проверка: ничего не изменено. Перевести разговоры: npm run dialogs -- publish',
    en: 'This was a rehearsal: nothing has changed. To move the conversations: npm run dialogs -- publish',
  },
  refused: { ru: 'Ничего не опубликовано', en: 'Nothing was published' },
  later: {
    ru: 'Опубликовано. Работающий помощник на новые диалоги ещё не перешёл: разговоры перейдут, когда он запустится или получит следующее сообщение.',
    en: 'Published. No running assistant has gone over to the new dialogs yet: conversations move when it is started or gets the next message.',
  },
} as const

function understood(args: readonly string[], usual: Language) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'dry-run': { type: 'boolean', default: false }, lang: { type: 'string', default: usual } },
    })
    const { lang, 'dry-run': dryRun } = values
    return lang === 'ru' || lang === 'en' ? ({ language: lang, dryRun } as const) : null
  } catch {
    return null
  }
}

function refuse(terminal: Terminal, code: number, lines: string): number {
  terminal.err(`${lines}\n`)
  return code
}

function publish(store: Pick<Store, 'transaction'>, { dialogs, nowMs }: SurveyDeps): Promise<void> {
  return store.transaction(async (unit) => {
    await dialogs.keep(unit.definitions, nowMs)
    const hashes = dialogs.names.flatMap((name) => {
      const hash = dialogs.current(name)?.hash
      return hash === undefined ? [] : [[name, hash] as const]
    })
    await unit.definitions.publish(new Map(hashes), nowMs)
  })
}

/** Watches the conversations move, and says what came of it. */
async function followed(
  deps: SurveyDeps,
  before: Survey,
  terminal: Terminal,
  language: Language,
): Promise<number> {
  const toMove = total(before).behind
  let now = before
  for (let waitedMs = 0; total(now).behind > 0 && waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await sleep(lookEveryMs)
    const later = await surveyEdit({ ...deps, nowMs: systemClock.now() })
    // Whoever moves them is at it: they are given the time they need.
    if (total(later).behind < total(now).behind) waitedMs = 0
    now = later
  }
  const { wait, covered, behind } = total(now)
  if (behind > 0) {
    terminal.out(`${sentences.later[language]}\n`)
    return 75
  }
  const later = wait + covered
  terminal.out(
    language === 'ru'
      ? `Готово. Перешло разговоров: ${toMove}.${later > 0 ? ` Перейдут позже: ${later}.` : ''}\n`
      : `Done. Conversations moved: ${toMove}.${later > 0 ? ` To move later: ${later}.` : ''}\n`,
  )
  return 0
}
