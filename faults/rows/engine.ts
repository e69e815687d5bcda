import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { openStore } from '../../db/database.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { toChatId } from '../../src/ports/identity.ts'
import { createDispatcher } from '../../src/scheduler/dispatcher.ts'
import type { Store } from '../../src/store/store.ts'
import { fails, gateDialog, ivanovs, ok, orderDialog } from '../../tests/support/dialogs.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import { createTestDatabase } from '../../tests/support/postgres/databases.ts'
import { definitionOf, openRig, type Rig } from '../../tests/support/rig.ts'
import { tally, type Row, type Tally, type Trial } from '../row.ts'

const order = definitionOf(orderDialog)

export const poison: Row = {
  name: 'poison',
  about: 'turns that throw every time, and a service that does, among healthy chats',
  bases: ['sqlite'],
  async run({ bounded }) {
    const people = Array.from({ length: bounded ? 12 : 200 }, (_, n) => toChatId(10_001 + n))
    const sick = new Set(people.filter((_, place) => place % 4 === 0))
    const isSick = ({ chat }: { readonly chat: number }) => sick.has(toChatId(chat))
    await using rig = await openRig({
      dialogs: [orderDialog, gateDialog],
      services: {
        'people.search': async (request) =>
          isSick(request) ? Promise.reject(new Error('always')) : ok(ivanovs.slice(0, 1)),
        'orders.add': () => ok({ url: 'u' }),
        'gate.check': {
          type: 'local',
          reasons: [],
          run: async (request) => (isSick(request) ? Promise.reject(new Error('always')) : ok(true)),
        },
      },
      byHand: true,
    })
    for (const chat of people) for (const words of ['/gate', '271828']) await rig.says(words, chat)
    const poisoned = (await rig.rows('poisoned_updates')).length
    for (const chat of people)
      for (const words of ['/cancel', '/order Бумага', 'Иванов']) await rig.says(words, chat)
    // A service that throws is tried ten times, each time later.
    for (let tries = 0; tries < 12; tries += 1) await rig.waits(600_000)
    for (const chat of people) await rig.says('/help', chat)
    const served = people.filter((chat) =>
      sick.has(chat)
        ? rig.texts(chat).length > 1
        : rig.texts(chat).some((text) => text.includes('Сколько пачек')),
    )
    const left = (await rig.pending()).filter(({ kind }) => kind !== 'timer').length
    const wrongs: readonly (readonly [boolean, string])[] = [
      [left > 0, `I1: ${left} deliveries left`],
      [poisoned !== sick.size, `${poisoned} updates put aside, ${sick.size} threw`],
      [rig.alerts.length < sick.size, `${rig.alerts.length} alerts`],
    ]
    return tally({
      runs: people.length,
      faults: sick.size * 2,
      lost: people.length - served.length,
      violations: wrongs.filter(([wrong]) => wrong).map(([, what]) => what),
      note: `${poisoned} updates put aside, ${rig.alerts.length} alerts`,
    })
  },
}

export const definitions: Row = {
  name: 'definitions',
  about: 'dialogs edited and processes begun anew while conversations are at every step',
  bases: ['sqlite'],
  async run({ bounded, random }) {
    const people = Array.from({ length: bounded ? 8 : 80 }, (_, n) => toChatId(20_001 + n))
    const orders = new Set<string>()
    let again = 0
    await using first = await openRig({
      dialogs: [orderDialog],
      services: {
        'people.search': () => ok(ivanovs.slice(0, 1)),
        'orders.add': ({ operation, repeated }) => {
          if (orders.has(operation)) again += 1
          orders.add(operation)
          return repeated || random.integer(3) > 0 ? ok({ url: 'u' }) : fails('uncertain')
        },
      },
      byHand: true,
    })
    let rig = first
    let edits = 0
    for (let round = 0; round < (bounded ? 14 : 30); round += 1) {
      for (const chat of people) {
        // Everybody is somewhere else when the dialog changes. A card that has changed is only shown anew when its button
        // is pressed: what is asked for next is done.
        for (let times = random.integer(4); times > 0; times -= 1) {
          rig.clock.advance(4_000)
          await goOn(rig, chat)
        }
      }
      edits += 1
      rig = await rig.restarts({ dialogs: [edited(edits)] })
    }
    await rig.waits(600_000)
    const incidents = rig.alerts.filter((alert) => !alert.startsWith('moved'))
    const left = (await rig.pending()).filter(({ kind }) => kind !== 'timer').length
    const silent: number[] = []
    for (const chat of people) {
      rig.clock.advance(4_000)
      const before = rig.messages(chat).length
      await rig.says('/help', chat)
      if (rig.messages(chat).length <= before) silent.push(chat)
    }
    return tally({
      runs: people.length,
      faults: edits,
      lost: silent.length,
      violations: [
        ...(incidents.length > 0 ? [`${incidents.length} turns threw: ${incidents[0]}`] : []),
        ...(orders.size === 0 ? ['nobody has ordered anything'] : []),
        ...(left > 0 ? [`I1: ${left} deliveries left`] : []),
      ],
      note: `${orders.size} orders; ${again} asked for again under the same key`,
    })
  },
}

