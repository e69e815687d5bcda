/** Dates and counts in words, in the zone of the browser, as a messenger shows them. */

const time = new Intl.DateTimeFormat('ru', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long' })
const dayOfYear = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'short' })
const weekday = new Intl.DateTimeFormat('ru', { weekday: 'short', day: 'numeric', month: 'long' })

const dayMs = 86_400_000

/** @param {number} atMs */
export function clockTime(atMs) {
  return time.format(atMs)
}

/**
 * «Сегодня», «Вчера», «24 ноября», «24 ноября 2025 г.»
 *
 * @param {number} atMs
 * @param {number} nowMs
 */
export function dayTitle(atMs, nowMs) {
  const title = relativeDay(atMs, nowMs)
  if (title) return title
  return (isSameYear(atMs, nowMs) ? day : dayOfYear).format(atMs)
}

/**
 * For a list: the time today, else the day.
 *
 * @param {number} atMs
 * @param {number} nowMs
 */
export function briefMoment(atMs, nowMs) {
  return dayKey(atMs) === dayKey(nowMs) ? clockTime(atMs) : shortDay.format(atMs)
}

/**
 * «сегодня, 19:00», «вт, 24 ноября, 19:00»
 *
 * @param {number} atMs
 * @param {number} nowMs
 */
export function moment(atMs, nowMs) {
  const title = relativeDay(atMs, nowMs)?.toLowerCase() ?? weekday.format(atMs)
  return `${title}, ${clockTime(atMs)}`
}

/** @param {number} atMs */
export function dayKey(atMs) {
  const date = new Date(atMs)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/**
 * @param {number} atMs
 * @param {number} nowMs
 */
function relativeDay(atMs, nowMs) {
  if (dayKey(atMs) === dayKey(nowMs)) return 'Сегодня'
  if (dayKey(atMs) === dayKey(nowMs - dayMs)) return 'Вчера'
  if (dayKey(atMs) === dayKey(nowMs + dayMs)) return 'Завтра'
  return null
}

/**
 * @param {number} atMs
 * @param {number} nowMs
 */
function isSameYear(atMs, nowMs) {
  return new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
}

/**
 * Bot API 9.5 `date_time_format`: `r` is relative, otherwise `w` weekday, `d`/`D` short/long date, `t`/`T` short/long time.
 *
 * @param {number} unixTime seconds
 * @param {string} format
 * @param {number} nowMs
 */
export function dateTimeEntity(unixTime, format, nowMs) {
  const atMs = unixTime * 1000
  if (format === 'r') return relative(atMs, nowMs)
  /** @type {Intl.DateTimeFormatOptions} */
  const options = {}
  if (format.includes('w')) options.weekday = format.includes('D') ? 'long' : 'short'
  if (format.includes('d')) Object.assign(options, { day: '2-digit', month: '2-digit', year: 'numeric' })
  if (format.includes('D'))
    Object.assign(options, {
      day: 'numeric',
      month: 'long',
      ...(isSameYear(atMs, nowMs) ? {} : { year: 'numeric' }),
    })
  if (/[tT]/.test(format)) Object.assign(options, { hour: '2-digit', minute: '2-digit' })
  if (format.includes('T')) options.second = '2-digit'
  return new Intl.DateTimeFormat('ru', options).format(atMs)
}

/**
 * @param {number} atMs
 * @param {number} nowMs
 */
function relative(atMs, nowMs) {
  const minutes = Math.round((atMs - nowMs) / 60_000)
  const words = new Intl.RelativeTimeFormat('ru', { numeric: 'auto' })
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute')
  if (Math.abs(minutes) < 60 * 36) return words.format(Math.round(minutes / 60), 'hour')
  return words.format(Math.round(minutes / 60 / 24), 'day')
}

/**
 * «64 КБ», «1,2 МБ»
 *
 * @param {number} bytes
 */
export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} Б`
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'КБ'] : [bytes / 1024 / 1024, 'МБ']
  return `${new Intl.NumberFormat('ru', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`
}

/**
 * A colour pair for a person's round picture: the same in the chat and on the portal, which know them by other ids.
 *
 * @param {string} name
 */
export function tint(name) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
  return `tint-${sum % 7}`
}
