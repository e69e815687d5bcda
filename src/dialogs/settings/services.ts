/** The services that the dialogs of settings, notifications and pauses name: our own database, within the turn. */
import type { DateReader, DateWriter } from '../../ports/dates.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { textAt } from '../../machines/json.ts'
import type { LocalService, Says, ServiceRequest, Services } from '../../machines/services.ts'
import type { Link } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { change, changeSays, endPause } from './change.ts'
import { checkedSettings, settingsOf, type CompleteSettings } from './settings-of.ts'
import {
  deadlinesOf,
  deadlinesSays,
  digestOf,
  digestSays,
  emptyOf,
  emptySays,
  eventsOf,
  eventsSays,
  leadOf,
  leadSays,
  pauseOf,
  quietOf,
  quietSays,
  switchedOn,
  untilOf,
  untilSays,
} from './shown.ts'
import { clockOf, wallOf, yearAfter } from './wall.ts'

export interface SettingsDeps {
  readonly writer: Pick<DateWriter, 'formatDay' | 'formatMoment' | 'formatZone'>
  readonly reader: Pick<DateReader, 'readZone'>
  /** What an employee is by profession, as far as is known without asking the portal. */
  positionOf(employee: PortalUserId): string | null
  /** The portal's host. */
  readonly portal: string
  /** For whoever has chosen nothing: `defaultSettings(config.notifications)`. */
  readonly defaults: CompleteSettings
}

/** Every one refuses with `nobody` in a chat that speaks for no one. */
export function createSettingsServices(deps: SettingsDeps): Services {
  return new Map([
    ['settings.profile', service({}, (asked) => showProfile(deps, asked))],
    ['settings.greeting', service({ says: leadSays }, (asked) => greet(deps, asked))],
    ['settings.notifications.get', service({ says: overviewSays }, (asked) => overview(deps, asked))],
    [
      'settings.notifications.change',
      service({ says: changeSays, reasons: ['unknown', 'late_morning', 'early_evening'] }, (asked) =>
        changeNotifications(deps, asked),
      ),
    ],
    ['settings.zone', service({ reasons: ['unknown'] }, (asked) => changeZone(deps, asked))],
    ['settings.language', service({ reasons: ['unknown'] }, (asked) => changeLanguage(asked))],
    [
      'settings.pause',
      service({ says: untilSays, reasons: ['off', 'past', 'too_long'] }, (asked) => pause(deps, asked)),
    ],
    ['settings.resume', service({ reasons: ['not_paused'] }, (asked) => resume(asked))],
  ])

  function service(
    options: { readonly says?: Says; readonly reasons?: readonly string[] },
    run: (asked: Asked) => Outcome | Promise<Outcome>,
  ): LocalService {
    return {
      type: 'local',
      reasons: ['nobody', ...(options.reasons ?? [])],
      ...(options.says && { says: options.says }),
      async run(request, unit) {
        const { actor } = request
        if (actor === null) return refuse('nobody')
        const settings = settingsOf(await unit.settings.load(request.chat), deps.defaults)
        return run({ request, unit, actor, settings })
      },
    }
  }
}

interface Asked {
  readonly request: ServiceRequest
  readonly unit: Unit
  readonly actor: Link
  readonly settings: CompleteSettings
}

/** Says { name, position, portal, since, zone, language }; a position where one is known. */
function showProfile({ writer, positionOf, portal }: SettingsDeps, { request, actor }: Asked): Outcome {
  const { nowMs, language } = request
  return done({
    name: actor.name,
    position: positionOf(actor.employee),
    portal,
    since: writer.formatMoment(actor.linkedAtMs, actor.zone, { now: nowMs, language, style: 'brief' }),
    zone: writer.formatZone(actor.zone, nowMs, language),
    language,
  })
}

/** Says { zone, morning, evening, lead }: what will come, and by which clock; null for what will not. */
function greet({ writer }: SettingsDeps, { request, actor, settings }: Asked): Outcome {
  const { enabled, morning, evening, events } = settings.notifications
  return done({
    zone: writer.formatZone(actor.zone, request.nowMs, request.language),
    morning: enabled && morning.enabled ? clockOf(morning.atMinutes) : null,
    evening: enabled && evening.enabled ? clockOf(evening.atMinutes) : null,
    lead: enabled && events.enabled ? leadOf(events.leadMinutes) : null,
  })
}

const overviewSays: Says = {
  ...digestSays,
  ...eventsSays,
  ...deadlinesSays,
  ...emptySays,
  ...quietSays,
  ...untilSays,
  all_on: [],
  all_off: [],
}

