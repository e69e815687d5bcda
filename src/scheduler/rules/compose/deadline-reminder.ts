/** The words about deadlines that come outside a digest: ahead, today, passed. */
import { localDate, addDays } from '../local-day.ts'
import type { PlannedNotification, Recipient, TaskFacts } from '../notification.ts'
import { taskButtons } from './buttons.ts'
import type { Content, Section } from './content.ts'
import { byDeadline, deadlineMs, dueLine, overdueLine, taskTitle } from './lines.ts'
import type { Voice } from './voice.ts'

/** One reminder that leaves, and its task as just read. */
export interface DeadlineRow {
  readonly row: PlannedNotification
  readonly task: TaskFacts
}

export function deadlineContent(
  rows: readonly [DeadlineRow, ...DeadlineRow[]],
  moment: { readonly nowMs: number; readonly person: Recipient },
  voice: Voice,
): Content {
  const [{ row, task }] = rows
  if (rows.length > 1) return severalContent(rows, voice)
  const stage = stageOf(task, voice)
  return {
    opening: single(task, stage, moment.person, voice),
    sections: [],
    closing: [],
    rows: taskButtons(task, row, { passed: stage === 'passed', moment }, voice),
  }
}

/** A section for each day whose deadlines are among the tasks, what has passed first. */
export function deadlineSections(tasks: readonly TaskFacts[], voice: Voice): readonly Section[] {
  return [...stages(tasks, voice)].map(([stage, found]) => {
    const values = { count: found.length, on: stage }
    const title =
      stage === 'passed'
        ? voice.say('section_overdue', values)
        : stage === 'today'
          ? voice.say('section_due_today', values)
          : stage === 'tomorrow'
            ? voice.say('section_due_tomorrow', values)
            : voice.say('section_due_on', { ...values, on: voice.onDay(stage) })
    return { title, items: itemsOf(stage, found, voice) }
  })
}

/** `passed`, `today`, `tomorrow`, or the local date. */
function stageOf(task: TaskFacts, { nowMs, zone }: Voice): string {
  if (deadlineMs(task) < nowMs) return 'passed'
  const [date, today] = [localDate(deadlineMs(task), zone), localDate(nowMs, zone)]
  if (date === today) return 'today'
  return date === addDays(today, 1) ? 'tomorrow' : date
}

function stages(tasks: readonly TaskFacts[], voice: Voice): ReadonlyMap<string, readonly TaskFacts[]> {
  return Map.groupBy(byDeadline(tasks), (task) => stageOf(task, voice))
}

function single(task: TaskFacts, stage: string, person: Recipient, voice: Voice): readonly string[] {
  const title = taskTitle(task, voice)
  const dueMs = deadlineMs(task)
  if (stage === 'passed') {
    return [voice.say('passed_one', { title, ago: voice.ago(dueMs) }), voice.say('passed_hint')]
  }
  if (stage === 'today') return [voice.say('due_today_one', { title, time: voice.clock(dueMs) })]
  const heading =
    stage === 'tomorrow'
      ? voice.say('due_tomorrow_one', { title })
      : voice.say('due_on_one', { title, on: voice.onDay(stage) })
  return [heading, deadlineLine(task, person, voice)]
}

/** «Срок — ср, 25 ноября, 14:00. Постановщик: Анна Петрова»; nobody needs to be told of themselves. */
function deadlineLine(task: TaskFacts, { employee }: Recipient, voice: Voice): string {
  const dueMs = deadlineMs(task)
  const at = `${voice.shortDay(localDate(dueMs, voice.zone))}, ${voice.clock(dueMs)}`
  const { creator } = task
  return creator === null || creator.id === employee
    ? voice.say('deadline_line', { at })
    : voice.say('deadline_line_creator', { at, creator: creator.name })
}

function severalContent(rows: readonly DeadlineRow[], voice: Voice): Content {
  const tasks = rows.map(({ task }) => task)
  const found = stages(tasks, voice)
  const [only] = found
  const one = found.size === 1 && only !== undefined
  return {
    opening: [
      one
        ? severalHeading(only[0], tasks.length, voice)
        : voice.say('deadlines_many', { count: tasks.length }),
    ],
    sections: one
      ? [{ title: null, items: itemsOf(only[0], only[1], voice) }]
      : deadlineSections(tasks, voice),
    closing: found.has('passed') ? [voice.say('passed_hint_many')] : [],
    rows: [[{ label: voice.say('button_tasks'), act: { type: 'tasks' } }]],
  }
}

function severalHeading(stage: string, count: number, voice: Voice): string {
  if (stage === 'passed') return voice.say('passed_many', { count })
  if (stage === 'today') return voice.say('due_today_many', { count })
  if (stage === 'tomorrow') return voice.say('due_tomorrow_many', { count })
  return voice.say('due_on_many', { count, on: voice.onDay(stage) })
}

function itemsOf(stage: string, tasks: readonly TaskFacts[], voice: Voice): readonly string[] {
  return tasks.map((task) => (stage === 'passed' ? overdueLine(task, voice) : dueLine(task, voice)))
}
