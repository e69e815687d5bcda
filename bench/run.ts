/**
 * Asks the questions of this folder, each in a process of its own, one after the other, and prints what was measured:
 *
 *     npm run bench                               everything
 *     npm run bench -- --only turns,scale         some of it
 *     npm run bench -- --json figures.json        the same as JSON
 *
 * Ends with 1 when a question could not be answered. A missed goal is told, and is no failure.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import BetterSqlite from 'better-sqlite3'
import { isMet, printed, sentence, type Question, type Report } from './report.ts'

const questions: Readonly<Record<string, () => Promise<{ readonly question: Question }>>> = {
  turns: () => import('./turns.ts'),
  conversations: () => import('./conversations.ts'),
  scale: () => import('./scale.ts'),
  postgres: () => import('./postgres.ts'),
  dispatch: () => import('./dispatch.ts'),
  pacing: () => import('./pacing.ts'),
  process: () => import('./process.ts'),
  latency: () => import('./latency.ts'),
  commands: () => import('./commands.ts'),
  digest: () => import('./digest-requests.ts'),
  dates: () => import('./dates.ts'),
}

/** The longest that any of them may take. */
const patienceMs = 300_000

interface Answer {
  readonly name: string
  readonly title: string
  readonly seconds: number
  readonly report: Report
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    answer: { type: 'string' },
    to: { type: 'string' },
  },
})
if (values.answer !== undefined && values.to !== undefined) await answerHere(values.answer, values.to)
else process.exitCode = await askAll(values.only, values.json)

/** In the process of one question. */
async function answerHere(name: string, to: string): Promise<void> {
  const { question } = await load(name)
  const startedAt = performance.now()
  const report = await question.ask()
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  const answer: Answer = { name, title: question.title, seconds, report }
  await writeFile(to, JSON.stringify(answer))
}

async function askAll(only: string | undefined, json: string | undefined): Promise<number> {
  const names = only === undefined ? Object.keys(questions) : only.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !Object.hasOwn(questions, name))
  if (unknown.length > 0) {
    console.error(`No such question: ${unknown.join(', ')}. There are: ${Object.keys(questions).join(', ')}`)
    return 64
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const machine = machineHere()
  console.log(Object.values(machine).join(' · '))
  const answers: Answer[] = []
  const failed: string[] = []
  for (const name of names) {
    const answer = await askApart(name, join(folder, `${name}.json`))
    if (answer === null) failed.push(name)
    else {
      answers.push(answer)
      console.log(`\n${name}: ${answer.title} (${answer.seconds} s)\n${printed(answer.report)}`)
    }
  }
  await rm(folder, { recursive: true })
  printGoals(answers)
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ machine, answers }, null, 2)}\n`)
  if (failed.length > 0) console.error(`\nnot answered: ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
}

/** Null when it failed or took too long; why is on the terminal. */
async function askApart(name: string, to: string): Promise<Answer | null> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--answer', name, '--to', to], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const watch = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearTimeout(watch)
  if (code !== 0) return null
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by answerHere
  return JSON.parse(await readFile(to, 'utf8')) as Answer
}

async function load(name: string): Promise<{ readonly question: Question }> {
  const one = Object.hasOwn(questions, name) ? questions[name] : undefined
  if (one === undefined) throw new Error(`No such question: ${name}`)
  return one()
}

function printGoals(answers: readonly Answer[]): void {
  const all = answers.flatMap(({ report }) => report.ratios ?? []).filter(({ goal }) => goal !== undefined)
  if (all.length === 0) return
  const missed = all.filter((ratio) => isMet(ratio) === false)
  console.log(`\ngoals: ${all.length - missed.length} of ${all.length} met`)
  for (const ratio of missed) console.log(`  ${sentence(ratio)}`)
}

function machineHere() {
  const db = new BetterSqlite(':memory:')
  const sqlite = String(db.prepare('select sqlite_version()').pluck().get())
  db.close()
  return {
    processor: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: `Node ${process.version}`,
    sqlite: `SQLite ${sqlite}`,
    load: `load ${loadavg()[0]?.toFixed(1) ?? '?'} before the run`,
  }
}
