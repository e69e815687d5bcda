/**
 * In whose name the portal is asked: only the link says. A dialog's file, an answer or a button may hand a service whatever
 * it likes, under any name somebody could take for an identity; none of it gets to the portal.
 */
import { expect, test } from 'vitest'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import { createColleagueServices } from '../../../src/dialogs/colleagues/services.ts'
import { createNewTaskServices } from '../../../src/dialogs/create-task/services.ts'
import { createEventServices } from '../../../src/dialogs/events/services.ts'
import type { PortalService } from '../../../src/dialogs/gate/portal-service.ts'
import { createMoveRestServices } from '../../../src/dialogs/move-rest/services.ts'
import { createTaskDeskServices } from '../../../src/dialogs/tasks/services.ts'
import type { ServiceRequest } from '../../../src/machines/services.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { JsonObject } from '../../../src/ports/json.ts'

const nowMs = Date.parse('2026-11-24T09:00:00+03:00')
const stranger = 990_099
const names = (
  'actor as author authorId AUTHOR_ID changedBy chat createdBy CREATED_BY creator ' +
  'creatorId employee employeeId from host HOST meeting_host me organiser owner ' +
  'ownerId OWNER_ID owner_id person portalUser self user userId USER_ID who'
).split(' ')
const forged: JsonObject = {
  ...Object.fromEntries(names.map((name) => [name, stranger])),
  link: { employee: stranger, id: stranger },
  auth: { user_id: stranger },
  sender: { id: stranger },
}

const time = { allDay: false, from: '2026-11-25T15:00:00', to: '2026-11-25T16:00:00', zone: 'Europe/Moscow' }
const fromMs = Date.parse('2026-11-25T15:00:00+03:00')
/** What all services together may be asked for, in good order. */
const honest: JsonObject = {
  id: 7,
  to: 31,
  task: 7,
  tasks: [7],
  which: 'my',
  size: 7,
  page: 0,
  move: 'complete',
  query: 'Ким',
  title: 'Сверка',
  description: 'Суть',
  text: 'Готово',
  responsible: 31,
  priority: 'high',
  period: 'week',
  participants: [{ id: 31, name: 'Пётр Иванов' }],
  people: [{ id: 31, name: 'Пётр Иванов' }],
  plan: { time, fromMs, toMs: fromMs + 3_600_000, recurrence: null, shown: {} },
  file: { id: 'F1', name: 'Смета.pdf' },
  what: 'people',
  deadline: { kind: 'moment', start: {}, zone: 'Europe/Moscow' },
}

interface Call {
  readonly service: string
  readonly port: string
  readonly method: string
  readonly said: string
}

const calls: Call[] = []
let current = ''

/** Stands for the portal: writes down what it was asked, and answers so that the service goes on. */
function port(name: string, answers: Readonly<Record<string, unknown>> = {}) {
  return new Proxy(
    { available: true },
    {
      get: (_target, method) =>
        method === 'available'
          ? true
          : (...args: readonly unknown[]) => {
              const said = JSON.stringify(args.filter((one) => !(one instanceof AbortSignal)))
              calls.push({ service: current, port: name, method: String(method), said })
              const value = answers[String(method)]
              return Promise.resolve(
                value === undefined ? { ok: false, reason: 'denied' } : { ok: true, value },
              )
            },
    },
  ) as never
}

const policy = { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 } as never
const deadlineOf = () => '2026-11-27T19:00:00+03:00'
const row = { id: 7, title: 'Сверка', deadlineMs: nowMs, status: 'pending', role: 'responsible' }
const desk = port('desk', { list: [row] })
const directory = port('directory', { active: [31], search: [] })
const calendar = port('calendar')
const writer = createDateWriter()
const services: ReadonlyMap<string, PortalService> = new Map(
  [
    ...createColleagueServices({
      directory,
      searches: { take: async () => ({ tokens: 1, waitMs: 0, paused: false }) },
    }),
    ...createNewTaskServices({ tasks: port('tasks'), directory, policy, deadlineOf }),
    ...createTaskDeskServices({
      desk,
      files: port('files', { download: new Uint8Array(1) }),
      writer,
      policy,
      deadlineOf,
      momentOf: () => ({}) as never,
      signature: () => null,
    }),
    ...createMoveRestServices({ desk, policy, deadlineOf }),
    ...createEventServices({
      calendar,
      conferences: port('conferences'),
      directory,
      writer,
      defaults: {} as never,
      readLink: () => null,
    }),
  ].filter((entry): entry is [string, PortalService] => entry[1].type === 'remote'),
)

const actor = {
  chat: toChatId(7_000_001),
  employee: toPortalUserId(15),
  name: 'Анна Петрова',
  firstName: 'Анна',
  zone: 'Europe/Moscow',
  linkedAtMs: nowMs,
  checkedAtMs: nowMs,
}

function request(service: string, input: JsonObject): ServiceRequest {
  return {
    service,
    input,
    operation: '7000001:12:1',
    repeated: false,
    chat: actor.chat,
    sender: { firstName: 'Анна' },
    actor,
    language: 'ru',
    nowMs,
  }
}

/** What is asked about everybody alike, or about the guests alone. */
const aboutNobody = new Set(['directory', 'conferences', 'files', 'calendar.busy'])

test.each([...services.keys()])('%s acts for whom the link names, whatever it is handed', async (name) => {
  current = name
  calls.length = 0
  await services.get(name)?.run(request(name, { ...forged, ...honest }), new AbortController().signal)
  expect(calls.length).toBeGreaterThan(0)
  expect(calls.filter(({ said }) => said.includes(String(stranger)))).toEqual([])
  const own = calls.filter(
    ({ port, method }) => !aboutNobody.has(port) && !aboutNobody.has(`${port}.${method}`),
  )
  expect(own.filter(({ said }) => !/\b15\b/.test(said))).toEqual([])
})

test.each([...services.keys()])('%s does nothing for a chat that speaks for nobody', async (name) => {
  calls.length = 0
  const asked = { ...request(name, { ...forged, ...honest }), actor: null }
  expect(await services.get(name)?.run(asked, new AbortController().signal)).toEqual({
    ok: false,
    reason: 'denied',
  })
  expect(calls).toEqual([])
})

test('these are all the services that ask the portal', () => {
  expect(services.size).toBeGreaterThanOrEqual(17)
})