/** Says { state, zone, on: [names of what is switched on] } and, unless all is off, a value for each line. */
function overview({ writer }: SettingsDeps, { request, actor, settings: { notifications } }: Asked): Outcome {
  const { nowMs, language } = request
  const viewer = { nowMs, language, zone: actor.zone }
  const head = {
    on: [...switchedOn(notifications, viewer)],
    zone: writer.formatZone(actor.zone, nowMs, language),
  }
  if (!notifications.enabled) return done({ ...head, state: { words: 'all_off' } })
  const pausedUntil = pauseOf(notifications, viewer)
  return done({
    ...head,
    state: { words: 'all_on' },
    pause: pausedUntil === null ? null : untilOf(pausedUntil, viewer, writer),
    morning: digestOf(notifications, 'morning'),
    evening: digestOf(notifications, 'evening'),
    events: eventsOf(notifications),
    deadlines: deadlinesOf(notifications),
    empty: emptyOf(notifications),
    quiet: quietOf(notifications),
  })
}

/**
 * Takes what the dialog asked, named as in `change.ts`; says { change }, the words for it. Refuses with `late_morning` or
 * `early_evening` { other } what would turn the day round.
 */
async function changeNotifications({ defaults }: SettingsDeps, asked: Asked): Promise<Outcome> {
  const { request, actor, settings } = asked
  const { input, nowMs } = request
  const changed = change(settings, { input, defaults, nowMs, zone: actor.zone })
  if (changed === null) return refuse('unknown')
  if ('reason' in changed) return refuse(changed.reason, { other: changed.other })
  await save(asked, changed.settings)
  return done({ change: changed.said })
}

/** { zone }: a name `readZone` gives. Moves the hours of both digests with it. Says { zone } as people call it. */
async function changeZone({ reader, writer }: SettingsDeps, asked: Asked): Promise<Outcome> {
  const { request, unit, settings } = asked
  const { chat, input, nowMs, language } = request
  const zone = reader.readZone(textAt(input, 'zone')) ?? textAt(input, 'zone')
  if (!isStorable(zone)) return refuse('unknown')
  await unit.links.setZone(chat, zone)
  await save(asked, { ...settings, chosenAtMs: { ...settings.chosenAtMs, morning: nowMs, evening: nowMs } })
  return done({ zone: writer.formatZone(zone, nowMs, language) })
}

/** A bare offset («+03:00») is a zone to the runtime and none to the rest of the program. */
function isStorable(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

/** { language }. Holds from this turn on. */
async function changeLanguage(asked: Asked): Promise<Outcome> {
  const language = textAt(asked.request.input, 'language')
  if (language !== 'ru' && language !== 'en') return refuse('unknown')
  await save(asked, { ...asked.settings, language })
  return done(null)
}

/**
 * { until }: the day on which notifications come again. Says { until } in words. Refuses with `past` unless it is after
 * today, with `too_long` beyond a year, with `off` where nothing comes anyway.
 */
async function pause({ writer }: SettingsDeps, asked: Asked): Promise<Outcome> {
  const { request, actor, settings } = asked
  const { nowMs, language } = request
  const { notifications } = settings
  const viewer = { nowMs, language, zone: actor.zone }
  if (!notifications.enabled) return refuse('off')
  const until = dateOf(request.input['until'])
  const today = wallOf(nowMs, actor.zone).date
  if (until === null || until <= today) return refuse('past')
  if (until > yearAfter(today)) return refuse('too_long')
  await save(asked, { ...settings, notifications: { ...notifications, pausedUntil: until } })
  return done({ until: untilOf(until, viewer, writer) })
}

function dateOf(value: Json | undefined): string | null {
  return isWhen(value) ? (/^\d{4}-\d{2}-\d{2}/.exec(value.start.local)?.[0] ?? null) : null
}

/** Ends a pause before its date. Refuses with `not_paused` where there is none. */
async function resume(asked: Asked): Promise<Outcome> {
  const { request, actor, settings } = asked
  const { nowMs, language } = request
  if (pauseOf(settings.notifications, { nowMs, language, zone: actor.zone }) === null)
    return refuse('not_paused')
  await save(asked, endPause(settings, nowMs).settings)
  return done(null)
}

async function save({ request, unit }: Asked, settings: CompleteSettings): Promise<void> {
  await unit.settings.save(request.chat, checkedSettings(settings), request.nowMs)
  await unit.links.replan(request.chat)
}

function done(value: JsonObject | null): Outcome {
  return { ok: true, value }
}

function refuse(reason: string, data?: JsonObject): Outcome {
  return { ok: false, reason, ...(data && { data }) }
}
