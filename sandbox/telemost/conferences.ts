/**
 * The rooms of one Telemost account. A room has no title and no start: it is a number and a link (docs). The pages
 * contradict each other on who may make one, and say nothing of how long it lives: rooms here live until deleted.
 */
import { z } from 'zod'

import type { JsonObject } from '../../src/ports/json.ts'
import { TelemostRefusal } from './refusal.ts'

export interface LiveStreamRow {
  readonly id: string
  readonly accessLevel: string
  readonly title: string
  readonly description: string
}

export interface ConferenceRow {
  readonly id: string
  readonly joinUrl: string
  readonly waitingRoomLevel: string
  readonly liveStream: LiveStreamRow | null
  /** Addresses, in the order they were named. */
  readonly cohosts: readonly string[]
  readonly isAutoSummarizationEnabled: boolean
  readonly createdAtMs: number
}

export interface TelemostState {
  version: 1
  /** Rooms made so far; a deleted one's number never comes back. */
  made: number
  conferences: readonly ConferenceRow[]
}

/** What an account may do, as far as the docs make a difference. */
export interface Account {
  /** Whether the tariff has live streams: without them 402. */
  readonly liveStreams: boolean
  /** Only a Yandex account can be a co-host (docs); null: every address has one. */
  readonly yandexAccounts: readonly string[] | null
}

const cohostsMax = 30
const cohostList = z.array(z.object({ email: z.string().min(3) })).max(cohostsMax)

/** Unknown levels count as UNKNOWN and unknown keys are let through (docs: kept for older clients). */
const conferenceData = z.object({
  access_level: z.string().optional(),
  waiting_room_level: z.string().optional(),
  live_stream: z
    .object({
      access_level: z.string().optional(),
      title: z.string().max(1024).optional(),
      description: z.string().max(2048).optional(),
    })
    .optional(),
  cohosts: cohostList.optional(),
  is_auto_summarization_enabled: z.boolean().optional(),
})

type ConferenceData = z.infer<typeof conferenceData>

/** @throws TelemostRefusal 400 for a body of another shape, 402 for a stream the tariff lacks. */
export function createConference(
  state: TelemostState,
  account: Account,
  body: unknown,
  nowMs: number,
): ConferenceRow {
  const data = read(conferenceData, body)
  const cohosts = emailsOf(account, data.cohosts ?? [])
  const id = String(10_000_000_000_000 + ++state.made * 7_919_387)
  const row: ConferenceRow = {
    id,
    joinUrl: `https://telemost.yandex.ru/j/${id}`,
    waitingRoomLevel: levelOf(data) ?? 'PUBLIC',
    liveStream: streamOf(state, account, data, null),
    cohosts,
    isAutoSummarizationEnabled: data.is_auto_summarization_enabled ?? false,
    createdAtMs: nowMs,
  }
  state.conferences = [...state.conferences, row]
  return row
}

/** @throws TelemostRefusal 404 */
export function findConference(state: TelemostState, id: string): ConferenceRow {
  const row = state.conferences.find((one) => one.id === id)
  if (row === undefined) throw new TelemostRefusal(404, 'ConferenceNotFound', 'Conference not found')
  return row
}

/** Only the keys that were sent change (docs). */
export function changeConference(
  state: TelemostState,
  account: Account,
  id: string,
  body: unknown,
): ConferenceRow {
  const row = findConference(state, id)
  const data = read(conferenceData, body)
  return replace(state, {
    ...row,
    waitingRoomLevel: levelOf(data) ?? row.waitingRoomLevel,
    liveStream:
      data.live_stream === undefined ? row.liveStream : streamOf(state, account, data, row.liveStream),
    cohosts: data.cohosts === undefined ? row.cohosts : emailsOf(account, data.cohosts),
    isAutoSummarizationEnabled: data.is_auto_summarization_enabled ?? row.isAutoSummarizationEnabled,
  })
}

export function deleteConference(state: TelemostState, id: string): void {
  const { id: gone } = findConference(state, id)
  state.conferences = state.conferences.filter((one) => one.id !== gone)
}

