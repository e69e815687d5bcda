import { expect, test } from 'vitest'
import { createIntake } from '../../src/scheduler/intake.ts'
import { orderDialog, orderServices } from '../support/dialogs.ts'
import { openRig } from '../support/rig.ts'

test('every press is answered after the commit, with the note the turn left, and nobody waits for that', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices(), byHand: true })
  const answered: [string, string | undefined][] = []
  let nudges = 0
  const take = createIntake({
    turns: rig.turns,
    messenger: {
      answerPress: (id, note) => {
        answered.push([id, note])
        return new Promise(() => {})
      },
    },
    nudge: () => (nudges += 1),
    reach: () => {},
  })
  await rig.says('/order')
  await take([
    rig.update({ type: 'press', pressId: 'good', data: rig.pressData('✕ Отмена'), messageId: 1 }),
    rig.update({ type: 'press', pressId: 'bad', data: 'AAAAAAAAAAAAAA.1.0', messageId: 1 }),
    rig.update({ type: 'text', text: 'привет', messageId: 2 }),
  ])
  expect(answered).toEqual([
    ['good', undefined],
    ['bad', 'Кнопка устарела.'],
  ])
  expect(nudges).toBe(1)
})

test('a batch that could not be stored is given back, and no press of it is answered', async () => {
  const answered: string[] = []
  await using rig = await openRig({ dialogs: [], byHand: true })
  const take = createIntake({
    turns: { intake: () => Promise.reject(new Error('disk full')) },
    messenger: { answerPress: async (id) => void answered.push(id) },
    nudge: () => {},
    reach: () => {},
  })
  const press = rig.update({ type: 'press', pressId: 'p', data: 'x', messageId: 1 })
  await expect(take([press])).rejects.toThrow('disk full')
  expect(answered).toEqual([])
})
