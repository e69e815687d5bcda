import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { openFaultWorld, type FaultWorld } from '../../tests/support/faults/fault-world.ts'
import { openLedger } from '../../tests/support/faults/ledger.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import { prepareDatabases } from '../../tests/support/postgres/databases.ts'
import { startPostgres } from '../../tests/support/postgres/server.ts'
import { tally, type Row, type Trial } from '../row.ts'
import { play } from '../scene.ts'

export const locked: Row = {
  name: 'locked',
  about: 'another process holds the SQLite file with BEGIN IMMEDIATE for three seconds',
  bases: ['sqlite'],
  async run(trial) {
    await using world = await openFaultWorld(trial.assistants)
    return await play(trial, world, {
      atOnce: 2,
      async disturb() {
        const times = trial.bounded ? 1 : 3
        for (let done = 0; done < times; done += 1) {
          await pause(200 + trial.random.integer(200))
          const db = new BetterSqlite(fileOf(world), { timeout: 10_000 })
          db.exec('begin immediate')
          await pause(3_000)
          db.exec('rollback')
          db.close()
        }
        return times
      },
    })
  },
}

/** More than the log of SQLite grows to before it is folded into the file (8,000 pages). */
const diskMiB = 64
/** A new server, its log, and its programs where they have to be copied. */
const serverDiskMiB = 512

export const fullDisk: Row = {
  name: 'disk-full',
  about: 'the disk (a tmpfs of 64 MiB) has no byte left for a second, again and again',
  bases: ['sqlite'],
  async run(trial) {
    await using disk = await mountDisk(diskMiB)
    if (disk === null) return tally({ runs: 0, note: notMounted })
    await using world = await openFaultWorld(trial.assistants, { folder: disk.folder })
    return await play(trial, world, {
      atOnce: 2,
      peopleMax: 8,
      async disturb() {
        const times = trial.bounded ? 1 : 3
        for (let done = 0; done < times; done += 1) {
          await pause(200 + trial.random.integer(300))
          await disk.fillFor(1_000)
          await pause(200)
        }
        return times
      },
    })
  },
}

export const fullServerDisk: Row = {
  name: 'disk-full-postgres',
  about:
    'the disk of PostgreSQL has no byte left for two seconds; where that ends the server, it is started again',
  bases: ['postgres'],
  async run(trial) {
    await using disk = await mountDisk(serverDiskMiB)
    if (disk === null) return tally({ runs: 0, note: notMounted })
    // Files of the log of 1 MiB: a new one is soon needed, and there is no room for it.
    const settings = ['min_wal_size=2MB', 'max_wal_size=4MB', 'wal_recycle=off']
    await using server = await startPostgres({ parent: disk.folder, walSegmentMiB: 1, settings })
    const address = `postgres://postgres@127.0.0.1:${server.port}`
    await prepareDatabases(address)
    await using world = await openFaultWorld(trial.assistants, { postgres: address })
    let ended = 0
    const found = await play(trial, world, {
      atOnce: trial.bounded ? 2 : 4,
      async disturb() {
        const times = trial.bounded ? 1 : 4
        for (let done = 0; done < times; done += 1) {
          await pause(300 + trial.random.integer(300))
          await disk.fillFor(2_000)
          ended += await server.startWhereEnded()
          await pause(200)
        }
        return times
      },
    })
    const refusals = server.log().split('No space left on device').length - 1
    const violations =
      refusals > 0 ? found.violations : [...found.violations, 'the server never missed the room']
    return { ...found, violations, note: `${refusals} complaints, the server ended ${ended} times` }
  },
}

const notMounted = 'not tried: only root may mount a tmpfs'

interface Disk extends AsyncDisposable {
  readonly folder: string
  /** Leaves no byte for so long; what is freed meanwhile is taken too. */
  fillFor(ms: number): Promise<void>
}

