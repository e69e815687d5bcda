/** Tells the administrator what only a person can mend: always in the log, and in a Telegram chat where one is named. */
import type { ChatId, Clock, Language, Messenger } from '../ports.ts'
import { loadWording } from './wording-file.ts'

const problems = [
  'bot_refused',
  'message_refused',
  'service_given_up',
  'service_needs_admin',
  'strangers_listed',
  'update_put_aside',
  'linking_many_requests',
  'linking_many_wrong_codes',
  'linking_employee_closed',
] as const

export type Problem = (typeof problems)[number]

/** `detail` holds no personal data and no secret. Never throws, and nobody waits for it. */
export type Alert = (problem: Problem, detail: string) => void

export interface AlertDeps {
  readonly messenger: Pick<Messenger, 'send'>
  /** ALERT_CHAT_ID; null for the log alone. */
  readonly chat: ChatId | null
  readonly language: Language
  readonly clock: Clock
  log(entry: { level: 'error'; message: string; [key: string]: unknown }): void
}

/** The same problem is repeated in the chat no sooner than this. */
const quietMs = 10 * 60_000

export function createAlert({ messenger, chat, language, clock, log }: AlertDeps): Alert {
  const wording = loadWording(new URL('alerts.yaml', import.meta.url), problems)
  const saidAtMs = new Map<string, number>()
  return (problem, detail) => {
    log({ level: 'error', message: 'alert', problem, detail })
    const key = `${problem} ${detail}`
    const nowMs = clock.now()
    if (chat === null || nowMs - (saidAtMs.get(key) ?? -Infinity) < quietMs) return
    saidAtMs.set(key, nowMs)
    const text = wording(problem, language, { detail: detail.slice(0, detailLength) })
    void messenger.send(chat, { text, spans: [], rows: [] })
  }
}

const detailLength = 200