/** `PUT` replaces the list, `PATCH` adds to it; an unknown address refuses the whole call (docs). */
export function setCohosts(
  state: TelemostState,
  account: Account,
  id: string,
  body: unknown,
  how: 'replace' | 'add',
): void {
  const row = findConference(state, id)
  const named = emailsOf(account, read(z.object({ cohosts: cohostList.optional() }), body).cohosts ?? [])
  replace(state, { ...row, cohosts: how === 'add' ? [...new Set([...row.cohosts, ...named])] : named })
}

export function removeCohosts(state: TelemostState, id: string, emails: readonly string[]): void {
  const row = findConference(state, id)
  const gone = new Set(emails.map((email) => email.trim().toLowerCase()))
  replace(state, { ...row, cohosts: row.cohosts.filter((email) => !gone.has(email)) })
}

/** The answer to `POST` and `PATCH`. */
export function showShort(row: ConferenceRow): JsonObject {
  const stream = row.liveStream === null ? {} : { live_stream: { watch_url: watchUrl(row.liveStream) } }
  return { id: row.id, join_url: row.joinUrl, ...stream }
}

/** The answer to `GET`. */
export function showConference(row: ConferenceRow): JsonObject {
  const stream = row.liveStream
  return {
    id: row.id,
    join_url: row.joinUrl,
    access_level: row.waitingRoomLevel === 'ADMINS' ? 'UNKNOWN' : row.waitingRoomLevel,
    waiting_room_level: row.waitingRoomLevel,
    ...(stream === null
      ? {}
      : {
          live_stream: {
            watch_url: watchUrl(stream),
            access_level: stream.accessLevel,
            title: stream.title,
            description: stream.description,
          },
        }),
    sip_uri_meeting: `${row.id}@sip.telemost.yandex.ru`,
    sip_uri_telemost: 'call@sip.telemost.yandex.ru',
    sip_id: row.id,
    is_auto_summarization_enabled: row.isAutoSummarizationEnabled,
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const fields = result.error.issues.map(({ path }) => path.join('.'))
  throw new TelemostRefusal(400, 'ValidationError', `Invalid value: ${fields.join(', ')}`, { fields })
}

/** The deprecated `access_level` counts only where `waiting_room_level` is absent (docs). */
function levelOf(data: ConferenceData): string | undefined {
  const level = data.waiting_room_level ?? data.access_level
  if (level === undefined) return undefined
  return ['PUBLIC', 'ORGANIZATION', 'ADMINS'].includes(level) ? level : 'UNKNOWN'
}

function streamOf(
  state: TelemostState,
  account: Account,
  { live_stream: asked }: ConferenceData,
  before: LiveStreamRow | null,
): LiveStreamRow | null {
  if (asked === undefined) return null
  if (!account.liveStreams) {
    throw new TelemostRefusal(402, 'PaymentRequiredToUseLiveStreams', 'Live streams are not paid for')
  }
  return {
    id: before?.id ?? state.made.toString(16).padStart(32, '5'),
    accessLevel: asked.access_level ?? before?.accessLevel ?? 'PUBLIC',
    title: asked.title ?? before?.title ?? '',
    description: asked.description ?? before?.description ?? '',
  }
}

function watchUrl(stream: LiveStreamRow): string {
  return `https://telemost.yandex.ru/live/${stream.id}`
}

function emailsOf(account: Account, cohosts: readonly { readonly email: string }[]): readonly string[] {
  const emails = [...new Set(cohosts.map(({ email }) => email.trim().toLowerCase()))]
  const { yandexAccounts } = account
  const unknown = yandexAccounts === null ? [] : emails.filter((email) => !yandexAccounts.includes(email))
  if (unknown.length > 0) {
    throw new TelemostRefusal(400, 'NoSuchUserPrincipalsFound', 'No such user principals found', {
      emails: unknown.join(';'),
    })
  }
  return emails
}

function replace(state: TelemostState, row: ConferenceRow): ConferenceRow {
  state.conferences = state.conferences.map((one) => (one.id === row.id ? row : one))
  return row
}
