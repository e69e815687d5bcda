/** Turns on a real PostgreSQL with every commit on its disk, on one connection and on eight, beside the same statements by pg alone. */
import { Client, Pool } from 'pg'
import { createPostgresDialect } from '../db/postgres.ts'
import { startPostgres } from '../tests/support/postgres/server.ts'
import { formOf, formQuestions, formRound } from './form.ts'
import { measuredOf, ratioOf, sideBySide, type Side } from './measuring.ts'
import { createRecorder, type Recorded } from './raw.ts'
import { rowsOf, type Question, type Report } from './report.ts'
import { openScene, streamOf } from './scene.ts'

const chats = 64
const warmUpTurns = 2 * chats
const rounds = 5
const turnsARound = 96
const betweenMs = 100
const connections = [1, 8] as const

export const question: Question = {
  title:
    'a turn on PostgreSQL (fsync on), on one connection and on eight: ours, and the same statements by pg',
  ask,
}

async function ask(): Promise<Report> {
  await using server = await startPostgres({ settings: ['fsync=on'] })
  await using stack = new AsyncDisposableStack()
  const url = (name: string) => `postgres://postgres@127.0.0.1:${server.port}/${name}`
  const admin = new Client(url('postgres'))
  await admin.connect()
  stack.defer(() => admin.end())
  await admin.query('create database base')
  await warmUp(url('base'))
  const copy = async (name: string): Promise<string> => {
    await admin.query(`create database ${name} template base`)
    return url(name)
  }
  const recorded = await record(await copy('recorded'))
  const sides: Side[] = []
  for (const size of connections) {
    sides.push(await ours(stack, await copy(`ours_${size}`), size))
    sides.push(raw(stack, await copy(`raw_${size}`), size, recorded))
  }
  const measured = await sideBySide(sides, { rounds, runs: turnsARound })
  const of = measuredOf(measured)
  return {
    rows: rowsOf(measured),
    ratios: connections.map((size) => ({
      what: `a turn of ours : its statements by pg, ${shown(size)}`,
      value: ratioOf(of(`ours, ${shown(size)}`), of(`pg, ${shown(size)}`)),
    })),
    notes: [
      `${(recorded.flat().length / recorded.length).toFixed(1)} statements a turn, each a round trip, and two for the transaction`,
      'with eight connections the times are of eight turns at once, divided by eight',
    ],
  }
}

const dialogs = [formOf(formQuestions)]
const stream = streamOf(formRound, chats)

async function warmUp(url: string): Promise<void> {
  await using scene = await openScene({
    file: '',
    postgres: createPostgresDialect(url),
    dialogs,
    linked: chats,
    seed: 'b',
  })
  for (let at = 0; at < warmUpTurns; at += 1) {
    scene.clock.advance(betweenMs)
    await scene.turns.intake([stream(at)])
  }
}

async function record(url: string): Promise<readonly Recorded[]> {
  const recorder = createRecorder()
  await using scene = await openScene({
    file: '',
    postgres: createPostgresDialect(url),
    dialogs,
    onQuery: recorder.onQuery,
  })
  recorder.take()
  const recorded: Recorded[] = []
  for (let at = 0; at < (rounds + 1) * turnsARound; at += 1) {
    scene.clock.advance(betweenMs)
    await scene.turns.intake([stream(warmUpTurns + at)])
    recorded.push(recorder.take())
  }
  return recorded
}

async function ours(stack: AsyncDisposableStack, url: string, size: number): Promise<Side> {
  const postgres = createPostgresDialect(url, { connectionsMax: size })
  const scene = stack.use(await openScene({ file: '', postgres, dialogs }))
  let at = warmUpTurns
  return {
    what: `ours, ${shown(size)}`,
    perRun: size,
    runs: turnsARound / size,
    async run() {
      scene.clock.advance(betweenMs * size)
      const from = at
      at += size
      await Promise.all(Array.from({ length: size }, (_, nth) => scene.turns.intake([stream(from + nth)])))
    },
  }
}

function raw(stack: AsyncDisposableStack, url: string, size: number, recorded: readonly Recorded[]): Side {
  const pool = new Pool({ connectionString: url, max: size })
  stack.defer(() => pool.end())
  let next = 0
  return {
    what: `pg, ${shown(size)}`,
    perRun: size,
    runs: turnsARound / size,
    async run() {
      const turns = recorded.slice(next, next + size)
      next += size
      await Promise.all(turns.map((turn) => transaction(pool, turn)))
    },
  }
}

async function transaction(pool: Pool, turn: Recorded): Promise<void> {
  const client = await pool.connect()
  await client.query('begin')
  for (const { sql, parameters } of turn) await client.query(sql, [...parameters])
  await client.query('commit')
  client.release()
}

function shown(size: number): string {
  return size === 1 ? 'one connection' : `${size} connections`
}
