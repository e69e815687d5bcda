import { Client } from 'pg'
import type { Randomness } from '../../src/ports/environment.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { openFaultWorld } from '../../tests/support/faults/fault-world.ts'
import { pause, waitFor } from '../../tests/support/faults/waiting.ts'
import { prepareDatabases } from '../../tests/support/postgres/databases.ts'
import { startPostgres } from '../../tests/support/postgres/server.ts'
import type { Row } from '../row.ts'
import { openTrialWorld, play } from '../scene.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

export const restarts: Row = {
  name: 'restart',
  about: 'PostgreSQL restarted at once (-m immediate), in the middle of everything',
  bases: ['postgres'],
  async run(trial) {
    await using server = await startPostgres()
    const address = `postgres://postgres@127.0.0.1:${server.port}`
    await prepareDatabases(address)
    await using world = await openFaultWorld(trial.assistants, { postgres: address })
    return await play(trial, world, {
      atOnce: trial.bounded ? 2 : 4,
      async disturb() {
        const times = trial.bounded ? 1 : 4
        for (let done = 0; done < times; done += 1) {
          await pause(150 + trial.random.integer(400))
          await server.restart()
        }
        return times
      },
    })
  },
}

export const connections: Row = {
  name: 'connections',
  about: 'connections ended by pg_terminate_backend between any two statements',
  bases: ['postgres', 'pgbouncer'],
  async run(trial) {
    await using world = await openTrialWorld(trial)
    const { direct } = await trial.servers()
    const name = world.database?.name ?? ''
    return await play(trial, world, {
      atOnce: trial.bounded ? 2 : 4,
      disturb: () => terminate(`${direct}/postgres`, name, trial.random, trial.bounded ? 1_000 : 5_000),
    })
  },
}

/** The connections of the harness itself are spared: they are the two that a test database and its ledger have. */
async function terminate(url: string, database: string, random: Randomness, forMs: number): Promise<number> {
  const client = new Client(url)
  await client.connect()
  let ended = 0
  const untilMs = systemClock.now() + forMs
  try {
    while (systemClock.now() < untilMs || ended === 0) {
      await pause(20 + random.integer(120))
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = $1 and query not like '%test.clock%' and query not like '%from deliveries where%order by seq%'`,
        [database],
      )
      ended += rowCount ?? 0
    }
  } finally {
    await client.end()
  }
  return ended
}

export const databaseWire: Row = {
  name: 'wire',
  about: 'the wire to the database slow, cut, and swallowing everything for two seconds',
  bases: ['postgres'],
  async run(trial) {
    const { direct } = await trial.servers()
    await using proxy = await startTcpProxy(Number(new URL(direct).port))
    const through = `postgres://postgres@127.0.0.1:${proxy.port}`
    await using world = await openFaultWorld(trial.assistants, { postgres: direct, through })
    return await play(trial, world, {
      atOnce: trial.bounded ? 1 : 4,
      disturb: () => trouble(proxy, trial.random, trial.bounded ? 1 : 3),
    })
  },
}

/** A statement is given up after 20 s; the server ends what was left open as late, and a lock is waited for 10 s. */
const silenceMs = 60_000

export const halfOpen: Row = {
  name: 'half-open',
  about: 'every connection to the database goes silent for good, and neither end is told',
  bases: ['postgres'],
  async run(trial) {
    const { direct } = await trial.servers()
    await using proxy = await startTcpProxy(Number(new URL(direct).port))
    const through = `postgres://postgres@127.0.0.1:${proxy.port}`
    await using world = await openFaultWorld(trial.assistants, {
      postgres: direct,
      through,
      patienceMs: silenceMs,
    })
    return await play(trial, world, {
      atOnce: trial.bounded ? 1 : 4,
      async disturb() {
        let silent = 0
        for (let round = 0; round < (trial.bounded ? 1 : 3); round += 1) {
          await pause(400 + trial.random.integer(400))
          const taken = world.ledger.updates()
          silent += proxy.halfOpen()
          await waitFor(
            () => 'a turn after the silence',
            () => world.ledger.updates() > taken,
            silenceMs,
          )
        }
        return silent
      },
    })
  },
}

async function trouble(proxy: TcpProxy, random: Randomness, rounds: number): Promise<number> {
  let faults = 0
  for (let round = 0; round < rounds; round += 1) {
    proxy.delay(40 + random.integer(40))
    await pause(600)
    proxy.delay(0)
    faults += 1 + proxy.reset()
    await pause(100 + random.integer(300))
    proxy.blackHole()
    await pause(2_000)
    faults += 1 + proxy.reset()
    await pause(200)
  }
  return faults
}
