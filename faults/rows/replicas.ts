import type { Newcomer } from '../../tests/support/faults/newcomer.ts'
import { openReplicas, webhookSecret } from '../../tests/support/faults/replica-world.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import { resultsOf } from '../audit.ts'
import { tally, type Row, type Trial } from '../row.ts'
import { play } from '../scene.ts'

export const duplicates: Row = {
  name: 'duplicates',
  about: 'every update to two replicas at the same moment',
  bases: ['postgres'],
  async run(trial) {
    await using world = await openReplicas(trial.assistants, await trial.servers(), { toAll: true })
    return await play(trial, world, {
      atOnce: trial.bounded ? 2 : 5,
      disturb: async () => {
        await pause(trial.bounded ? 0 : 4_000)
        return Math.min(...world.balancer.taken)
      },
    })
  },
}

export const reordered: Row = {
  name: 'shuffled',
  about: 'updates of several chats shuffled, each brought to both replicas, some of them again',
  bases: ['postgres'],
  async run(trial) {
    await using world = await openReplicas(trial.assistants, await trial.servers())
    const newcomers = Array.from({ length: trial.bounded ? 2 : 6 }, () => world.newcomer())
    const chats = newcomers.map(({ chatId }) => chatId)
    await Promise.all(newcomers.map(makeAcquainted))
    await world.atRest()
    const before = world.ledger.updates()
    const each = trial.bounded ? 10 : 40
    const bodies = chats.flatMap((chat, place) =>
      Array.from({ length: each }, (_, n) => updateOf(chat, 900_000 + place * each + n)),
    )
    const requests = shuffled([...bodies, ...bodies, ...bodies], trial)
    const refused = await bring(requests, world.doors)
    await world.atRest()
    const { ledger } = world
    const taken = ledger.updates() - before
    const wrongs: readonly (readonly [boolean, string])[] = [
      [refused > 0, `${refused} updates refused`],
      [taken !== bodies.length, `I4: ${taken} updates taken of ${bodies.length}`],
      ...chats.map(
        (chat) =>
          [
            ledger.revision(chat) !== each + acquaintance + resultsOf(ledger, chat),
            `I4: chat ${chat} took ${ledger.revision(chat)} turns for ${each + acquaintance} updates and ${resultsOf(ledger, chat)} results`,
          ] as const,
      ),
    ]
    return tally({
      runs: bodies.length,
      faults: requests.length - bodies.length,
      lost: Math.max(0, bodies.length - taken),
      violations: wrongs.filter(([wrong]) => wrong).map(([, what]) => what),
    })
  },
}

/** Updates of {@link makeAcquainted}. */
const acquaintance = 2

/** A bot may write to nobody who has not written to it. */
async function makeAcquainted(newcomer: Newcomer): Promise<void> {
  newcomer.says('/start')
  await newcomer.sees('Напишите рабочую почту')
  newcomer.says('/cancel')
}

function updateOf(chat: number, updateId: number): string {
  const person = { id: chat, is_bot: false, first_name: 'Анна', language_code: 'ru' }
  return JSON.stringify({
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1_763_888_400,
      from: person,
      chat: { id: chat, type: 'private', first_name: 'Анна' },
      text: `Слово ${updateId}`,
    },
  })
}

/** Eight at a time, each to the next door. Returns how many were not taken. */
async function bring(requests: readonly string[], doors: readonly string[]): Promise<number> {
  let next = 0
  let refused = 0
  const carry = async (): Promise<void> => {
    for (let at = next++; at < requests.length; at = next++) {
      const answer = await fetch(doors[at % doors.length] ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret },
        body: requests[at] ?? '',
      })
      await answer.text()
      if (answer.status !== 200) refused += 1
    }
  }
  await Promise.all(Array.from({ length: 8 }, carry))
  return refused
}

function shuffled<T>(items: readonly T[], { random }: Trial): readonly T[] {
  return items
    .map((item) => ({ item, at: random.integer(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

export const frozen: Row = {
  name: 'pause',
  about: 'one of two replicas stopped (SIGSTOP) until its leases are over and taken, then going on (SIGCONT)',
  bases: ['postgres'],
  async run(trial) {
    await using world = await openReplicas(trial.assistants, await trial.servers())
    const [first, second] = world.replicas
    if (first === undefined || second === undefined) throw new Error('No replicas')
    return await play(trial, world, {
      atOnce: trial.bounded ? 2 : 4,
      async disturb() {
        let freezes = 0
        for (const victim of trial.bounded ? [first] : [first, second, first]) {
          await pause(150 + trial.random.integer(300))
          victim.freeze()
          freezes += 1
          // Updates on their way to it wait; its leases end by the clock of the database, and the other takes them.
          await world.passLeases([victim === first ? second : first])
          await pause(600)
          victim.goOn()
          await world.catchUp(victim)
          await pause(300)
        }
        await world.outlastLeases()
        return freezes
      },
    })
  },
}
