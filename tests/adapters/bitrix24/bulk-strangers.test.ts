import { expect, test } from 'vitest'
import { z } from 'zod'

import { inMoscow, nowMs, openBulk, titlesOf, untilMs } from './bulk-scene.ts'
import { anna, igor, olga, petr, viktor } from './task-desk-portal.ts'

/** A portal that reads the commands of a batch otherwise than they were meant. */
function misreading(misread: (line: string) => string): typeof globalThis.fetch {
  return (input, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null
    const { cmd, ...rest } = body as { readonly cmd: Record<string, string> }
    const understood = Object.fromEntries(Object.entries(cmd).map(([name, line]) => [name, misread(line)]))
    return fetch(input, { ...init, body: JSON.stringify({ ...rest, cmd: understood }) })
  }
}

const anyone = (line: string): string =>
  line.replaceAll(/(filter%5B(?:RESPONSIBLE_ID|ACCOMPLICE)%5D|ownerId)[^&]*&/gu, '')
const firstAlone = (line: string): string => line.replaceAll(/&?filter%5B\w+%5D%5B[1-9]\d*%5D=\d+(?=&)/gu, '')
const people = inMoscow(anna, igor, petr)
const task = { title: 'Смета', createdBy: viktor, deadlineMs: nowMs }

test('where filters are not applied at all nobody is shown anything, and an alarm is raised', async () => {
  await using scene = await openBulk({}, { fetch: misreading(anyone) })
  const { sandbox } = scene.portal
  sandbox.addTask({ ...task, responsibleId: anna })
  sandbox.addTask({ ...task, responsibleId: olga, accomplices: [olga] })
  const read = await scene.bulk.openTasks(people, { untilMs })
  expect(titlesOf(read)).toEqual({ [anna]: 'config', [igor]: 'config', [petr]: 'config' })
  expect(scene.notes).toContainEqual({ type: 'strangers', method: 'tasks.task.list', rows: 1 })
})

test('a portal that understands nothing of a list but its first person still shows everybody theirs', async () => {
  await using scene = await openBulk({}, { fetch: misreading(firstAlone) })
  const { sandbox } = scene.portal
  sandbox.addTask({ ...task, responsibleId: anna })
  sandbox.addTask({ ...task, responsibleId: petr, title: 'Акт' })
  const read = await scene.bulk.openTasks(people, { untilMs })
  expect(titlesOf(read)).toEqual({ [anna]: ['Смета'], [igor]: [], [petr]: ['Акт'] })
  expect(scene.notes).toEqual([{ type: 'lists_ignored', filter: 'RESPONSIBLE_ID' }])
})

test('once a list was seen to bring more than its first person, it is not doubted again', async () => {
  await using scene = await openBulk()
  for (const responsibleId of [anna, petr]) {
    scene.portal.sandbox.addTask({ ...task, responsibleId, accomplices: [igor] })
  }
  await scene.bulk.openTasks(people, { untilMs })
  scene.requests()
  await scene.bulk.openTasks(people, { untilMs })
  expect(scene.requests()).toBe(1)
})

test('a portal that forgets whose calendar was asked for shows nobody anything of it', async () => {
  const forgetful = misreading((line) => line.replace(/ownerId=\d+/u, `ownerId=${olga}`))
  await using scene = await openBulk({}, { fetch: forgetful })
  const { sandbox } = scene.portal
  for (const ownerId of [anna, olga]) {
    sandbox.addEvent({ ownerId, name: 'Показ', from: '2026-11-24T15:00:00', to: '2026-11-24T16:00:00' })
  }
  const read = await scene.bulk.events(people, nowMs, untilMs)
  expect(titlesOf(read)).toEqual({ [anna]: 'config', [igor]: 'config', [petr]: 'config' })
  const strangers = { type: 'strangers', method: 'calendar.event.get', rows: 1 }
  expect(scene.notes).toEqual([strangers, strangers, strangers])
})

test('a stranger’s entry among one’s own is left out', async () => {
  await using scene = await openBulk({}, { fetch: mixing })
  const times = { from: '2026-11-24T15:00:00', to: '2026-11-24T16:00:00' }
  scene.portal.sandbox.addEvent({ ownerId: anna, name: 'Показ', ...times })
  const read = await scene.bulk.events(inMoscow(anna), nowMs, untilMs)
  expect(titlesOf(read)).toEqual({ [anna]: ['Показ'] })
})

const batchAnswer = z.looseObject({ result: z.looseObject({ result: z.record(z.string(), z.unknown()) }) })

/** A portal that adds to every calendar what is in somebody else's. */
const mixing: typeof globalThis.fetch = async (input, init) => {
  const answer = batchAnswer.parse(await (await fetch(input, init)).json())
  const { result } = answer.result
  for (const [name, rows] of Object.entries(result)) result[name] = withCopies(rows)
  return Response.json(answer)
}

/** Each entry with another one beside it that belongs to somebody else. */
function withCopies(rows: unknown): unknown {
  if (!Array.isArray(rows)) return rows
  const foreign = { ID: '999', PARENT_ID: '999', OWNER_ID: String(olga) }
  return rows.flatMap((row: object) => [row, { ...row, ...foreign }])
}

test('a task that answers for another is none of those asked for', async () => {
  const ids: number[] = []
  const swapped = misreading((line) => line.replace(`taskId=${ids[0]}`, `taskId=${ids[1]}`))
  await using scene = await openBulk({}, { fetch: swapped })
  const { sandbox } = scene.portal
  for (const title of ['Смета', 'Акт']) ids.push(sandbox.addTask({ ...task, title, responsibleId: anna }))
  const asked = { employee: anna, zone: 'Europe/Moscow', events: [] }
  const [first = 0, second = 0] = ids
  const read = await scene.bulk.stillThere([{ ...asked, tasks: [first] }])
  expect(read.get(anna)?.tasks).toEqual({ ok: true, value: [] })
  const other = await scene.bulk.stillThere([{ ...asked, tasks: [second] }])
  expect(other.get(anna)?.tasks).toMatchObject({ value: [{ title: 'Акт' }] })
})
