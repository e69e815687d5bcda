/** Leads a conversation as it is written down, on a clock of its own, and says where the bot did otherwise. */
import type { PersonEvent } from '../../ports/incoming.ts'
import { words } from '../../machines/diagnose/problem.ts'
import { textAt } from '../../machines/json.ts'
import { durationMs } from '../../machines/language/definition-parts.ts'
import type { Talk, TalkTurn } from '../../machines/language/talks.ts'
import { typed } from '../explore/actions.ts'
import { pressedStart } from '../explore/starts.ts'
import { looks } from './expectations.ts'
import { fail, happens, openRun, passes, type Run, type TalkDeps, type TalkRun } from './run.ts'
import { object } from './services.ts'
import { restored } from './simulation.ts'

/** Between two things a person does. */
const pauseMs = 5_000

/** Stops at the first failure: what follows would follow from it. Never throws. */
export function runTalk(deps: TalkDeps, dialog: string, talk: Talk): TalkRun {
  const run = openRun(deps, dialog, talk)
  try {
    if (talk.given !== undefined) {
      const start = pressedStart(dialog, run.moment, object(talk.given))
      run.moment = start.moment
      run.lines.push({ by: 'person', text: `[${dialog}]` })
      happens(run, { type: 'person', event: { type: 'press', pressId: 'p', data: start.data, messageId: 1 } })
    }
    for (const [at, turn] of talk.talk.entries()) {
      run.at = at
      takeTurn(run, turn)
      if (run.failures.length > 0) break
    }
    run.at = null
    const left = run.failures.length > 0 ? [] : run.answers.left()
    if (left.length > 0)
      fail(
        run,
        words(`не понадобились ответы: ${left.join(', ')}`, `answers nobody asked for: ${left.join(', ')}`),
      )
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    fail(run, words(`программа упала: ${said}`, `the program threw: ${said}`))
  }
  return run
}

function takeTurn(run: Run, turn: TalkTurn): void {
  if ('user' in turn) return says(run, turn.user)
  if ('press' in turn) return presses(run, turn)
  if ('edit' in turn) {
    run.lines.push({ by: 'person', text: `✎ ${turn.edit}` })
    return does(run, { type: 'edited', text: turn.edit, messageId: run.messageId })
  }
  if ('file' in turn) return sends(run, turn)
  if ('wait' in turn) {
    run.lines.push({ by: 'clock', text: turn.wait })
    return passes(run, durationMs(turn.wait))
  }
  if ('crash' in turn) return crashes(run)
  looks(run, turn)
}

/* What the person does. */

function says(run: Run, text: string): void {
  run.lines.push({ by: 'person', text })
  run.messageId += 1
  does(run, typed(text, run.messageId))
}

function sends(run: Run, { file, caption }: Extract<TalkTurn, { file: string }>): void {
  run.lines.push({ by: 'person', text: `📎 ${file}${caption === undefined ? '' : ` — ${caption}`}` })
  run.messageId += 1
  does(run, {
    type: 'media',
    kind: 'document',
    messageId: run.messageId,
    file: { id: `file-${run.messageId}`, name: file, size: 2_048 },
    ...(caption !== undefined && { caption }),
  })
}

function presses(run: Run, { press, old, twice }: Extract<TalkTurn, { press: string }>): void {
  const label = run.wordings.label(press, run.moment.language)
  const data = run.screen.button(label, old === true)
  if (data === null) {
    const message = words(`кнопки «${label}» на экране нет`, `there is no button “${label}” on the screen`)
    return fail(run, message, run.screen.labels())
  }
  const event: PersonEvent = { type: 'press', pressId: 'p', data, messageId: 1 }
  run.lines.push({ by: 'person', text: `[${label}]${twice === true ? ' ×2' : ''}` })
  does(run, event, label)
  if (twice !== true) return
  passes(run, 1_000)
  happens(run, { type: 'person', event })
}

function does(run: Run, event: PersonEvent, pressed?: string): void {
  begins(run)
  run.asked = []
  if (run.begun) passes(run, pauseMs)
  run.begun = true
  happens(run, { type: 'person', event }, pressed)
}

/** What was shown before is not looked for any more. */
function begins(run: Run): void {
  run.fresh = []
  run.note = null
}

/** The bot is killed and starts from what is stored; whatever was not confirmed by then comes again. */
function crashes(run: Run): void {
  run.lines.push({ by: 'clock', text: '💥' })
  run.moment = restored(run.moment)
  for (const [at, { call, answer }] of run.coming.entries()) {
    const again = run.answers.next(textAt(call.payload, 'service')) ?? answer
    run.coming[at] = { call, answer: again, dueAtMs: run.moment.nowMs + again.afterMs }
  }
  const { last } = run
  // An update that comes twice is known by its number, before any turn.
  if (last === null || last.type === 'person') return
  const turned = run.deps.simulation.turn(run.moment, last, () => ({ outcome: { ok: true, value: null } }))
  if (turned.stored)
    fail(
      run,
      words('ответ, который пришёл второй раз, что-то изменил', 'a result that came twice changed something'),
    )
}
