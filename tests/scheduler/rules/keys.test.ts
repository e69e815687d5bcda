import { expect, test } from 'vitest'
import {
  changeKey,
  dayBeforeKey,
  eveningKey,
  eventKey,
  morningKey,
  onDayKey,
  passedKey,
  snoozeKey,
  snoozeSource,
  systemKey,
} from '../../../src/scheduler/rules/keys.ts'
import { annaId, at } from './people.ts'

const deadline = at('2026-11-24 15:00')

test('keys are the ones of the outbox', () => {
  expect([
    morningKey(annaId, '2026-11-24'),
    eveningKey(annaId, '2026-11-24'),
    eventKey(annaId, 501, deadline, 15),
    dayBeforeKey(annaId, 8, deadline),
    onDayKey(annaId, 8, '2026-11-24', deadline),
    passedKey(annaId, 8, deadline),
    changeKey(annaId, 501, deadline, deadline + 60_000),
    changeKey(annaId, 501, deadline, null),
    snoozeKey(annaId, 'dl1:15:8:29731200', 2),
    systemKey(annaId, 'lost', 'op-7'),
  ]).toEqual([
    'morning:15:2026-11-24',
    'evening:15:2026-11-24',
    'ev:15:501:29925360:15',
    'dl1:15:8:29925360',
    'dl0:15:8:2026-11-24:29925360',
    'dlp:15:8:29925360',
    'evchg:15:501:29925360:29925361',
    'evchg:15:501:29925360:x',
    'snz:15:dl1:15:8:29731200:2',
    'sys:15:lost:op-7',
  ])
})

test('a snoozed key tells where it came from', () => {
  expect(snoozeSource('snz:15:ev:15:501:29925360:15:3')).toEqual({
    source: 'ev:15:501:29925360:15',
    times: 3,
  })
  expect(snoozeSource('ev:15:501:29925360:15')).toEqual({ source: 'ev:15:501:29925360:15', times: 0 })
})
