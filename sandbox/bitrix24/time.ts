import { DateTime, FixedOffsetZone } from 'luxon'

/** `2026-09-04T18:00:00+03:00`. `offsetAtMs` picks the moment whose offset is used for the label. */
export function isoInZone(atMs: number, zone: string, offsetAtMs: number = atMs): string {
  const offset = DateTime.fromMillis(offsetAtMs, { zone }).offset
  return DateTime.fromMillis(atMs, { zone: FixedOffsetZone.instance(offset) }).toFormat(
    "yyyy-MM-dd'T'HH:mm:ssZZ",
  )
}

const plainFormats = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd.MM.yyyy',
]

/** The instant a date text means; without an offset it is read in `zone`. Null when it is not a date. */
export function instantOf(text: string, zone: string): number | null {
  const trimmed = text.trim()
  const iso = DateTime.fromISO(trimmed, { zone })
  if (iso.isValid) return iso.toMillis()
  for (const format of plainFormats) {
    const plain = DateTime.fromFormat(trimmed, format, { zone })
    if (plain.isValid) return plain.toMillis()
  }
  return null
}
