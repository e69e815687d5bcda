/** The dialogs about meetings as they are shipped, over a calendar and a video service that do what a test says. */
import { loadSharedTexts } from '../../../src/dialogs/shared-texts.ts'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import { loadDialogFile } from '../../../src/dialogs/load.ts'
import { createEventServices } from '../../../src/dialogs/events/services.ts'
import { defaultSettings } from '../../../src/dialogs/settings/settings-of.ts'
import { formatProblems } from '../../../src/dialogs/format-problems.ts'
import type { DialogDefinition } from '../../../src/machines/language/definition.ts'
import { textAt } from '../../../src/machines/json.ts'
import type { Service } from '../../../src/machines/services.ts'
import { functionNames } from '../../../src/machines/statechart/functions.ts'
import type {
  Calendar,
  CalendarEvent,
  CreatedEvent,
  EventChanges,
  NewEvent,
} from '../../../src/ports/calendar.ts'
import { toPortalUserId, type PortalUserId } from '../../../src/ports/identity.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { openRig, type Rig } from '../../support/rig.ts'

const folder = new URL('../../../src/dialogs/', import.meta.url).pathname

/** A dialog of another kind, to begin in the middle. */
const aside = `
dialog: aside
version: 1
title: { ru: Заметка, en: Note }
start: { command: note }
steps:
  - ask: words
    type: text
    prompt: what
    invalid: what
  - say: noted
texts:
  what: { ru: Что записать?, en: What? }
  noted: { ru: Записал, en: Noted }
`

export interface Office {
  /** What the calendar answers to a method from now on, once for each; afterwards as it should. */
  refuses(method: keyof Calendar | 'room' | 'active', reason: string, data?: JsonObject): void
  readonly events: CalendarEvent[]
  readonly added: { readonly event: NewEvent; readonly operation: string; readonly repeated: boolean }[]
  readonly changed: {
    readonly id: number
    readonly occurrence: string | null
    readonly changes: EventChanges
  }[]
  readonly cancelled: { readonly id: number; readonly occurrence: string | null }[]
  readonly busyAsked: {
    readonly people: readonly PortalUserId[]
    readonly from: string
    readonly to: string
  }[]
  busy: readonly number[]
  inactive: readonly number[]
  /** Whom a search finds: by default everybody of {@link staff} whose name holds the words. */
  organiser: CreatedEvent['organiser']
  rooms: boolean
  roomsMade: number
}

export const staff = [
  { id: 15, name: 'Анна Петрова', position: 'Руководитель' },
  { id: 27, name: 'Игорь Ким', position: 'Отдел продаж' },
  { id: 31, name: 'Ольга Соколова', position: '' },
  { id: 32, name: 'Мария Соколова', position: 'Юрист' },
  ...Array.from({ length: 25 }, (_, at) => ({
    id: 200 + at,
    name: `Константин Константинопольский-${String(at + 1).padStart(2, '0')}`,
    position: 'Заместитель начальника отдела',
  })),
  { id: 101, name: 'Анна Ковалёва', position: '' },
]

export const me = toPortalUserId(101)

/** An event of the person at the rig: tomorrow, 15:00–16:00 in Moscow, alone. */
export function eventOf(more: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    id: 55,
    parentId: 55,
    title: 'Показ клиенту',
    allDay: false,
    start: '2026-11-24T12:00:00Z',
    end: '2026-11-24T13:00:00Z',
    dates: null,
    zone: 'Europe/Moscow',
    location: '',
    link: null,
    description: '',
    meeting: false,
    organiser: null,
    answer: 'host',
    participants: [],
    important: false,
    private: false,
    accessibility: 'busy',
    occurrence: null,
    series: false,
    url: `https://portal.example/event/${more.id ?? 55}`,
    mine: true,
    ...more,
  }
}

function person(id: number, name: string, answer: 'host' | 'yes' | 'none') {
  return { id: toPortalUserId(id), name, answer }
}

/** The same with two colleagues, hosted by the person at the rig. */
export function meetingOf(more: Partial<CalendarEvent> = {}): CalendarEvent {
  return eventOf({
    meeting: true,
    organiser: { id: me, name: 'Анна Ковалёва' },
    participants: [
      person(me, 'Анна Ковалёва', 'host'),
      person(15, 'Анна Петрова', 'yes'),
      person(27, 'Игорь Ким', 'none'),
    ],
    ...more,
  })
}

