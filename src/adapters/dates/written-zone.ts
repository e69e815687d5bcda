import { DateTime } from 'luxon'
import type { Language } from '../../ports/language.ts'
import { russianCity } from './zone.ts'

/**
 * «Москва (UTC+3)»: the city of the IANA name with its offset at that instant; for UTC and fixed offsets only the
 * offset, for there is no place to name.
 */
export function formatZone(zone: string, atMs: number, language: Language): string {
  const offset = offsetOf(DateTime.fromMillis(atMs, { zone }).offset)
  const russian = language === 'ru' ? russianCity(zone) : null
  if (russian !== null) return `${russian} (${offset})`
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? ''
  return zone.includes('/') && !zone.startsWith('Etc/') ? `${place} (${offset})` : offset
}

function offsetOf(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`
}
