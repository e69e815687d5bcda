/** Days of the calendar in somebody's zone: `2026-11-24`, whatever zone the browser is in. */

const dayMs = 86_400_000

/**
 * @param {number} atMs
 * @param {string} zone IANA name
 */
export function dayIn(atMs, zone) {
  // Swedes write dates as ISO does.
  return new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' }).format(atMs)
}

/**
 * «15:00»
 *
 * @param {number} atMs
 * @param {string} zone
 */
export function clockIn(atMs, zone) {
  return new Intl.DateTimeFormat('ru', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(atMs)
}

/**
 * «UTC+3»
 *
 * @param {number} atMs
 * @param {string} zone
 */
export function offsetIn(atMs, zone) {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    atMs,
  )
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC')
}

/**
 * The moment at which a clock in `zone` shows `local` (`2026-11-24T08:00`).
 *
 * @param {string} local
 * @param {string} zone
 */
export function instantIn(local, zone) {
  const asUtc = Date.parse(`${local}Z`)
  // Twice: near a change of the offset the first guess may stand on the other side of it.
  const guess = asUtc - aheadOfUtc(asUtc, zone)
  return asUtc - aheadOfUtc(guess, zone)
}

/**
 * `2026-11-24T08:00`
 *
 * @param {number} atMs
 * @param {string} zone
 */
export function localIn(atMs, zone) {
  return new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(atMs)
    .replace(' ', 'T')
}

/**
 * @param {number} atMs
 * @param {string} zone
 */
function aheadOfUtc(atMs, zone) {
  const minute = Math.floor(atMs / 60_000) * 60_000
  return Date.parse(`${localIn(minute, zone)}Z`) - minute
}

/**
 * The seven days of a week, Monday first.
 *
 * @param {string} today
 * @param {number} weeks from the one of today
 */
export function weekOf(today, weeks) {
  const sinceMonday = (weekday(today) + 6) % 7
  return Array.from({ length: 7 }, (_, index) => plusDays(today, weeks * 7 - sinceMonday + index))
}

/**
 * How many weeks `day` is from the week of `today`.
 *
 * @param {string} day
 * @param {string} today
 */
export function weeksBetween(today, day) {
  const monday = Date.parse(weekOf(today, 0)[0] ?? today)
  return Math.floor((Date.parse(day) - monday) / (7 * dayMs))
}

/** @param {string} day */
export function isWeekend(day) {
  return [0, 6].includes(weekday(day))
}

/** @param {string} day */
function weekday(day) {
  return new Date(day).getUTCDay()
}

/**
 * @param {string} day
 * @param {number} days
 */
export function plusDays(day, days) {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

const heading = new Intl.DateTimeFormat('ru', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'long',
})
const range = new Intl.DateTimeFormat('ru', { timeZone: 'UTC', day: 'numeric', month: 'long' })

/**
 * «вт, 24 ноября»
 *
 * @param {string} day
 */
export function dayHeading(day) {
  return heading.format(Date.parse(day))
}

/**
 * «23–29 ноября»
 *
 * @param {readonly string[]} days
 */
export function weekHeading(days) {
  return range.formatRange(Date.parse(days[0] ?? ''), Date.parse(days.at(-1) ?? ''))
}
