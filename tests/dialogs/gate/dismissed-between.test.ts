/** The gate inside the engine: the call that finds its employee dismissed is itself under way while the link ends. */
import { expect, test } from 'vitest'
import { createGate } from '../../../src/dialogs/gate/gate.ts'
import type { PortalService } from '../../../src/dialogs/gate/portal-service.ts'
import { endLink } from '../../../src/dialogs/link-account/endings.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import type { PortalUserId } from '../../../src/ports/identity.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { anna, openRig, type Rig } from '../../support/rig.ts'

const closeTask = `
dialog: close-task
version: 1
title: { ru: Закрытие задачи, en: Closing a task }
start:
  command: close
  describe: { ru: Закрыть, en: Close }
steps:
  - ask: note
    type: text
    label: note
    prompt: ask_note
    invalid: ask_note
  - review: card
    text: sure
    edit: [note]
    edit_prompt: ask_note
    confirm: close
  - call: done
    service: bitrix.tasks.complete
    with: { id: { value: 8017 } }
    once: true
    on_error:
      temporary: { retry: 2, every: 2s, say: failed, end: failed }
      otherwise: { say: failed, end: failed }
  - say: closed
texts:
  note: { ru: Итог, en: Outcome }
  ask_note: { ru: Чем закончилось?, en: How did it end? }
  sure: { ru: Закрыть задачу?, en: Close the task? }
  close: { ru: Закрыть, en: Close }
  closed: { ru: Задача закрыта., en: The task is closed. }
  failed: { ru: Не получилось., en: That failed. }
`

const farewell =
  'Доступ закрыт: учётная запись в Битрикс24 не активна. Если это ошибка, обратитесь к администратору.'

test('a conversation whose employee was dismissed between card and press ends, and nothing was done', async () => {
  const portal = createPortal()
  await using rig = await openRig({ dialogs: [closeTask], services: portal.services })
  portal.stands(rig)
  await rig.links()
  await rig.says('/close')
  await rig.says('Смета сдана')
  portal.employed = false
  rig.clock.advance(16 * 60_000)
  await rig.presses('Закрыть')
  expect(portal.completed).toBe(0)
  expect(rig.texts()).toContain(farewell)
  expect(rig.texts()).toContain('Не получилось.')
  expect((await rig.stored()).state.frames).toEqual([])
  expect(await rig.rows('actions')).toEqual([])
})

test('a press of an employee leaves an action that says what became of it', async () => {
  const portal = createPortal()
  await using rig = await openRig({ dialogs: [closeTask], services: portal.services })
  portal.stands(rig)
  await rig.links()
  await rig.says('/close')
  await rig.says('Смета сдана')
  rig.clock.advance(16 * 60_000)
  await rig.presses('Закрыть')
  expect(rig.texts()).toContain('Задача закрыта.')
  expect(await rig.rows('actions')).toMatchObject([
    { chat: anna, service: 'bitrix.tasks.complete', object: 'task:8017', outcome: 'done' },
  ])
})

test('a link that ends while a retry is waited for ends the conversation too, and the retry does nothing', async () => {
  const portal = createPortal()
  await using rig = await openRig({ dialogs: [closeTask], services: portal.services })
  portal.stands(rig)
  portal.answer = { ok: false, reason: 'temporary' }
  await rig.links()
  await rig.says('/close')
  await rig.says('Смета сдана')
  await rig.presses('Закрыть')
  await rig.store.transaction((unit) => endLink(unit, anna, 'revoked', rig.clock.now()))
  await rig.waits(10_000)
  expect(portal.completed).toBe(1)
  expect((await rig.stored()).state.frames).toEqual([])
  expect(await rig.rows('actions')).toMatchObject([{ outcome: 'temporary' }])
})

function createPortal() {
  let rig: Rig | null = null
  const portal = {
    employed: true,
    completed: 0,
    answer: { ok: true, value: null } satisfies Outcome as Outcome,
    stands: (in_: Rig) => {
      rig = in_
    },
    services: {},
  }
  const opened = (): Rig => {
    if (rig === null) throw new Error('not opened yet')
    return rig
  }
  const complete: PortalService = {
    type: 'remote',
    timeoutMs: 5_000,
    reasons: ['temporary'],
    portal: { writes: 'task:{id}' },
    run: async () => {
      portal.completed += 1
      return portal.answer
    },
  }
  const gate = createGate({
    store: { transaction: (work) => opened().store.transaction(work) },
    clock: { now: () => opened().clock.now() },
    directory: {
      active: async (ids: readonly PortalUserId[]) => ({ ok: true, value: portal.employed ? ids : [] }),
    },
    wording: loadLinkWording(),
    log: () => {},
  })
  return Object.assign(portal, { services: { 'bitrix.tasks.complete': gate(complete) } })
}
