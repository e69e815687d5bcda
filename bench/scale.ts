/** What a turn costs, and what a chat takes on the disk, with a thousand, a hundred thousand and a million stored chats. */
import { multiply, prepareTemplate, type Stored } from './crowd.ts'
import { measuredOf, ratioOf, sideBySide, type Side } from './measuring.ts'
import type { Incoming } from '../src/ports/incoming.ts'
import { rowsOf, type Question, type Ratio, type Report } from './report.ts'
import { firstChat, openFolder, openScene, shippedDialogs, update } from './scene.ts'

const sizes = [1_000, 100_000, 1_000_000] as const
/** Nobody is met twice, so a thousand chats are enough for ten rounds of both sides. */
const rounds = 9
const runs = 50
const grouped = 50

export const question: Question = {
  title:
    'a turn with 10³, 10⁵ and 10⁶ chats in the middle of the task dialog, and what each takes on the disk',
  ask,
}

async function ask(): Promise<Report> {
  await using folder = await openFolder()
  await using stack = new AsyncDisposableStack()
  const dialogs = await shippedDialogs()
  await prepareTemplate(folder, dialogs)
  const sides: Side[] = []
  const stored: Stored[] = []
  for (const size of sizes) {
    const file = await folder.copy('template.db', `${size}.db`)
    stored.push(multiply(file, size))
    const scene = stack.use(await openScene({ file, dialogs }))
    scene.clock.advance(60_000)
    const strangers = visiting(size)
    for (const perRun of [1, grouped]) {
      sides.push({
        what: nameOf(size, perRun),
        perRun,
        runs: runs / perRun,
        run: () => scene.turns.intake(Array.from({ length: perRun }, strangers)),
      })
    }
  }
  const measured = await sideBySide(sides, { rounds, runs })
  const of = measuredOf(measured)
  const growth = [1, grouped].flatMap((perRun) =>
    sizes.slice(1).map((size): Ratio => ({
      what: `${nameOf(size, perRun)} : ${shown(sizes[0])} chats`,
      value: ratioOf(of(nameOf(size, perRun)), of(nameOf(sizes[0], perRun))),
      ...(size === 1_000_000 && { goal: { atMost: 1.2 } }),
    })),
  )
  const stateBytes = stored.at(-1)?.stateBytes ?? Number.NaN
  return {
    rows: rowsOf(measured),
    ratios: [
      ...growth,
      {
        what: 'bytes of the state of a chat in the middle of a task',
        value: stateBytes,
        goal: { atMost: 2_048 },
      },
    ],
    notes: stored.map(
      ({ chats, fileBytes, seconds }) =>
        `${shown(chats)} chats: ${Math.round(fileBytes / chats)} bytes of file a chat (state, card, timer, link, one line of the journal), made in ${seconds.toFixed(1)} s`,
    ),
  }
}

/** One stranger after the other names the deadline; the next one is never a neighbour. */
function visiting(size: number): () => Incoming {
  let met = 0
  return () => {
    met += 1
    const chat = firstChat + ((met * 7_919) % size)
    return update(size * 10 + met, chat, 'завтра в 18:00')
  }
}

function nameOf(size: number, perRun: number): string {
  return `${shown(size)} chats, ${perRun === 1 ? 'a commit each' : `${perRun} a commit`}`
}

function shown(size: number): string {
  return size.toLocaleString('en')
}
