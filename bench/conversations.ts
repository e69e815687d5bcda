/** The same long conversation at its 1st, 10th, 50th and 200th turn: ours, and @grammyjs/conversations, which replays its log. */
import { toChatId } from '../src/ports/identity.ts'
import { openConversationAt } from './baselines/conversation.ts'
import { answerAt, formOf } from './form.ts'
import { measuredOf, ratioOf, sideBySide, type Side } from './measuring.ts'
import { rowsOf, type Question, type Ratio, type Report } from './report.ts'
import { firstChat, openFolder, openScene, update, type Scene } from './scene.ts'

const turns = [1, 10, 50, 200] as const
const goals: Readonly<Record<number, number>> = { 10: 10, 200: 50 }
const rounds = 7
const runs = 20
const grouped = 20
/** As many questions as a definition may have besides the review and the last word. */
const questions = 60
const betweenMs = 3_100

export const question: Question = {
  title: 'a turn late in a conversation: ours, and @grammyjs/conversations (both SQLite, synchronous=FULL)',
  ask,
}

async function ask(): Promise<Report> {
  await using folder = await openFolder()
  using stack = new DisposableStack()
  const sides: Side[] = []
  const scenes: Scene[] = []
  const sizes: (() => Promise<string>)[] = []
  for (const turn of turns) {
    for (const perRun of [1, grouped]) {
      const scene = await openScene({
        file: folder.path(`ours-${turn}-${perRun}.db`),
        dialogs: [formOf(questions)],
      })
      scenes.push(scene)
      sides.push(await ourSide(scene, turn, perRun))
    }
    const theirs = stack.use(await openConversationAt(folder.path(`theirs-${turn}.db`), turn))
    sides.push({ what: theirName(turn), runs, run: () => theirs.run() })
    const mine = scenes.at(-1)
    sizes.push(
      async () =>
        `turn ${turn}: ${mine ? await stateBytes(mine) : 0} bytes stored by ours, ${theirs.bytes} by @grammyjs/conversations`,
    )
  }
  const measured = await sideBySide(sides, { rounds, runs })
  const notes = await Promise.all(sizes.map((size) => size()))
  for (const scene of scenes) await scene[Symbol.asyncDispose]()
  return { rows: rowsOf(measured), ratios: ratiosOf(measured), notes }
}

function ratiosOf(measured: Parameters<typeof measuredOf>[0]): readonly Ratio[] {
  const of = measuredOf(measured)
  return turns.flatMap((turn) => {
    const goal = goals[turn]
    return [grouped, 1].map((perRun): Ratio => ({
      what: `@grammyjs/conversations : ours at turn ${turn}, ${commits(perRun)}`,
      value: ratioOf(of(theirName(turn)), of(ourName(turn, perRun))),
      ...(goal !== undefined && { goal: { atLeast: goal } }),
    }))
  })
}

/** Of a chat that has taken the measured turn. */
async function stateBytes(scene: Scene): Promise<number> {
  const chat = await scene.store.transaction((unit) => unit.chats.load(toChatId(firstChat)))
  return Buffer.byteLength(JSON.stringify(chat?.state ?? null))
}

/** Chats enough for every call to be somebody's `turn`-th turn. */
async function ourSide(scene: Scene, turn: number, perRun: number): Promise<Side> {
  const people = (rounds + 1) * runs
  let updateId = 0
  const taking = async (chat: number, nth: number) => {
    updateId += 1
    return update(updateId, firstChat + chat, said(nth))
  }
  // Prepared in large commits: this is not what is measured.
  for (let nth = 1; nth < turn; nth += 1) {
    scene.clock.advance(betweenMs)
    const batch = []
    for (let chat = 0; chat < people; chat += 1) batch.push(await taking(chat, nth))
    await scene.turns.intake(batch)
  }
  scene.clock.advance(betweenMs)
  let next = 0
  return {
    what: ourName(turn, perRun),
    perRun,
    runs: Math.max(1, Math.floor(runs / perRun)),
    async run() {
      const batch = []
      for (let nth = 0; nth < perRun; nth += 1) {
        batch.push(await taking(next % people, turn))
        next += 1
      }
      await scene.turns.intake(batch)
    },
  }
}

/** The first turn begins; after the last question the person goes back to it and answers it anew, again and again. */
function said(turn: number): string {
  if (turn === 1) return '/form'
  if (turn < questions) return answerAt(turn)
  return turn % 2 === 0 ? answerAt(turn) : 'назад'
}

function ourName(turn: number, perRun: number): string {
  return `turn ${turn}: ours, ${commits(perRun)}`
}

function theirName(turn: number): string {
  return `turn ${turn}: @grammyjs/conversations, a commit each`
}

function commits(perRun: number): string {
  return perRun === 1 ? 'a commit each' : `${perRun} a commit`
}
