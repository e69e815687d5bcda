/**
 * `npm run faults`: does to the assistant, row by row, what docs/faults.md names, and reports what became of it.
 *
 * `--only row,…` or `--only abuse`: these rows alone · `--on sqlite,postgres,pgbouncer` · `--seed n` · `--json file` ·
 * `--bounded`: as small as in the tests. Ends with 1 when anything was lost, reordered, done twice, or otherwise not as it must be.
 */
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { systemClock } from '../src/adapters/clock.ts'
import { createAssistants } from '../tests/support/faults/assistants.ts'
import { seededRandomness } from '../tests/support/random.ts'
import { lineOf, tableOf, type Line } from './report.ts'
import { holds, tally, type Base, type Row, type Tally, type Trial } from './row.ts'
import { rows } from './rows.ts'
import { createServers } from './servers.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    on: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'string' },
    bounded: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed ?? systemClock.now() % 1_000_000)
const wanted = values.only?.split(',')
const bases = values.on?.split(',')
const strange = wanted?.filter((name) => !rows.some((row) => isNamed(row, name))) ?? []
if (strange.length > 0) throw new Error(`No such row: ${strange.join(', ')}. There are: ${namesOf(rows)}`)

await using servers = createServers()
await using assistants = createAssistants()
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
console.log(`seed ${seed} · ${machine}`)
const lines: Line[] = []
for (const row of rows.filter((row) => wanted?.some((name) => isNamed(row, name)) ?? true)) {
  for (const base of row.bases.filter((base) => (bases?.includes(base) ?? true) && isThere(base))) {
    const startMs = systemClock.now()
    const random = seededRandomness(seed)
    const trial: Trial = { base, random, bounded: values.bounded, assistants, servers: servers.addresses }
    const line = { row: row.name, about: row.about, base, tally: await tried(row, trial) }
    lines.push({ ...line, ms: systemClock.now() - startMs })
    console.log(lines.slice(-1).map(lineOf).join(''))
  }
}
console.log(`\n${tableOf(lines)}`)
if (values.json !== undefined)
  await writeFile(
    values.json,
    `${JSON.stringify({ seed, machine, at: new Date(systemClock.now()), lines }, null, 2)}\n`,
  )
if (!lines.every((line) => holds(line.tally))) process.exitCode = 1

function isNamed({ name }: Row, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}-`)
}

function namesOf(list: readonly Row[]): string {
  return list.map(({ name }) => name).join(', ')
}

function isThere(base: Base): boolean {
  return base !== 'pgbouncer' || spawnSync('pgbouncer', ['--version']).error === undefined
}

/** A row that cannot be carried out is a row that fails. */
async function tried(row: Row, trial: Trial): Promise<Tally> {
  try {
    return await row.run(trial)
  } catch (error) {
    return tally({
      runs: 0,
      violations: [error instanceof Error ? `${error.name}: ${error.message}` : 'thrown'],
    })
  }
}
