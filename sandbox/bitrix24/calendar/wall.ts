/** Wall clocks: `2026-11-24T10:00:00` without a zone, as the portal keeps the dates of events beside a zone's name. */
import { DateTime } from 'luxon'

const secondMs = 1000
const dayMs = 86_400_000

export function wallAt(atMs: number, zone: string): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss")
}

/** The instant at which clocks in the zone show this; one that falls into a gap is the moment after it. */
export function momentOf(wall: string, zone: string): number {
  return DateTime.fromISO(wall, { zone }).toMillis()
}

/** Seconds east of UTC when the wall clock shows this in the zone. */
export function offsetAt(wall: string, zone: string): number {
  return DateTime.fromISO(wall, { zone }).offset * 60
}

/** `2026-11-24` */
export function dayOf(wall: string): string {
  return wall.slice(0, 10)
}

/** The day of one wall clock with the time of another. */
export function onDay(day: string, wall: string): string {
  return day + wall.slice(10)
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

export function plusSeconds(wall: string, seconds: number): string {
  return new Date(Date.parse(`${wall}Z`) + seconds * secondMs).toISOString().slice(0, 19)
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / secondMs
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

export interface GivenMoment {
  readonly wall: string
  /** It carried an offset: the wall clock is then the one of `ownerZone`, whatever other zone was named (docs). */
  readonly withOffset: boolean
}

const formats = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd.MM.yyyy',
]
const offsetAtEnd = /(?:[+-]\d{2}:?\d{2}|Z)$/

/** Reads a date parameter. Null when it is none: for the portal the parameter is then missing (source). */
export function readMoment(text: string, ownerZone: string): GivenMoment | null {
  const trimmed = text.trim()
  const withOffset = /\d:\d/.test(trimmed) && offsetAtEnd.test(trimmed)
  const zone = withOffset ? ownerZone : 'utc'
  const read = [
    DateTime.fromISO(trimmed.replace(' ', 'T'), { zone }),
    ...formats.map((format) => DateTime.fromFormat(trimmed, format, { zone })),
  ].find(({ isValid }) => isValid)
  return read === undefined ? null : { wall: read.toFormat("yyyy-MM-dd'T'HH:mm:ss"), withOffset }
}
