import { constantFrom, nat, oneof } from 'fast-check'

/** Zones with summer time, without, with half hours, with changes at odd hours, and on both sides of the date line. */
export const zones = constantFrom(
  'Europe/Moscow',
  'Europe/Kaliningrad',
  'Asia/Almaty',
  'Asia/Vladivostok',
  'Asia/Kamchatka',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Cairo',
  'UTC',
)

/** Any date of 2026, and more often one close to a change of clocks or to New Year. */
export const dates = oneof(
  nat({ max: 364 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)),
  constantFrom(
    '2026-03-07',
    '2026-03-08',
    '2026-03-28',
    '2026-03-29',
    '2026-04-05',
    '2026-04-24',
    '2026-10-04',
    '2026-10-24',
    '2026-10-25',
    '2026-10-30',
    '2026-11-01',
    '2026-12-30',
    '2026-12-31',
  ),
)
