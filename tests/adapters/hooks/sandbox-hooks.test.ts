/** Against the sandbox's portal, which posts its events as the documents say. */
import { expect, onTestFinished, test } from 'vitest'
import type { PortalHint } from '../../../src/adapters/hooks/event.ts'
import { eventsPath, openHooks } from '../../../src/adapters/hooks/hooks.ts'
import { startTestPortal } from '../bitrix24/sandbox-portal.ts'
import { token } from './portal-event.ts'

test('a task that is made, changed and deleted in the portal is hinted at each time', async () => {
  const { sandbox, given } = await openBoth(token)
  const id = sandbox.addTask({ title: 'Смета', createdBy: 7, responsibleId: 15 })
  expect(await given(1)).toEqual([{ kind: 'task', id }])
  await fetch(`${sandbox.webhook}tasks.task.update?taskId=${id}&fields[TITLE]=Смета+«Весна»`)
  expect(await given(2)).toHaveLength(2)
  await fetch(`${sandbox.webhook}tasks.task.delete?taskId=${id}`)
  const hint = { kind: 'task', id }
  expect(await given(3)).toEqual([hint, hint, hint])
})

test('an event of a calendar is hinted at, and what is told twice is counted twice', async () => {
  const { sandbox, receiver, given } = await openBoth(token)
  sandbox.modes.hookDelivery = 'twice'
  const id = sandbox.addEvent({
    name: 'Планёрка',
    ownerId: 15,
    from: '2026-11-25T15:00:00',
    to: '2026-11-25T16:00:00',
  })
  expect((await given(1))[0]).toEqual({ kind: 'event', id })
  await sandbox.hooksIdle()
  expect(receiver.counts()).toEqual({ taken: 2, ignored: 0, refused: 0 })
})

test('a portal that proves itself with another token is not listened to', async () => {
  const { sandbox, receiver } = await openBoth('another-token-of-somebody')
  sandbox.addTask({ title: 'Смета', createdBy: 7, responsibleId: 15 })
  await sandbox.hooksIdle()
  expect(receiver.counts()).toEqual({ taken: 0, ignored: 0, refused: 1 })
})

async function openBoth(portalToken: string) {
  const portal = await startTestPortal()
  onTestFinished(() => portal[Symbol.asyncDispose]())
  const { sandbox } = portal
  const hints: PortalHint[] = []
  let heard = Promise.withResolvers<null>()
  const receiver = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: { token, portalHost: new URL(sandbox.webhook).host },
    clock: portal.clock,
    gatherMs: 10,
    onHint: (hint) => {
      hints.push(hint)
      heard.resolve(null)
      heard = Promise.withResolvers()
    },
    log: () => {},
  })
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  sandbox.setHook({ url: `${receiver.origin}${eventsPath}`, token: portalToken })
  /** Waits until so many hints have come. */
  async function given(count: number): Promise<readonly PortalHint[]> {
    while (hints.length < count) await heard.promise
    return hints
  }
  return { sandbox, receiver, given }
}