/** A small disk of its own; null where that is not allowed. */
async function mountDisk(mib: number): Promise<Disk | null> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'disk-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', folder])
  if (status !== 0) return null
  stack.defer(() => void spawnSync('umount', ['-l', folder]))
  const mounted = stack.move()
  return {
    folder,
    async fillFor(ms) {
      const ballast = join(folder, 'ballast')
      for (let waitedMs = 0; waitedMs < ms; waitedMs += 50) {
        occupy(ballast, folder)
        await pause(50)
      }
      rmSync(ballast)
    },
    [Symbol.asyncDispose]: () => mounted.disposeAsync(),
  }
}

/** Takes what is left; others may be quicker with the last of it. */
function occupy(ballast: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  try {
    appendFileSync(ballast, Buffer.alloc(bavail * bsize))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

export const powerLoss: Row = {
  name: 'power',
  about: 'database and log as on a disk that lost its power: the log cut off at any byte',
  bases: ['sqlite'],
  async run(trial) {
    const folder = await mkdtemp(join(tmpdir(), 'power-'))
    await using world = await openFaultWorld(trial.assistants)
    const violations: string[] = []
    const cuts = trial.bounded ? 5 : 40
    const found = await play(trial, world, {
      atOnce: 2,
      async disturb() {
        for (let shot = 0; shot < (trial.bounded ? 1 : 4); shot += 1) {
          await pause(300 + trial.random.integer(500))
          violations.push(...photograph(world, folder, trial, cuts))
        }
        return cuts * (trial.bounded ? 1 : 4)
      },
    })
    await rm(folder, { recursive: true, force: true })
    return { ...found, violations: [...found.violations, ...violations] }
  },
}

/** Both files at one moment, and what each cut of the log leaves. */
function photograph(world: FaultWorld, folder: string, { random }: Trial, cuts: number): readonly string[] {
  const file = fileOf(world)
  const db = join(folder, 'shot.db')
  const wal = `${file}-wal`
  world.assistant.freeze()
  copyFileSync(file, db)
  const log = existsSync(wal) ? readFileSync(wal) : Buffer.alloc(0)
  const known = world.ledger.updates()
  world.assistant.goOn()
  const pristine = readFileSync(db)
  const places = Array.from({ length: cuts }, () => random.integer(log.length + 1)).sort((a, b) => a - b)
  const violations: string[] = []
  let before = 0
  for (const at of [...places, log.length]) {
    writeFileSync(db, pristine)
    writeFileSync(`${db}-wal`, log.subarray(0, at))
    rmSync(`${db}-shm`, { force: true })
    const { updates, wrong } = opened(db)
    if (wrong !== null) violations.push(`cut at ${at} of ${log.length}: ${wrong}`)
    if (updates < before) violations.push(`cut at ${at}: fewer updates than an earlier cut has`)
    before = updates
  }
  if (before < known) violations.push(`acknowledged ${known} updates, there after the loss: ${before}`)
  return violations
}

/** What is there: a whole prefix of the turns, or what is wrong with it. */
function opened(file: string): { readonly updates: number; readonly wrong: string | null } {
  const repaired = new BetterSqlite(file)
  const integrity = String(repaired.pragma('integrity_check', { simple: true }))
  const tables = repaired.prepare(`select count(*) as n from sqlite_schema where name = 'updates'`).get()
  repaired.close()
  if (integrity !== 'ok') return { updates: 0, wrong: integrity }
  // The tables themselves may be in the part that is gone.
  if (JSON.stringify(tables) !== '{"n":1}') return { updates: 0, wrong: null }
  const ledger = openLedger(`sqlite:${file}`)
  const torn = ledger.tornChats()
  const updates = ledger.updates()
  ledger.close()
  return {
    updates,
    wrong: torn === 0 ? null : `${torn} chats without their journal or with deliveries too many`,
  }
}

function fileOf(world: FaultWorld): string {
  if (world.file === null) throw new Error('There is no file on PostgreSQL')
  return world.file
}
