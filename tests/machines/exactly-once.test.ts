/** The same updates, delivered again at any time and to processes that begin anew at any time, make the same chat. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Incoming, PersonEvent } from '../../src/ports/incoming.ts'
import { fails, gateDialog, ivanovs, ok, orderDialog } from '../support/dialogs.ts'
import { runs } from '../support/runs.ts'
import { openShelf } from '../support/shelf.ts'
import { openRig, type Rig, type RigOptions } from '../support/rig.ts'

type Act =
  | { readonly type: 'says'; readonly words: string }
  | { readonly type: 'presses'; readonly which: number }
  | { readonly type: 'waits'; readonly ms: number }

interface Step {
  readonly act: Act
  /** Whether everything due is done before the next act. */
  readonly settles: boolean
  /** Updates delivered again afterwards, by how long ago they came first. */
  readonly again: readonly number[]
  readonly twiceInOneBatch: boolean
  readonly restarts: boolean
}

const words = fc.constantFrom(
  '/order',
  '/order Бумага',
  '/gate',
  '/shelf',
  '/shelf поздние',
  '/club 7 Иван',
  'Чтения\nпо средам',
  '2',
  '/cancel',
  '/help',
  'Бумага',
  'Иванов',
  '3',
  '271828',
  'да',
  'Назад',
  '?',
)

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: words.map((one): Act => ({ type: 'says', words: one })) },
  { weight: 5, arbitrary: fc.nat(7).map((which): Act => ({ type: 'presses', which })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(2_000, 60_000, 1_900_000).map((ms): Act => ({ type: 'waits', ms })),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  act,
  settles: fc.boolean(),
  again: fc.array(fc.nat(12), { maxLength: 2 }),
  twiceInOneBatch: fc.boolean(),
  restarts: fc.boolean(),
})

const shelf = openShelf()

/** Everything goes wrong now and then, the same way for the same request. */
const options: RigOptions = {
  dialogs: [orderDialog, gateDialog, ...shelf.dialogs],
  services: {
    ...shelf.services,
    'people.search': ({ operation }) => ok(operation.length % 2 === 0 ? ivanovs : ivanovs.slice(0, 1)),
    'orders.add': ({ repeated }) => (repeated ? ok({ url: 'u' }) : fails('uncertain')),
    // Marking a book is asked for once a confirmation; what it shows afterwards depends on the request alone.
    'books.get': ({ input }) =>
      ok({ id: Number(input['id']), title: 'Нос', may: ['read'], state: 'на полке' }),
    'books.read': ({ operation }) => (operation.length % 3 === 0 ? fails('temporary') : ok({ title: 'Нос' })),
    'gate.check': {
      type: 'local',
      reasons: [],
      run: async ({ chat, nowMs }, unit) => {
        await unit.links.audit('requested', { chat, employee: null, atMs: nowMs })
        return ok(true)
      },
    },
  },
  byHand: true,
}

async function play(steps: readonly Step[], faults: boolean): Promise<unknown> {
  await using first = await openRig(options)
  let rig = first
  const seen: Incoming[] = []
  for (const one of steps) {
    // Nobody acts faster than the allowance refills: a flood is another test.
    rig.clock.advance(4_000)
    const update = updateFor(rig, one.act)
    if (one.act.type === 'waits') rig.clock.advance(one.act.ms)
    if (update !== null) await deliver(rig, faults && one.twiceInOneBatch ? [update, update] : [update])
    if (update !== null) seen.unshift(update)
    if (one.settles) await rig.settles()
    if (faults)
      await deliverAgain(
        rig,
        one.again.flatMap((back) => seen[back] ?? []),
      )
    if (faults && one.restarts) rig = await rig.restarts()
  }
  await rig.settles()
  return await outcomeOf(rig)
}

function updateFor(rig: Rig, what: Act): Incoming | null {
  if (what.type === 'waits') return null
  const messageId = 9_000
  const event: PersonEvent | null =
    what.type === 'says' ? said(what.words, messageId) : pressed(rig, what.which)
  return event === null ? null : rig.update(event)
}

function said(text: string, messageId: number): PersonEvent {
  const [, name, argument = ''] = /^\/(\w+)(?: (.*))?$/.exec(text) ?? []
  return name === undefined
    ? { type: 'text', text, messageId }
    : { type: 'command', name, argument, messageId }
}

function pressed(rig: Rig, which: number): PersonEvent | null {
  const choices = (rig.messages().findLast((one) => one.message.rows.length > 0)?.message.rows ?? []).flat()
  const choice = choices[which % Math.max(choices.length, 1)]
  return choice?.act.type === 'press'
    ? { type: 'press', pressId: 'p', data: choice.act.data, messageId: 1 }
    : null
}

async function deliver(rig: Rig, batch: readonly Incoming[]): Promise<void> {
  const [first, ...rest] = await rig.turns.intake(batch)
  expect(first?.result).toBe('taken')
  expect(rest.every((one) => one.result === 'repeated')).toBe(true)
}

async function deliverAgain(rig: Rig, batch: readonly Incoming[]): Promise<void> {
  const before = [await rig.rows('chats'), await rig.rows('deliveries')]
  const taken = await rig.turns.intake(batch)
  expect(taken.map((one) => one.result)).toEqual(batch.map(() => 'repeated'))
  expect([await rig.rows('chats'), await rig.rows('deliveries')]).toEqual(before)
}

/** Everything a person, a colleague or an operator could tell two histories apart by. */
async function outcomeOf(rig: Rig): Promise<unknown> {
  const deliveries = await rig.rows('deliveries')
  expect(deliveries.filter((row) => row.state === 'dead' || row.state === 'unknown')).toEqual([])
  expect(await rig.rows('poisoned_updates')).toEqual([])
  const revisions = (await rig.rows('journal')).map((row) => row.revision)
  expect(revisions).toEqual(revisions.toSorted((one, other) => one - other))
  return {
    chats: await rig.rows('chats'),
    deliveries,
    cards: await rig.rows('cards'),
    journal: await rig.rows('journal'),
    audit: await rig.rows('audit'),
    shown: rig.messages(),
    calls: rig.calls.map(({ service, operation, repeated, input }) => ({
      service,
      operation,
      repeated,
      input,
    })),
    alerts: rig.alerts,
  }
}

test('redeliveries and restarts at any time leave the same chat, the same messages and the same calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), async (steps) => {
      expect(await play(steps, true)).toEqual(await play(steps, false))
    }),
    { numRuns: runs(16) },
  )
})

test('every turn that changed a chat has a revision of its own, and every effect is named after its turn', async () => {
  await using rig = await openRig(options)
  for (const words of ['/order Бумага', 'Иванов', '?', '3', '/nothing', 'да']) {
    const before = (await rig.rows('chats'))[0]?.revision ?? 0
    await rig.turns.intake([rig.update(said(words, 1))])
    expect((await rig.stored()).revision).toBe(before + 1)
    await rig.settles()
  }
  const { revision } = await rig.stored()
  const named = (await rig.rows('deliveries')).map((row) => Number(row.id.split(':')[1]))
  expect(named).toEqual(named.toSorted((one, other) => one - other))
  expect(Math.max(...named)).toBeLessThanOrEqual(revision)
})
