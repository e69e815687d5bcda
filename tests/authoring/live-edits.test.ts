/** Whole chats under random edits: published to a real database, adopted by a process that runs, moved by its turns. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf } from '../../src/dialogs/load.ts'
import { createDialogLibrary } from '../../src/machines/dialog-library.ts'
import { carriedAnswers } from '../../src/machines/conversation/carry-over.ts'
import { standing, type Frame } from '../../src/machines/conversation/frame.ts'
import { asJson } from '../../src/machines/json.ts'
import { definitionSchema, nameOf, type DialogDefinition } from '../../src/machines/language/definition.ts'
import type { ServiceRequest } from '../../src/machines/services.ts'
import { toChatId, type ChatId } from '../../src/ports/identity.ts'
import type { JsonObject } from '../../src/ports/json.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import { createAdoption } from '../../src/scheduler/adoption.ts'
import { fails, ok } from '../support/dialogs.ts'
import { seen } from '../support/drive.ts'
import { dialogOf, parts, sprout } from '../support/garden.ts'
import { openRig, type Rig, type StoredState } from '../support/rig.ts'
import { runs } from '../support/runs.ts'

type Move =
  | { readonly type: 'answer' | 'cancel' | 'aside' | 'nonsense' | 'pause' }
  | { readonly type: 'press'; readonly which: number }

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Move>({ type: 'answer' }) },
  { weight: 2, arbitrary: fc.nat(9).map((which): Move => ({ type: 'press', which })) },
  { weight: 2, arbitrary: fc.constantFrom<Move>({ type: 'aside' }, { type: 'nonsense' }, { type: 'pause' }) },
)

/** What one person does before the edit; with `open` nothing their last words have begun is done before it. */
const talk = fc.record({ moves: fc.array(move, { maxLength: 9 }), open: fc.boolean() })

const names = ['anchor', 'birch', 'cedar', 'daisy', 'elm', 'fern', 'topic']
const migration = fc.record({
  renamed: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
      maxLength: 2,
      selector: ([from]) => from,
    })
    .map((pairs) => Object.fromEntries(pairs)),
  dropped: fc.subarray(names, { maxLength: 1 }),
  retyped: fc.subarray(names, { maxLength: 1 }),
})

const edition = fc.tuple(parts, parts, migration).map(([before, after, migrate]) => {
  const edited = definitionSchema.parse({ ...dialogOf(after), version: 2, migrate: { '1': migrate } })
  return { old: dialogOf(before), edited }
})

const luck = fc.array(fc.constantFrom('good', 'good', 'good', 'temporary', 'uncertain', 'refused'), {
  minLength: 1,
  maxLength: 6,
})

const chats = [toChatId(101), toChatId(102), toChatId(103)]

const good = {
  text: 'hornbeam',
  number: '77',
  yes_no: 'да',
  date_time: '27.11.2026 18:00',
  time: '9:30',
  email: 'ivanov@company.ru',
  code: '271828',
  duration: 'полтора часа',
  zone: 'Омск',
}

function framesOf(state: StoredState): readonly Frame[] {
  return state.frames as unknown as readonly Frame[]
}

async function frames(rig: Rig, chat: ChatId): Promise<readonly Frame[]> {
  const record = await rig.store.transaction((unit) => unit.chats.load(chat))
  return record === null ? [] : framesOf(record.state as unknown as StoredState)
}

/** Words that answer what is asked; null where nothing is. */
async function words(rig: Rig, chat: ChatId): Promise<string | null> {
  const frame = (await frames(rig, chat)).at(-1)
  const definition = frame && rig.dialogs.byHash(frame.hash)?.definition
  const at = frame && definition ? standing(definition, frame.value) : null
  if (frame === undefined) return null
  if (at === null) return '/cancel'
  if (at.part === 'editing') return 'Назад'
  if ('review' in at.step) return 'да'
  if ('find' in at.step) return at.part === 'collecting' ? 'enough' : 'Иванов'
  if ('list' in at.step) return (frame.context.listing?.items.length ?? 0) > 0 ? '1' : '/cancel'
  if ('menu' in at.step) return 'go'
  if ('ask' in at.step) return at.step.type === 'choice' ? (at.step.options[0] ?? '') : good[at.step.type]
  return null
}

async function does(rig: Rig, chat: ChatId, what: Move): Promise<void> {
  switch (what.type) {
    case 'answer':
      return void (await rig.says((await words(rig, chat)) ?? '/garden', chat))
    case 'cancel':
      return void (await rig.says('/cancel', chat))
    case 'aside':
      return void (await rig.says('/sprout', chat))
    case 'nonsense':
      return void (await rig.says('?', chat))
    case 'pause':
      return rig.waits(1_000)
    case 'press': {
      const choices = (rig.messages(chat).at(-1)?.message.rows ?? []).flat()
      const choice = choices[what.which % Math.max(choices.length, 1)]
      if (choice?.act.type !== 'press') return
      await rig.does({ type: 'press', pressId: 'p', data: choice.act.data, messageId: 1 }, chat)
    }
  }
}

/** The last words, and nothing done of what they have begun: a call is under way. */
async function saysAndNoMore(rig: Rig, chat: ChatId): Promise<void> {
  const text = (await words(rig, chat)) ?? '/garden'
  const [, name] = /^\/(\w+)$/.exec(text) ?? []
  const event =
    name === undefined
      ? ({ type: 'text', text, messageId: 9_000 } as const)
      : ({ type: 'command', name, argument: '', messageId: 9_000 } as const)
  await rig.turns.intake([rig.update(event, { chat })])
}

