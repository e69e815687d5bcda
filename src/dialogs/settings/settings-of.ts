/** What a person has chosen, complete: where they have chosen nothing, and where an older row says nothing, the defaults. */
import { z } from 'zod'
import type { Settings } from '../../store/settings.ts'

/** The hours and minutes of `Config.notifications`, for people who have chosen nothing else. */
export interface NotificationDefaults {
  readonly morningAtMinutes: number
  readonly eveningAtMinutes: number
  readonly eventLeadMinutes: number
  readonly importantLeadMinutes: number | null
}

export type CompleteSettings = Required<Settings>

const quietHours = { fromMinutes: 22 * 60, toMinutes: 7 * 60 }

export function defaultSettings(from: NotificationDefaults): CompleteSettings {
  return {
    language: null,
    notifications: {
      enabled: true,
      morning: { enabled: true, atMinutes: from.morningAtMinutes },
      evening: { enabled: true, atMinutes: from.eveningAtMinutes },
      events: {
        enabled: true,
        leadMinutes: from.eventLeadMinutes,
        importantLeadMinutes: from.importantLeadMinutes,
      },
      deadlines: { dayBefore: true, onDay: true, passed: true },
      workDaysOnly: true,
      skipEmpty: true,
      quiet: quietHours,
      pausedUntil: null,
    },
    chosenAtMs: { morning: 0, evening: 0, all: 0 },
  }
}

/** Never fails: each value that is missing in `stored`, or is none, is the one of `defaults`. */
export function settingsOf(stored: Settings | null, defaults: CompleteSettings): CompleteSettings {
  return settingsSchema.parse(completed(settingsSchema, stored, defaults))
}

/** The settings as they may be saved. @throws ZodError for settings nobody could have chosen. */
export function checkedSettings(settings: CompleteSettings): CompleteSettings {
  return settingsSchema.parse(settings)
}

const dayMinutes = 24 * 60
const clock = z
  .int()
  .min(0)
  .max(dayMinutes - 1)
const lead = z.int().min(1).max(dayMinutes)
const digest = z.object({ enabled: z.boolean(), atMinutes: clock })

const settingsSchema = z.object({
  language: z.enum(['ru', 'en']).nullable(),
  notifications: z.object({
    enabled: z.boolean(),
    morning: digest,
    evening: digest,
    events: z.object({ enabled: z.boolean(), leadMinutes: lead, importantLeadMinutes: lead.nullable() }),
    deadlines: z.object({ dayBefore: z.boolean(), onDay: z.boolean(), passed: z.boolean() }),
    workDaysOnly: z.boolean(),
    skipEmpty: z.boolean(),
    quiet: z.object({ fromMinutes: clock, toMinutes: clock }).nullable(),
    pausedUntil: z.iso.date().nullable(),
  }),
  chosenAtMs: z.object({ morning: z.int().min(0), evening: z.int().min(0), all: z.int().min(0) }),
})

function completed(schema: z.ZodType, value: unknown, fallback: unknown): unknown {
  if (schema instanceof z.ZodObject) {
    const parts: Readonly<Record<string, z.ZodType>> = schema.shape
    const [values, fallbacks] = [entriesOf(value), entriesOf(fallback)]
    return Object.fromEntries(
      Object.entries(parts).map(([key, part]) => [key, completed(part, values.get(key), fallbacks.get(key))]),
    )
  }
  const judged = schema.safeParse(value)
  return judged.success ? judged.data : fallback
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}
