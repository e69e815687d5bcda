/** What must hold of a newcomer who has gone the whole way, whatever happened to the assistant meanwhile. */
import { expect } from 'vitest'
import type { FaultWorld } from './fault-world.ts'
import type { DeliveryRow } from './ledger.ts'
import type { Newcomer } from './newcomer.ts'

/** Where it can be seen what was done. */
type Books = Pick<FaultWorld, 'portal' | 'ledger'>

/** Everything that must be there once: in the portal, in the chat, in the database. */
export function expectDoneOnce(world: Books, newcomer: Newcomer): void {
  const { portal, ledger } = world
  const { chatId, employee } = newcomer
  expect(portal.tasks().filter((task) => task.createdBy === employee)).toMatchObject([
    {
      title: 'Подготовить смету',
      responsibleId: 27,
      deadlineMs: Date.parse('2026-11-24T15:00:00+03:00'),
    },
  ])
  // The code, which every sending replaced, and the news that the chat is linked.
  expect(portal.notices(employee)).toHaveLength(2)
  expect(newcomer.transcript().filter((line) => /person: \d{6}/.test(line))).toEqual([])
  expect(ledger.livingLinks(chatId)).toBe(1)
  expect(ledger.audited('requested', chatId)).toBe(1)
  expect(ledger.audited('linked', chatId)).toBe(1)
  expect(ledger.lostCards(chatId)).toBe(0)
  expectTurnsWhole(world, newcomer)
}

/** The journal tells of every turn, the turns are as many as their causes, and nothing they decided is left or lost. */
function expectTurnsWhole({ ledger }: Books, { chatId }: Newcomer): void {
  const revision = ledger.revision(chatId)
  expect(ledger.journal(chatId)).toEqual(Array.from({ length: revision }, (_, index) => index + 1))
  const deliveries = ledger.deliveries(chatId)
  expect(deliveries.filter(({ state }) => state !== 'done' && state !== 'cancelled')).toEqual([])
  expect(deliveries.filter(isUndone)).toEqual([])
  expect(deliveries.filter((delivery) => revisionOf(delivery) > revision)).toEqual([])
}

/** Of all chats together: nobody's update is missing or was taken twice, and the file is in order. */
export function expectFileWhole({ ledger }: Pick<Books, 'ledger'>, newcomers: readonly Newcomer[]): void {
  const acts = newcomers.reduce((sum, newcomer) => sum + newcomer.acts(), 0)
  expect(ledger.updates()).toBe(acts)
  expect(ledger.poisoned()).toBe(0)
  const results = newcomers
    .flatMap(({ chatId }) => ledger.deliveries(chatId))
    .filter(({ state, conversation }) => state === 'done' && conversation !== null)
  const revisions = newcomers.map(({ chatId }) => ledger.revision(chatId))
  expect(revisions.reduce((sum, revision) => sum + revision, 0)).toBe(acts + results.length)
  expect(ledger.integrity()).toBe('ok')
}

/** What the turns of a chat decided and what became of it, without what differs from chat to chat. */
export function effectsOf({ ledger }: Books, { chatId, employee }: Newcomer): readonly string[] {
  return ledger
    .deliveries(chatId)
    .map(
      ({ id, kind, state }) =>
        `${id.slice(id.indexOf(':') + 1).replace(`:${employee}`, '')} ${kind} ${state}`,
    )
    .sort()
}

/** Only a timer, or what was waited for in vain, is ever called off in this journey. */
function isUndone({ kind, state }: DeliveryRow): boolean {
  return state === 'cancelled' && kind !== 'timer'
}

function revisionOf({ id }: DeliveryRow): number {
  return Number(id.split(':')[1])
}
