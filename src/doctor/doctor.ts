/**
 * `npm run doctor`: what is right, what is wrong and what to do about it, for whoever runs the assistant. Changes nothing
 * unless asked to (`--write-probe`), and then takes away what it made.
 */
import { parseArgs } from 'node:util'
import { realSleep } from '../adapters/bitrix24/limiter.ts'
import { systemClock, systemRandomness } from '../adapters/clock.ts'
import { readConfig } from '../config/read-config.ts'
import type { Config } from '../config/config.ts'
import type { ConfigProblem } from '../config/reader.ts'
import { scrub } from '../scrub.ts'
import { secretsOf } from '../secrets.ts'
import { checkDatabase } from './check-database.ts'
import { checkListening } from './check-listening.ts'
import { checkPortal } from './check-portal.ts'
import { checkDialogs, checkSettings } from './check-settings.ts'
import { checkTelegram } from './check-telegram.ts'
import { checkTelemost } from './check-telemost.ts'
import { found, readWording, tell, type Finding, type Language, type Level, type Wording } from './finding.ts'
import type { Scene } from './scene.ts'

export interface DoctorOptions extends Partial<Pick<Scene, 'clock' | 'random' | 'sleep'>> {
  /** The words after the command. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

interface Check {
  /** Names its heading. */
  readonly name: string
  run(scene: Scene): Promise<readonly Finding[]>
}

const checks: readonly Check[] = [
  { name: 'settings', run: checkSettings },
  { name: 'database', run: checkDatabase },
  { name: 'dialogs', run: checkDialogs },
  { name: 'telegram', run: checkTelegram },
  { name: 'portal', run: checkPortal },
  { name: 'telemost', run: checkTelemost },
  { name: 'listening', run: checkListening },
  { name: 'left', run: async ({ writing }) => leftOut(writing !== null) },
]

/**
 * Never throws. Lines hold no secret.
 *
 * @returns the exit code: 0 nothing is wrong, 1 something is, 64 not understood, 78 the settings are not complete.
 */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const wording = readWording()
  const asked = understood(options.args)
  if (asked === null) {
    options.err(
      'npm run doctor -- [--lang ru|en] [--json] [--only section,…] [--write-probe [--employee N]]\n',
    )
    return 64
  }
  const { config, problems } = readConfig(options.env)
  const report = createReport(options, wording, asked, config)
  if (config === null) {
    report.section(
      'settings',
      problems.map((problem) => setting(problem, asked.language)),
    )
    report.end()
    return 78
  }
  const { clock = systemClock, random = systemRandomness, sleep = realSleep } = options
  const { writing } = asked
  const scene: Scene = { config, clock, random, sleep, writing }
  for (const { name, run } of checks.filter((check) => asked.only?.includes(check.name) ?? true)) {
    const findings = await run(scene).catch((error: unknown) => [unexpected(error)])
    report.section(name, findings)
  }
  return report.end() === 0 ? 0 : 1
}

interface Asked {
  readonly language: Language
  readonly json: boolean
  /** Names of checks; null: all of them. */
  readonly only: readonly string[] | null
  readonly writing: Scene['writing']
}

function understood(args: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        lang: { type: 'string', default: 'ru' },
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        'write-probe': { type: 'boolean', default: false },
        employee: { type: 'string' },
      },
    })
    const { lang, json, employee } = values
    const writes = values['write-probe']
    if (lang !== 'ru' && lang !== 'en') return null
    if (employee !== undefined && (!writes || !/^[1-9]\d{0,9}$/.test(employee))) return null
    const only = values.only?.split(',') ?? null
    if (only?.some((name) => checks.every((check) => check.name !== name)) === true) return null
    const employeeId = employee === undefined ? null : Number(employee)
    return { language: lang, json, only, writing: writes ? { employeeId } : null }
  } catch {
    return null
  }
}

function setting({ key, message, english }: ConfigProblem, language: Language): Finding {
  return found('setting_wrong', { key, problem: language === 'ru' ? message : english })
}

/** An oversight of ours must not keep the rest from being checked. */
function unexpected(error: unknown): Finding {
  return found('check_failed', {
    why: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
  })
}

function leftOut(wrote: boolean): readonly Finding[] {
  return [
    ...(wrote ? [found('left_cleaned')] : [found('left_writes')]),
    found('left_polling'),
    found('left_notices'),
    found('left_rooms'),
  ]
}

interface Report {
  section(name: string, findings: readonly Finding[]): void
  /** @returns how many things are wrong. */
  end(): number
}

const signs: Readonly<Record<Level, string>> = { ok: '✓', fact: '·', note: '!', wrong: '✗' }

function createReport(
  { out }: DoctorOptions,
  wording: Wording,
  { language, json }: Asked,
  config: Config | null,
): Report {
  const secrets = config === null ? [] : secretsOf(config)
  const counts: Record<Level, number> = { ok: 0, fact: 0, note: 0, wrong: 0 }
  const print = (text: string): void => out(`${scrub(text, secrets)}\n`)

  return {
    section(name, findings) {
      if (!json) print(`\n${wording.headings[name]?.[language] ?? name}`)
      for (const finding of findings) {
        const { id, level, says, remedy } = tell(wording, finding, language)
        counts[level] += 1
        if (json) print(JSON.stringify({ section: name, id, level, says, remedy }))
        else print(`  ${signs[level]} ${says}${remedy === null ? '' : `\n      → ${remedy}`}`)
      }
    },
    end() {
      const { wrong, note } = counts
      const id = wrong > 0 ? 'end_wrong' : note > 0 ? 'end_notes' : 'end_ok'
      if (!json) print(`\n${tell(wording, found(id, { wrong, note }), language).says}`)
      return wrong
    },
  }
}
