import { expect, test } from 'vitest'

import { byZone, createFailures } from '../../../src/adapters/bitrix24/bulk-people.ts'
import { inMoscow, nowMs } from './bulk-scene.ts'
import { alexander, anna, igor } from './task-desk-portal.ts'

const config = { ok: false, reason: 'config' } as const
const temporary = { ok: false, reason: 'temporary' } as const

test.each([
  ['first', [config, temporary]],
  ['last', [temporary, config]],
])('of two reasons the one counts that an administrator must know, when it comes %s', (_, reasons) => {
  const [person] = inMoscow(anna)
  if (person === undefined) throw new Error('nobody')
  const failures = createFailures()
  for (const reason of reasons) failures.add([person], reason)
  expect(failures.or(person, () => 'read')).toEqual(config)
})

test('people of one zone stand together, whatever its name', () => {
  const people = [
    ...inMoscow(igor),
    { employee: alexander, zone: 'Asia/Yekaterinburg' },
    { employee: anna, zone: 'Europe/Minsk' },
  ]
  const inOrder = byZone(people, nowMs, createFailures())
  expect(inOrder.map(({ employee }) => employee)).toEqual([alexander, anna, igor])
})