/** Answers what is asked; begins anew where nothing is. */
async function goOn(rig: Rig, chat: ReturnType<typeof toChatId>): Promise<void> {
  const newest = rig.messages(chat).at(-1)?.message
  const asked = newest?.text ?? ''
  const offered = newest?.rows.flat().map(({ label }) => label) ?? []
  const [, answer] = answers.find(([question]) => asked.includes(question)) ?? []
  if (offered.includes('Заказать')) await rig.presses('Заказать', chat)
  else await rig.says(answer ?? '/order Бумага', chat)
}

const answers = [
  ['Кому?', 'Иванов'],
  ['Сколько пачек', '3'],
  ['Срочно?', 'Обычно'],
] as const

/** Other words, and another order of the questions: what was answered stays, what was not is asked in another place. */
function edited(time: number): typeof order {
  const [what, who, packs, urgent, ...rest] = order.steps
  if (what === undefined || who === undefined || packs === undefined || urgent === undefined) return order
  const title = { ru: `Заказ ${time}`, en: `Order ${time}` }
  const steps = time % 2 === 0 ? order.steps : [what, packs, urgent, who, ...rest]
  return { ...order, title, steps: [...steps] }
}

export const tickers: Row = {
  name: 'tickers',
  about: 'two dispatchers on one outbox, one of them slow: who does what',
  bases: ['sqlite', 'postgres'],
  async run(trial) {
    const rows = trial.bounded ? 300 : 5_000
    await using database = await openDatabase(trial)
    await using one = await openStore({ url: database.url, clock: systemClock })
    await using other = await openStore({ url: database.url, clock: systemClock })
    await fill(one, rows)
    return await share([one, other], rows)
  },
}

async function openDatabase(trial: Trial) {
  if (trial.base === 'sqlite') {
    const folder = await mkdtemp(`${tmpdir()}/tickers-`)
    return {
      url: `sqlite:${folder}/bot.db`,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    }
  }
  const { direct } = await trial.servers()
  const database = await createTestDatabase(direct)
  return { url: `${direct}/${database.name}`, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

const lanes = 200

async function fill(store: Store, rows: number): Promise<void> {
  const nowMs = systemClock.now()
  await store.transaction((unit) =>
    unit.deliveries.enqueue(
      Array.from({ length: rows }, (_, n) => ({
        id: `${n % lanes}:${Math.floor(n / lanes)}:1`,
        lane: `m:${n % lanes}`,
        kind: 'call' as const,
        chat: toChatId(1 + (n % lanes)),
        payload: { n },
        dueAtMs: nowMs,
      })),
    ),
  )
}

async function share(stores: readonly Store[], rows: number): Promise<Tally> {
  const done: { readonly lane: string; readonly n: number; readonly by: number }[] = []
  const dispatchers = stores.map((store, by) =>
    createDispatcher({
      outbox: store.outbox,
      clock: systemClock,
      reach: () => {},
      log: () => {},
      async perform({ lane, payload }) {
        if (by === 1) await pause(20)
        done.push({ lane: lane ?? '', n: Number(payload['n']), by })
        return { settlement: { type: 'done' } }
      },
      broken: async () => {},
      pollMs: 20,
    }),
  )
  for (const dispatcher of dispatchers) dispatcher.start()
  const untilMs = systemClock.now() + 60_000
  while (done.length < rows && systemClock.now() < untilMs) await pause(20)
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop(5_000)))
  const seen = new Map<string, number>()
  let reordered = 0
  for (const { lane, n } of done) {
    if ((seen.get(lane) ?? -1) > n) reordered += 1
    seen.set(lane, n)
  }
  const different = new Set(done.map(({ n }) => n)).size
  const bySlow = done.filter(({ by }) => by === 1).length
  return tally({
    runs: rows,
    lost: rows - different,
    reordered,
    repeated: done.length - different,
    violations: bySlow === done.length ? ['the other did nothing'] : [],
    note: `${bySlow} by the slow one`,
  })
}
