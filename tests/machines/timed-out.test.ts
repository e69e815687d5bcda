import { expect, test } from 'vitest'
import { newContext } from '../../src/machines/statechart/context.ts'
import { begin, compile, elapse, reject, send, type Moved } from '../../src/machines/statechart/xstate.ts'
import { orderDialog } from '../support/dialogs.ts'
import { definitionOf } from '../support/rig.ts'

const dialog = compile(definitionOf(orderDialog), 'order')

function filled(): Moved {
  const answers = { what: 'Бумага', who: { id: 7, name: 'Иванов Пётр' }, packs: 3 }
  return send(dialog, begin(dialog, newContext(answers)).place, { type: 'CONFIRM' })
}

function failsTwice(): Moved {
  let moved = filled()
  for (let times = 0; times < 2; times += 1) {
    moved = reject(dialog, moved.place, 'add', { reason: 'temporary' })
    moved = elapse(dialog, moved.place, 'pause.step_add.waiting')
  }
  return moved
}

test('a call whose last attempt was not heard of again may have been done: the next one says so', () => {
  const after = elapse(dialog, failsTwice().place, '20000.step_add.calling')
  expect(after.place.value).toEqual({ card: 'checking' })
  expect(after.place.context.maybeDone).toBe(true)
})

test('a call whose every attempt surely failed has not been done', () => {
  const after = reject(dialog, failsTwice().place, 'add', { reason: 'temporary' })
  expect(after.place.value).toEqual({ card: 'checking' })
  expect(after.place.context.maybeDone).toBeUndefined()
})
