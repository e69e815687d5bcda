/** Chats that are somebody else's bot's as well: what is nothing to the dialogs is left alone, and leaves nothing behind. */
import { expect, test } from 'vitest'
import type { PersonEvent } from '../../src/ports/incoming.ts'
import { orderDialog, orderServices } from '../support/dialogs.ts'
import { openRig, type Rig } from '../support/rig.ts'

function openShared(): Promise<Rig> {
  return openRig({ dialogs: [orderDialog], services: orderServices(), shared: true })
}

const foreign: readonly (readonly [string, PersonEvent])[] = [
  ['a text', { type: 'text', text: 'Добрый день', messageId: 1 }],
  ['a command of the host', { type: 'command', name: 'start', argument: '', messageId: 1 }],
  ['/cancel', { type: 'command', name: 'cancel', argument: '', messageId: 1 }],
  ['a press that looks like ours', { type: 'press', pressId: 'p', data: 'subscription12.1.0', messageId: 1 }],
  ['an edited message', { type: 'edited', text: 'Добрый вечер', messageId: 1 }],
  ['a photo', { type: 'media', kind: 'photo', messageId: 1 }],
]

test.each(foreign)('%s outside a conversation is foreign, and nothing of it is stored', async (_, event) => {
  await using rig = await openShared()
  const taken = await rig.does(event)
  expect(taken.result).toBe('foreign')
  expect(await rig.rows('updates')).toEqual([])
  expect(await rig.rows('chats')).toEqual([])
  expect(rig.texts()).toEqual([])
})

test('in the middle of a conversation what is typed and sent belongs to it, and commands of the host do not', async () => {
  await using rig = await openShared()
  expect((await rig.says('/order')).result).toBe('taken')
  expect((await rig.does({ type: 'media', kind: 'photo', messageId: 2 })).result).toBe('taken')
  expect((await rig.says('/start')).result).toBe('foreign')
  expect((await rig.says('Бумага')).result).toBe('taken')
  expect((await rig.says('/cancel')).result).toBe('taken')
  expect((await rig.says('/cancel')).result).toBe('foreign')
})

test('an update that was taken stays taken when it comes again after the conversation', async () => {
  await using rig = await openShared()
  await rig.says('/order')
  const last = rig.update({ type: 'command', name: 'cancel', argument: '', messageId: 3 })
  const results = (await rig.takes([last, last])).map(({ result }) => result)
  expect(results).toEqual(['taken', 'repeated'])
})

test('the host begins a dialog with the answers it knows', async () => {
  await using rig = await openShared()
  await rig.does({ type: 'begin', dialog: 'order', answers: { what: 'Бумага' } })
  expect(rig.texts()).toEqual(['Кому?'])
})

test('beginning another dialog in the middle of one asks first', async () => {
  await using rig = await openShared()
  await rig.says('/order Бумага')
  await rig.does({ type: 'begin', dialog: 'order', answers: {} })
  expect(rig.texts().at(-1)).toContain('незаконченный диалог «Заказ»')
})
