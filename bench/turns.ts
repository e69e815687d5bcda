/** Turns through the whole engine on SQLite, beside the same statements run raw and beside a Telegraf wizard. */
import { openTelegrafForm } from './baselines/telegraf-wizard.ts'
import { formOf, formQuestions, formRound } from './form.ts'
import { measuredOf, ratioOf, sideBySide, type Side } from './measuring.ts'
import { createRecorder, openRaw, type Recorded } from './raw.ts'
import { rowsOf, type Question, type Report } from './report.ts'
import {
  firstChat,
  openFolder,
  openScene,
  shippedDialogs,
  streamOf,
  taskRound,
  type Folder,
} from './scene.ts'
import type { LoadedFor, Stream } from './scene.ts'

const chats = 100
const warmUpTurns = 700
const rounds = 9
const turnsARound = 300
const grouped = 50
/** Everybody together says something this often, so that nobody is too fast. */
const betweenMs = 60

export const question: Question = {
  title: 'a turn on SQLite (WAL, synchronous=FULL): ours, the same statements raw, a Telegraf wizard',
  ask,
}

async function ask(): Promise<Report> {
  await using folder = await openFolder()
  await using stack = new AsyncDisposableStack()
  const form = await stageOf(folder, 'form', [formOf(formQuestions)], streamOf(formRound, chats))
  const task = await stageOf(folder, 'task', await shippedDialogs(), streamOf(taskRound, chats))
  const wizard = stack.use(openTelegrafForm(folder.path('telegraf.db')))
  let said = 0
  const sides: Side[] = [
    await ours(stack, form, 1),
    raw(stack, await form.copy('raw-1'), form.recorded, 1),
    {
      what: 'form: Telegraf wizard, a commit each',
      runs: turnsARound,
      async run() {
        const text = formRound[Math.floor(said / chats) % formRound.length] ?? ''
        await wizard.says(firstChat + (said % chats), text)
        said += 1
      },
    },
    await ours(stack, form, grouped),
    raw(stack, await form.copy('raw-50'), form.recorded, grouped, form.name),
    await ours(stack, task, grouped),
    raw(stack, await task.copy('raw-50'), task.recorded, grouped, task.name),
  ]
  const measured = await sideBySide(sides, { rounds, runs: turnsARound })
  const of = measuredOf(measured)
  const many = `${grouped} a commit`
  return {
    rows: rowsOf(measured),
    ratios: [
      {
        what: 'form: ours : raw, a commit each',
        value: ratioOf(of('form: ours, a commit each'), of('form: raw, a commit each')),
      },
      {
        what: `form: ours : raw, ${many}`,
        value: ratioOf(of(`form: ours, ${many}`), of(`form: raw, ${many}`)),
        goal: { atMost: 1.5 },
      },
      {
        what: `form: ours, ${many} : raw, a commit each`,
        value: ratioOf(of(`form: ours, ${many}`), of('form: raw, a commit each')),
        goal: { atMost: 1.5 },
      },
      {
        what: `form: ours, ${many} : Telegraf wizard`,
        value: ratioOf(of(`form: ours, ${many}`), of('form: Telegraf wizard, a commit each')),
        goal: { atMost: 1 },
      },
      {
        what: 'form: ours, a commit each : Telegraf wizard',
        value: ratioOf(of('form: ours, a commit each'), of('form: Telegraf wizard, a commit each')),
        goal: { atMost: 1 },
      },
      {
        what: `task: ours : raw, ${many}`,
        value: ratioOf(of(`task: ours, ${many}`), of(`task: raw, ${many}`)),
      },
    ],
    notes: [
      'form: five questions in words, looked over and done; task: the shipped dialog, which looks for dates and people in what is typed',
      `statements a turn: form ${statements(form.recorded)}, task ${statements(task.recorded)}`,
    ],
  }
}

interface Stage {
  readonly name: string
  readonly dialogs: readonly LoadedFor[]
  readonly stream: Stream
  readonly recorded: readonly Recorded[]
  copy(name: string): Promise<string>
}

/** A file in which everybody has been talking for a while, and what goes on in it, statement by statement. */
async function stageOf(
  folder: Folder,
  name: string,
  dialogs: readonly LoadedFor[],
  stream: Stream,
): Promise<Stage> {
  const base = `${name}.db`
  {
    await using scene = await openScene({ file: folder.path(base), dialogs, linked: chats, seed: 'b' })
    for (let at = 0; at < warmUpTurns; at += 1) {
      scene.clock.advance(betweenMs)
      await scene.turns.intake([stream(at)])
    }
  }
  const copy = (to: string) => folder.copy(base, `${name}-${to}.db`)
  const recorder = createRecorder()
  await using scene = await openScene({ file: await copy('recorded'), dialogs, onQuery: recorder.onQuery })
  recorder.take()
  const recorded: Recorded[] = []
  for (let turn = 0; turn < (rounds + 1) * turnsARound; turn += 1) {
    scene.clock.advance(betweenMs)
    await scene.turns.intake([stream(warmUpTurns + turn)])
    recorded.push(recorder.take())
  }
  return { name, dialogs, stream, recorded, copy }
}

async function ours(stack: AsyncDisposableStack, stage: Stage, perRun: number): Promise<Side> {
  const { name, dialogs, stream } = stage
  const scene = stack.use(await openScene({ file: await stage.copy(`ours-${perRun}`), dialogs }))
  let at = warmUpTurns
  return {
    what: `${name}: ours, ${commits(perRun)}`,
    perRun,
    runs: turnsARound / perRun,
    async run() {
      scene.clock.advance(betweenMs * perRun)
      const from = at
      at += perRun
      await scene.turns.intake(Array.from({ length: perRun }, (_, nth) => stream(from + nth)))
    },
  }
}

function raw(
  stack: AsyncDisposableStack,
  file: string,
  recorded: readonly Recorded[],
  perRun: number,
  name = 'form',
): Side {
  const db = stack.use(openRaw(file))
  let next = 0
  return {
    what: `${name}: raw, ${commits(perRun)}`,
    perRun,
    runs: turnsARound / perRun,
    run() {
      db.run(recorded.slice(next, next + perRun))
      next += perRun
    },
  }
}

function commits(perRun: number): string {
  return perRun === 1 ? 'a commit each' : `${perRun} a commit`
}

function statements(recorded: readonly Recorded[]): string {
  return (recorded.flat().length / recorded.length).toFixed(1)
}
