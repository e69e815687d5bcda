import { expect, test } from 'vitest'
import { openRig, type Rig } from '../support/rig.ts'

const trip = `
dialog: trip
version: 1
title: { ru: Поездка, en: Trip }
start: { command: trip }
steps:
  - ask: day
    type: date_time
    future: true
    calendar: true
    weekend: rest
    prompt: when
    invalid: odd
    past: gone
    unsure: which
  - ask: purpose
    type: text
    prompt: why
    invalid: odd
texts:
  when: { ru: Когда?, en: When? }
  odd: { ru: Не понял, en: What? }
  gone: { ru: 'Прошло: {refused.said}', en: 'Gone: {refused.said}' }
  which: { ru: Что из этого?, en: Which? }
  rest: { ru: 'Это {weekday}, выходной.', en: 'That is a {weekday}.' }
  why: { ru: Зачем?, en: Why? }
`

function rows(rig: Rig): readonly string[] {
  return rig.last().message.rows.map((row) => row.map(({ label }) => label).join(' '))
}

test('a month is shown with what has passed of it left out, and today marked', async () => {
  await using rig = await openRig({ dialogs: [trip] })
  await rig.says('/trip')
  await rig.presses('Календарь')
  expect(rows(rig)).toEqual([
    '  Ноябрь 2026 ›',
    'пн вт ср чт пт сб вс',
    '            ·',
    '· · · · · · ·',
    '· · · · · · ·',
    '· · · · · · ·',
    '[23] 24 25 26 27 28 29',
    '30            ',
    '← Назад',
  ])
})

test('a day that is pressed is the answer, in any month ahead', async () => {
  await using rig = await openRig({ dialogs: [trip] })
  await rig.says('/trip')
  await rig.presses('Календарь')
  await rig.presses('›')
  expect(rows(rig)[0]).toBe('‹ Декабрь 2026 ›')
  await rig.presses('15')
  expect(rig.texts().at(-1)).toBe('Зачем?')
  const [frame] = (await rig.stored()).state.frames
  expect(frame?.context.answers['day']).toMatchObject({ kind: 'date', start: { local: '2026-12-15' } })
})

test('the way back leads to the question, and a day can be typed all the same', async () => {
  await using rig = await openRig({ dialogs: [trip] })
  await rig.says('/trip')
  await rig.presses('Календарь')
  await rig.presses('← Назад')
  expect(rig.texts().at(-1)).toBe('Когда?')
  await rig.presses('Календарь')
  await rig.says('послезавтра')
  expect(rig.texts().at(-1)).toBe('Зачем?')
})

test('of a day off it is said that it is one, and it is taken', async () => {
  await using rig = await openRig({ dialogs: [trip] })
  await rig.says('/trip')
  await rig.says('28.11')
  expect(rig.texts().at(-1)).toBe('Это суббота, выходной.\n\nЗачем?')
  await rig.says('/cancel')
  await rig.says('/trip')
  await rig.says('27.11')
  expect(rig.texts().at(-1)).toBe('Зачем?')
})

test('for a time that has just passed the same time tomorrow is offered', async () => {
  await using rig = await openRig({ dialogs: [trip] })
  await rig.says('/trip')
  await rig.says('сегодня в 9:00')
  expect(rig.texts().at(-1)).toContain('Прошло:')
  await rig.presses(rows(rig)[0] ?? '')
  const [frame] = (await rig.stored()).state.frames
  expect(frame?.context.answers['day']).toMatchObject({ start: { local: '2026-11-24T09:00' } })
})