export async function openOffice(): Promise<{ readonly office: Office; readonly rig: Rig }> {
  const refusals = new Map<string, Outcome<never>[]>()
  const office: Office = {
    refuses(method, reason, data) {
      refusals.set(method, [
        ...(refusals.get(method) ?? []),
        { ok: false, reason, ...(data !== undefined && { data }) },
      ])
    },
    events: [],
    added: [],
    changed: [],
    cancelled: [],
    busyAsked: [],
    busy: [],
    inactive: [],
    organiser: 'owner',
    rooms: true,
    roomsMade: 0,
  }
  const refusal = (method: string): Outcome<never> | undefined => refusals.get(method)?.shift()
  const find = (id: number, occurrence: string | null) =>
    office.events.find((one) => one.id === id && (occurrence === null || one.occurrence === occurrence))

  const calendar: Calendar = {
    list: async ({ fromMs, toMs }) =>
      refusal('list') ?? {
        ok: true,
        value: office.events.filter(({ start, end }) => Date.parse(start) < toMs && Date.parse(end) > fromMs),
      },
    async get({ id, occurrence }) {
      const found = find(id, occurrence)
      return refusal('get') ?? (found ? { ok: true, value: found } : { ok: false, reason: 'not_found' })
    },
    async busy(people, fromMs, toMs) {
      office.busyAsked.push({
        people,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
      })
      return (
        refusal('busy') ?? { ok: true, value: people.filter((id) => office.busy.some((one) => one === id)) }
      )
    },
    async add(event, operation, repeated) {
      const refused = refusal('add')
      if (refused !== undefined) return refused
      office.added.push({ event, operation, repeated })
      const { organiser } = office
      return {
        ok: true,
        value: { id: 90, url: 'https://portal.example/event/90', existed: false, organiser },
      }
    },
    async change({ id, occurrence }, changes) {
      const refused = refusal('change')
      if (refused !== undefined) return refused
      office.changed.push({ id, occurrence, changes })
      return { ok: true, value: null }
    },
    async cancel({ id, occurrence }) {
      const refused = refusal('cancel')
      if (refused !== undefined) return refused
      office.cancelled.push({ id, occurrence })
      office.events.splice(
        office.events.findIndex((one) => one.id === id),
        1,
      )
      return { ok: true, value: null }
    },
    settings: async () => ({ ok: false, reason: 'unused' }),
  }

  const services = new Map<string, Service>([
    ...createEventServices({
      calendar,
      conferences: {
        get available() {
          return office.rooms
        },
        async create() {
          const refused = refusal('room')
          if (refused !== undefined) {
            if (!refused.ok && refused.reason === 'unsupported') office.rooms = false
            return refused
          }
          office.roomsMade += 1
          return { ok: true, value: { url: `https://telemost.yandex.ru/j/1000000000${office.roomsMade}` } }
        },
      },
      directory: {
        active: async (ids) =>
          refusal('active') ?? {
            ok: true,
            value: ids.filter((id) => !office.inactive.some((one) => one === id)),
          },
      },
      writer: createDateWriter(),
      defaults: defaultSettings({
        morningAtMinutes: 480,
        eveningAtMinutes: 1080,
        eventLeadMinutes: 15,
        importantLeadMinutes: 60,
      }),
      readLink: (text) => /https:\/\/telemost\.yandex\.ru\/j\/\d+/.exec(text)?.[0] ?? null,
    }),
    ['bitrix.users.search', search],
  ])
  const dialogs = await Promise.all(
    ['create-event', 'schedule', 'edit-event'].map((name) => load(name, services)),
  )
  const rig = await openRig({ dialogs: [...dialogs, aside], services: Object.fromEntries(services) })
  await rig.links()
  return { office, rig }
}

const search: Service = {
  type: 'remote',
  timeoutMs: 5_000,
  reasons: ['limited', 'denied', 'config', 'too_many_searches'],
  run: async ({ input }) => {
    const words = textAt(input, 'query').toLocaleLowerCase('ru')
    const found = staff.filter(({ name }) => name.toLocaleLowerCase('ru').includes(words))
    return { ok: true, value: found.slice(0, 8).map((one) => ({ ...one })) }
  },
}

const loaded = new Map<string, Promise<DialogDefinition>>()

function load(name: string, services: ReadonlyMap<string, Service>): Promise<DialogDefinition> {
  const before = loaded.get(name) ?? read(name, services)
  loaded.set(name, before)
  return before
}

async function read(name: string, services: ReadonlyMap<string, Service>): Promise<DialogDefinition> {
  const { texts } = await loadSharedTexts(`${folder}texts.yaml`)
  const file = `${folder}${name}/dialog.yaml`
  const known = { services, texts, functions: functionNames, facts: new Set(['linked']) }
  const { definition, problems, source } = await loadDialogFile(file, known)
  // Not even a warning.
  if (definition === null || problems.length > 0)
    throw new Error(formatProblems(problems, new Map([[file, source]]), 'ru'))
  return definition
}

/** The newest message as it is seen: its words, then a line «[Да] [Нет]» for each row of buttons. */
export function screen(rig: Rig): string {
  const { text, rows } = rig.last().message
  return [text, ...rows.map((row) => row.map(({ label }) => `[${label}]`).join(' '))]
    .join('\n')
    .replaceAll('\u00A0', ' ')
}

/** Where the buttons of the newest message lead. */
export function urls(rig: Rig): readonly string[] {
  return rig
    .last()
    .message.rows.flat()
    .flatMap(({ act }) => (act.type === 'open' ? [act.url] : []))
}
