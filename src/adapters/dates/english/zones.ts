import { cityZone, offsetZone, zoneLetters } from '../zone.ts'
import { type Rule, rule } from './rule.ts'

/** «3pm UTC», «15:00 MSK», «10am Moscow time», «12:00 UTC+5». */
export const zones: readonly Rule[] = [
  rule(
    ['3pm UTC', '12:00 GMT+4'],
    '(?:utc|gmt)(?: ?(?<sign>[+-]) ?(?<hours>\\d{1,2}))?',
    ({ sign, hours }) => {
      const minutes = Number(hours ?? 0) * 60 * (sign === '-' ? -1 : 1)
      if (Math.abs(minutes) > 14 * 60) return null
      return {
        facts: [{ type: 'zone', zone: minutes === 0 ? 'UTC' : offsetZone(minutes) }],
        need: 'company',
      }
    },
  ),
  rule(
    ['15:00 MSK', 'at 3pm Moscow time', '3pm CET'],
    `(?:msk|(?<letters>${[...zoneLetters.keys()].join('|')})|(?<city>[a-z]+) time)`,
    ({ city, letters }) => {
      const zone =
        letters !== undefined
          ? (zoneLetters.get(letters) ?? null)
          : city === undefined
            ? 'Europe/Moscow'
            : cityZone(city)
      return zone === null ? null : { facts: [{ type: 'zone', zone }], need: 'company' }
    },
  ),
]
