/** Tells the administrator what only a person can mend: always in the log, and in a Telegram chat where one is named. */
import type { Clock } from '../ports/environment.ts'
import type { ChatId } from '../ports/identity.ts'
import type { Language } from '../ports/language.ts'
import type { Messenger } from '../ports/messenger.ts'
import type { TroubleKind } from '../ports/outcome.ts'
import type { BucketStore } from '../store/buckets.ts'
import { readWording, type ReadWording } from './wording-file.ts'

const troubles = [
  'portal_webhook',
  'portal_scope',
  'portal_plan',
  'portal_owner',
  'portal_method',
  'portal_confirmation',
  'portal_https',
  'portal_blocked',
  'portal_closed',
  'portal_moved',
  'portal_renamed',
  'portal_operating',
  'portal_drive',
  'portal_busy',
  'portal_silent',
  'telemost_token',
  'telemost_restricted',
] as const satisfies readonly TroubleKind[]

const problems = [
  ...troubles,
  'bot_refused',
  'message_refused',
  'service_given_up',
  'service_needs_admin',
  'strangers_listed',
  'nobody_active',
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
  /** Where the texts come from; their file when absent. */
  readonly wording?: ReadWording
  readonly clock: Clock
  /**
   * Whether nobody has said this within the last `everyMs`, this process or another; whoever asks first is to say it.
   * Absent: this process is the only one.
   */
  readonly isFirst?: (problem: Problem, everyMs: number) => Promise<boolean>
  log(entry: { level: 'error'; message: string; [key: string]: unknown }): void
}

/** The same problem is repeated in the chat no sooner than this, whatever it met with; the log has every one. */
const quietMs = 10 * 60_000
/** What works all the same can wait, and is met with every call until then. */
const quietWhileItWorksMs = 24 * 60 * 60_000

export function createAlert({ messenger, chat, language, clock, log, ...deps }: AlertDeps): Alert {
  const wording = (deps.wording ?? readWording)('alerts', problems)
  const saidAtMs = new Map<Problem, number>()
  const lasts = createPatience()
  return (problem, detail) => {
    const nowMs = clock.now()
    if (passing.has(problem) && !lasts(problem, nowMs)) return
    log({ level: 'error', message: 'alert', problem, detail })
    const everyMs = quietMsOf(problem)
    // One cause fails many methods at once: of those the first is enough.
    if (chat === null || nowMs - (saidAtMs.get(problem) ?? -Infinity) < everyMs) return
    saidAtMs.set(problem, nowMs)
    const text = wording(problem, language, { detail: detail.slice(0, detailLength) })
    const say = () => void messenger.send(chat, { text, spans: [], rows: [] })
    if (deps.isFirst === undefined) say()
    // With the database away it is better said twice than not at all.
    else void deps.isFirst(problem, everyMs).then((first) => (first ? say() : undefined), say)
  }
}

/** Processes with one database among them: a bucket with a single token for each problem, which comes back in time. */
export function firstAmong(buckets: Pick<BucketStore, 'take'>): NonNullable<AlertDeps['isFirst']> {
  return async (problem, everyMs) => {
    const size = { perSecond: 1_000 / everyMs, burst: 1, reserve: 0 }
    return (await buckets.take(`alert:${problem}`, 1, size)).tokens === 1
  }
}

function quietMsOf(problem: Problem): number {
  return problem === 'portal_renamed' ? quietWhileItWorksMs : quietMs
}

/** These pass by themselves, as a rule, and people are told to wait: only one that lasts is somebody's business. */
const passing: ReadonlySet<Problem> = new Set(['portal_busy', 'portal_silent'])
const lastingMs = 2 * 60_000
const lastingTimes = 3

/** Whether a problem has been met this often and for this long, without a quiet time in between. */
function createPatience(): (problem: Problem, nowMs: number) => boolean {
  const met = new Map<
    Problem,
    { readonly sinceMs: number; readonly lastMs: number; readonly times: number }
  >()
  return (problem, nowMs) => {
    const before = met.get(problem)
    const goesOn = before !== undefined && nowMs - before.lastMs < quietMs
    const sinceMs = goesOn ? before.sinceMs : nowMs
    const times = goesOn ? before.times + 1 : 1
    met.set(problem, { sinceMs, lastMs: nowMs, times })
    return times >= lastingTimes && nowMs - sinceMs >= lastingMs
  }
}

const detailLength = 200
