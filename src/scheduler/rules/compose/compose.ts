/** From the rows of one message to its text and buttons, with what is true at the moment it is sent. */
import { instantMs } from '../local-day.ts'
import type { Outgoing } from '../plan.ts'
import type {
  ChangePayload,
  DeadlinePayload,
  DigestPayload,
  EventPayload,
  PlannedNotification,
} from '../notification.ts'
import { snoozeButtons } from './buttons.ts'
import {
  renderContent,
  shortTitle,
  type ComposedMessage,
  type Content,
  type ReminderButton,
  type Section,
} from './content.ts'
import { deadlineContent, deadlineSections, type DeadlineRow } from './deadline-reminder.ts'
import { eveningContent, morningContent, type DigestContent, type DigestFacts } from './digest.ts'
import { changeContent, changeText, eventContent, lateEventLine } from './event-reminder.ts'
import { createVoice, type Voice } from './voice.ts'
import type { Words } from './words.ts'

export type Composed =
  | { readonly type: 'message'; readonly message: ComposedMessage; readonly silent: boolean }
  /** Nothing to say: the rows are cancelled with the reason `empty`. */
  | { readonly type: 'empty' }
  /** The portal did not say enough to know what to say: later, until the rows expire. */
  | { readonly type: 'unknown' }

/**
 * The message for rows that leave together. `facts.events` and `facts.tasks` are what the portal says now; the rows have
 * been verified against it ({@link whyNot}). A task that is not among the facts is left out, an event is told from its row.
 */
export function composeMessage(outgoing: Outgoing, facts: DigestFacts, words: Words): Composed {
  const { nowMs, person } = facts
  const voice = createVoice(words, { nowMs, zone: person.zone, language: person.language })
  const parts = partsOf(outgoing.rows, facts)
  const content = outgoing.combined ? combined(parts, facts, voice) : single(parts, facts, voice)
  if (content.type !== 'content') return content
  const message = renderContent(content.content, (count) => voice.say('more', { count }))
  return { type: 'message', message, silent: outgoing.rows.every(({ silent }) => silent) }
}

/** The buttons of «Напомнить позже» for a reminder that was sent. */
export function composeSnoozeMenu(
  source: Pick<PlannedNotification, 'key' | 'payload'>,
  moment: Pick<DigestFacts, 'nowMs' | 'person'>,
  words: Words,
): readonly (readonly ReminderButton[])[] {
  const { nowMs, person } = moment
  return snoozeButtons(
    source,
    moment,
    createVoice(words, { nowMs, zone: person.zone, language: person.language }),
  )
}

interface Row<P> extends PlannedNotification {
  readonly payload: P & PlannedNotification['payload']
}

interface Parts {
  readonly digests: readonly Row<DigestPayload>[]
  readonly events: readonly Row<EventPayload>[]
  readonly changes: readonly Row<ChangePayload>[]
  readonly deadlines: readonly DeadlineRow[]
}

function partsOf(rows: readonly PlannedNotification[], { tasks }: DigestFacts): Parts {
  const digests = rows.filter((row): row is Row<DigestPayload> => row.payload.type === 'digest')
  const carried = new Set(digests.map(({ key }) => key))
  const due = rows.filter((row): row is Row<DeadlinePayload> => row.payload.type === 'deadline')
  return {
    digests,
    events: rows.filter((row): row is Row<EventPayload> => row.payload.type === 'event'),
    changes: rows.filter((row): row is Row<ChangePayload> => row.payload.type === 'change'),
    // What a digest carries it says in its own sections.
    deadlines: due
      .filter(({ together }) => !carried.has(together))
      .flatMap((row) => {
        const task = tasks?.find(({ id }) => id === row.payload.task)
        return task === undefined ? [] : [{ row, task }]
      }),
  }
}

function single(parts: Parts, facts: DigestFacts, voice: Voice): DigestContent {
  const [digest] = parts.digests
  if (digest !== undefined) return digestContent(digest, facts, voice)
  const [event, ...events] = parts.events
  if (event !== undefined) {
    const known = { nowMs: facts.nowMs, person: facts.person, events: facts.events ?? [] }
    return content(eventContent([event, ...events], known, voice))
  }
  const [change] = parts.changes
  if (change !== undefined) return content(changeContent(change.payload, voice))
  const [deadline, ...deadlines] = parts.deadlines
  if (deadline !== undefined) return content(deadlineContent([deadline, ...deadlines], facts, voice))
  return { type: facts.tasks === null ? 'unknown' : 'empty' }
}

function content(made: Content): DigestContent {
  return { type: 'content', content: made }
}

function digestContent(
  { kind, payload }: Row<DigestPayload>,
  facts: DigestFacts,
  voice: Voice,
): DigestContent {
  return kind === 'morning'
    ? morningContent(payload.date, facts, voice)
    : eveningContent(payload.date, facts, voice)
}

/** All that is late, as one message: what is about to start, then the digest if there is one, then the rest. */
function combined(parts: Parts, facts: DigestFacts, voice: Voice): DigestContent {
  const rest = { ...facts, events: unsaid(parts, facts) }
  const digests = parts.digests
    .map((row) => digestContent(row, rest, voice))
    .flatMap((made) => (made.type === 'content' ? [made.content] : []))
  const sections = [
    ...soonSection(parts, facts, voice),
    ...digests.flatMap((digest) => digest.sections),
    ...deadlineSections(
      parts.deadlines.map(({ task }) => task),
      voice,
    ),
    ...changesSection(parts, voice),
  ]
  if (sections.length === 0) return { type: facts.tasks === null ? 'unknown' : 'empty' }
  return content({
    opening: digests[0]?.opening ?? [voice.say('combined_heading')],
    sections,
    closing: digests.flatMap((digest) => digest.closing),
    rows: [
      ...parts.events.flatMap((row) => joinRow(row, voice)),
      [
        { label: voice.say('button_tasks'), act: { type: 'tasks' } },
        { label: voice.say('button_schedule'), act: { type: 'schedule' } },
      ],
    ],
  })
}

/** What is about to start is said once, with how soon. */
function unsaid({ events }: Parts, facts: DigestFacts): DigestFacts['events'] {
  const said = new Set(events.map(({ payload }) => `${payload.event} ${payload.startMs}`))
  return facts.events?.filter(({ id, start }) => !said.has(`${id} ${instantMs(start)}`)) ?? null
}

function soonSection({ events }: Parts, facts: DigestFacts, voice: Voice): readonly Section[] {
  if (events.length === 0) return []
  const known = { nowMs: facts.nowMs, person: facts.person, events: facts.events ?? [] }
  return [
    {
      title: voice.say('section_soon', { count: events.length }),
      items: events
        .toSorted((a, b) => a.payload.startMs - b.payload.startMs)
        .map((row) => lateEventLine(row, known, voice)),
    },
  ]
}

function changesSection({ changes }: Parts, voice: Voice): readonly Section[] {
  if (changes.length === 0) return []
  return [
    {
      title: voice.say('section_changes', { count: changes.length }),
      items: changes.map(({ payload }) => changeText(payload, voice, 'item')),
    },
  ]
}

function joinRow({ payload }: Row<EventPayload>, voice: Voice): readonly ReminderButton[][] {
  if (payload.link === null || payload.endMs < voice.nowMs) return []
  const label =
    payload.title === null
      ? voice.say('button_join')
      : voice.say('button_join_titled', { title: shortTitle(payload.title, 24) })
  return [[{ label, act: { type: 'join', url: payload.link } }]]
}
