/**
 * What one morning digest costs a portal, for companies of ten to ten thousand people, and whether people who work with
 * the assistant meanwhile wait for it (digest-morning.ts says how).
 */
import { morningOf, type Morning } from './digest-morning.ts'
import { quantile } from './measuring.ts'
import { ratioGoal, type Question, type Report, type Row } from './report.ts'

const sizes = [10, 100, 1_000, 10_000] as const
/** The portal answers 429 beyond this (limits.md of its documentation: 480 is their example). */
const capSeconds = 480

export const question: Question = {
  title:
    'a morning at eight: what the digests of ten to ten thousand people cost the portal, and what people wait for meanwhile',
  ask,
}

async function ask(): Promise<Report> {
  const mornings: Morning[] = []
  for (const count of sizes) mornings.push(await morningOf(count))
  const largest = mornings.at(-1)
  if (largest === undefined) throw new RangeError('no morning at all')
  const most = Math.max(...mornings.flatMap(({ operatingSeconds }) => [...operatingSeconds.values()]))
  const waits = mornings.flatMap(({ waitsMs }) => waitsMs)
  const sum = (of: (morning: Morning) => number) => mornings.reduce((all, one) => all + of(one), 0)
  return {
    rows: mornings.map(rowOf),
    ratios: [
      { what: 'requests a hundred people, of ten thousand', value: largest.requests.digests / 100 },
      ratioGoal(
        'answers other than 200',
        sum(({ refused }) => refused),
        { atMost: 0 },
      ),
      ratioGoal(
        'commands of people that failed',
        sum(({ failedCommands }) => failedCommands),
        { atMost: 0 },
      ),
      ratioGoal('most seconds of ten minutes that a method has worked, of 480', most / capSeconds, {
        atMost: 1,
      }),
      ratioGoal('the longest that a command has waited, in seconds', Math.max(...waits) / 1_000, {
        atMost: 1,
      }),
    ],
    notes: [
      'each three: tasks.task.list, calendar.accessibility.get, calendar.event.get; 0.15 s of working time a call',
      'a command every two seconds meanwhile, in turn /tasks and /schedule; waits are virtual time besides their own work',
    ],
  }
}

function rowOf(morning: Morning): Row {
  const { requests, waitsMs, minutes, digests, refused } = morning
  return {
    people: digests,
    requests: requests.digests,
    commands: shown(morning.calls.digests),
    minutes: minutes.toFixed(1),
    'seconds of 10 minutes': shown(morning.operatingSeconds),
    refused,
    'planning meanwhile': requests.planning,
    'people’s commands': waitsMs.length,
    'waits p50, p99, most, ms': [0.5, 0.99, 1].map((share) => quantile(waitsMs, share)).join(', '),
  }
}

function shown(of: ReadonlyMap<string, number>): string {
  const methods = ['tasks.task.list', 'calendar.accessibility.get', 'calendar.event.get']
  return methods.map((method) => (of.get(method) ?? 0).toFixed(0)).join(', ')
}
