/**
 * What one morning digest costs a portal: requests, commands and the working time of each method, for companies of ten
 * to ten thousand people. The sandbox portal with its limits on, by real HTTP, on a clock that passes only while somebody
 * waits.
 */
import { createBitrixClient } from '../src/adapters/bitrix24/client.ts'
import { createBulkReads } from '../src/adapters/bitrix24/bulk-reads.ts'
import { createNameBook } from '../src/adapters/bitrix24/name-book.ts'
import { readTelemostLink } from '../src/adapters/telemost/link.ts'
import type { EmployeeInZone, PerEmployee } from '../src/ports.ts'
import { startBitrixSandbox } from '../sandbox/bitrix24/server.ts'
import { bigCompany, peopleOf } from '../tests/adapters/bitrix24/big-company.ts'
import { createHandClock } from '../tests/adapters/bitrix24/hand-clock.ts'
import type { Question, Report, Row } from './report.ts'

const hourMs = 60 * 60 * 1000
const sizes = [10, 100, 1000] as const

export const question: Question = {
  title: 'what one morning digest costs a portal, for companies of ten to a thousand people',
  ask,
}

async function ask(): Promise<Report> {
  const rows: Row[] = []
  for (const count of sizes) rows.push(await measure(count))
  return { rows, notes: ['each three: tasks.task.list, calendar.accessibility.get, calendar.event.get'] }
}

async function measure(count: number): Promise<Row> {
  const clock = createHandClock('2026-11-24T05:00:00Z')
  await using portal = await startBitrixSandbox({ clock, company: bigCompany(count), limits: true })
  const most = new Map<string, number>()
  const client = createBitrixClient({
    webhook: portal.webhook,
    clock,
    sleep: clock.sleep,
    retry: { attempts: 3, delayMs: 500 },
    log: () => {},
  })
  const { note } = client.operating
  client.operating.note = (method, seconds, resetAtMs) => {
    most.set(method, Math.max(seconds, most.get(method) ?? 0))
    note(method, seconds, resetAtMs)
  }
  const bulk = createBulkReads({
    client,
    clock,
    sleep: clock.sleep,
    names: createNameBook({ client, clock, ttlMs: hourMs, priority: 'background' }),
    readLink: readTelemostLink,
    patienceMs: 3 * hourMs,
  })
  const startMs = clock.now()
  const people: readonly EmployeeInZone[] = peopleOf(count)
  const dayMs = Date.parse('2026-11-24T00:00:00+03:00')
  const tasks = await bulk.openTasks(people, { untilMs: dayMs + 24 * hourMs, control: true })
  const before = portal.requests.length
  const events = await bulk.events(people, dayMs, dayMs + 24 * hourMs)
  const { requests } = portal
  const refused = requests.filter(({ status }) => status !== 200).length + failed(tasks) + failed(events)
  const commands = new Map<string, number>()
  for (const line of requests.flatMap(({ params }) => Object.values(params['cmd'] ?? {}).map(String))) {
    const method = line.split('?')[0] ?? ''
    commands.set(method, (commands.get(method) ?? 0) + 1)
  }
  return {
    people: count,
    requests: requests.length,
    'for tasks': before,
    'for events': requests.length - before,
    commands: shown(commands),
    refused,
    minutes: ((clock.now() - startMs) / 60_000).toFixed(1),
    'seconds of 10 minutes': shown(most),
  }
}

function shown(of: ReadonlyMap<string, number>): string {
  const methods = ['tasks.task.list', 'calendar.accessibility.get', 'calendar.event.get']
  return methods.map((method) => (of.get(method) ?? 0).toFixed(0)).join(', ')
}

function failed(read: PerEmployee<unknown>): number {
  return [...read.values()].filter((outcome) => !outcome.ok).length
}
