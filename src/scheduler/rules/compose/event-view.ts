/** An event as a reminder shows it: as the portal knows it now, or as it was stored when the portal is silent. */
import type { CalendarEvent } from '../../../ports/calendar.ts'
import { instantMs, localDate } from '../local-day.ts'
import type { EventPayload, Recipient } from '../notification.ts'
import { shortTitle } from './content.ts'
import type { Voice } from './voice.ts'

export interface EventView {
  /** Null: hidden by the portal's privacy settings. */
  readonly title: string | null
  readonly startMs: number
  readonly endMs: number
  readonly location: string
  readonly link: string | null
  /** Names of the others who have not declined. */
  readonly others: readonly string[]
  /** The person has not answered the invitation. */
  readonly unanswered: boolean
}

export function viewOf(
  payload: EventPayload,
  events: readonly CalendarEvent[],
  { employee }: Recipient,
): EventView {
  const event = events.find(({ id, start }) => id === payload.event && instantMs(start) === payload.startMs)
  if (event === undefined) return { ...payload, others: [], unanswered: false }
  return {
    title: event.title,
    startMs: payload.startMs,
    endMs: instantMs(event.end) ?? payload.endMs,
    location: event.location,
    link: event.link,
    others: event.participants
      .filter(({ id, answer }) => id !== employee && answer !== 'no')
      .map(({ name }) => name),
    unanswered: event.meeting && event.answer === 'none',
  }
}

/** «15:00–16:00, переговорная 2»; with the day where it is not today. */
export function placeLine(event: EventView, voice: Voice): string {
  const { startMs, endMs, link } = event
  const today = localDate(startMs, voice.zone) === localDate(voice.nowMs, voice.zone)
  const short = today && endMs - startMs < 86_400_000
  const clocks = endMs > startMs ? `${voice.clock(startMs)}–${voice.clock(endMs)}` : voice.clock(startMs)
  const place = shortTitle(link === null ? event.location : event.location.replace(link, ''))
  const span = short ? clocks : voice.whenSpan(startMs, endMs)
  return place === '' ? span : `${span}, ${place}`
}

/** «Участники: Анна Петрова, Игорь Ким и ещё 3». */
export function peopleLine({ others }: EventView, voice: Voice): string | null {
  if (others.length === 0) return null
  const names = others.slice(0, peopleMax).map((name) => shortTitle(name, 40))
  const rest = others.length - names.length
  const said = { names: names.join(', '), count: rest }
  return rest > 0 ? voice.say('participants_more', said) : voice.say('participants', said)
}

const peopleMax = 5