function servicesFor(definitions: readonly DialogDefinition[], fortunes: readonly string[]) {
  let asked = 0
  // A list that is read again when it was refused is read for ever if nothing but refusals come.
  const fates = [...fortunes, 'good']
  const answer = ({ service, input }: ServiceRequest): Outcome => {
    const fortune = fates[asked % fates.length] ?? 'good'
    asked += 1
    if (fortune !== 'good') return fails(fortune)
    if (/people|search/.test(service)) return ok([{ id: 7, name: 'Иванов Пётр' }])
    if (/\.(list|own)$/.test(service)) {
      const size = typeof input['size'] === 'number' ? input['size'] : 5
      const items = Array.from({ length: size }, (_, at) => ({ id: at + 1, title: `Row ${at}` }))
      return ok({ items, from: 1, total: size })
    }
    return ok({ done: service, ...seen })
  }
  const all = definitions.flatMap(({ steps }) =>
    steps.flatMap((step) => ('service' in step ? [step.service] : [])),
  )
  return Object.fromEntries(all.map((service) => [service, answer]))
}

async function publish(rig: Rig, edited: DialogDefinition, log: string[]): Promise<void> {
  rig.clock.advance(10)
  const library = createDialogLibrary([{ definition: edited, hash: hashOf(edited) }])
  const adoption = createAdoption({
    store: rig.store,
    dialogs: rig.dialogs,
    turns: rig.turns,
    nudge: () => {},
    log: ({ level, message }) => void (level === 'info' || log.push(message)),
  })
  await rig.store.transaction(async (unit) => {
    await library.keep(unit.definitions, rig.clock.now())
    await unit.definitions.publish(new Map([[edited.dialog, hashOf(edited)]]), rig.clock.now())
  })
  await adoption.look()
}

/** Of an answer that still is one nothing is lost, and what is asked is asked because it is not known. */
function faultsOf(
  before: Frame,
  after: Frame,
  old: DialogDefinition,
  edited: DialogDefinition,
): readonly string[] {
  const moved = after.hash === hashOf(edited)
  const waits =
    after.call !== undefined || Object.keys(after.timers).some((name) => !name.startsWith('idle.'))
  if (!moved) return waits ? [] : [`left behind at ${JSON.stringify(after.value)}`]
  if (before.hash === after.hash) return []
  const told = new Set(edited.steps.flatMap((step) => ('set' in step || 'say' in step ? [nameOf(step)] : [])))
  const answers: JsonObject = asJson(after.context.answers)
  const kept = Object.entries(carriedAnswers(old, edited, before.context.answers))
  const lost = kept.filter(
    ([name, value]) => !told.has(name) && JSON.stringify(answers[name]) !== JSON.stringify(value),
  )
  const at = standing(edited, after.value)
  if (at === null || after.context.editing !== undefined) return lost.map(([name]) => `lost: ${name}`)
  const asked = 'ask' in at.step || 'find' in at.step || 'menu' in at.step ? [nameOf(at.step)] : []
  const earlier = edited.steps.slice(0, edited.steps.indexOf(at.step)).flatMap((step) => {
    const must = 'ask' in step && step.when === undefined && !('default' in step)
    return must && !Object.hasOwn(answers, nameOf(step)) ? [nameOf(step)] : []
  })
  return [
    ...lost.map(([name]) => `lost: ${name}`),
    ...asked.filter((name) => Object.hasOwn(answers, name)).map((name) => `known and asked: ${name}`),
    ...earlier.map((name) => `not known and passed over: ${name}`),
  ]
}

test('whole chats under a random edit: no error, no trap, no wrong question, nothing typed is lost', async () => {
  await fc.assert(
    fc.asyncProperty(edition, fc.tuple(talk, talk, talk), luck, async ({ old, edited }, talks, fortunes) => {
      const services = servicesFor([old, edited, sprout], fortunes)
      await using rig = await openRig({ dialogs: [old, sprout], services, byHand: true })
      for (const [nth, { moves, open }] of talks.entries()) {
        const chat = chats[nth] ?? toChatId(1)
        await rig.links(chat)
        await rig.says('/garden', chat)
        for (const one of moves) await does(rig, chat, one)
        if (open) await saysAndNoMore(rig, chat)
      }
      const before = new Map<ChatId, readonly Frame[]>()
      for (const chat of chats) before.set(chat, await frames(rig, chat))
      const troubles: string[] = []
      await publish(rig, edited, troubles)
      expect([...troubles, ...rig.alerts]).toEqual([])
      const faults: string[] = []
      for (const chat of chats) {
        const was = before.get(chat)?.at(-1)
        const is = (await frames(rig, chat)).find(({ id }) => id === was?.id)
        if (was?.dialog === 'garden' && was.value !== null && is !== undefined)
          faults.push(...faultsOf(was, is, old, edited))
      }
      expect(faults).toEqual([])
      await rig.settles()
      for (const chat of chats) await expectEnd(rig, chat)
      expect(rig.alerts).toEqual([])
    }),
    { numRuns: runs(30), endOnFailure: true },
  )
}, 120_000)

/** Going on sensibly, and at last by cancelling, everybody comes to an end. */
async function expectEnd(rig: Rig, chat: ChatId): Promise<void> {
  for (let turns = 0; (await frames(rig, chat)).length > 0; turns += 1) {
    if (turns > 90) throw new Error(`no way out of ${JSON.stringify(await frames(rig, chat))}`)
    const text = turns < 40 ? await words(rig, chat) : '/cancel'
    if (text !== null) await rig.says(text, chat)
    await rig.waits(3_000)
  }
}
