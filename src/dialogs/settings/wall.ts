/** The wall clock of a zone. */

export interface Wall {
  /** `2026-11-23`. */
  readonly date: string
  /** After local midnight. */
  readonly minutes: number
}

/** What calendar and clock on the wall say at an instant, in an IANA zone. */
export function wallOf(atMs: number, zone: string): Wall {
  const parts = new Map<string, string>(
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: string): string => parts.get(name) ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  }
}

/** The same date a year later; of 29 February the day before 1 March, as far as comparing goes. */
export function yearAfter(date: string): string {
  return `${String(Number(date.slice(0, 4)) + 1).padStart(4, '0')}${date.slice(4)}`
}

/** «8:30» of minutes after midnight. */
export function clockOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** Minutes after midnight of «08:30». Null for what is no time of day. */
export function minutesOf(clock: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock)
  return found === null ? null : Number(found[1]) * 60 + Number(found[2])
}

/** ISO weekday of a local date: 1 is Monday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}
