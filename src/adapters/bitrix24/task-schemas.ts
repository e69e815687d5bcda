import { z } from 'zod'

import { toPortalUserId } from '../../ports/identity.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { TaskStatus } from '../../ports/tasks.ts'
import { cleanLine, cleanText } from './bbcode.ts'
import { id, phpMap, text } from './schemas.ts'

/** Tasks as REST 2 shows them: camelCase, numbers as strings, flags "Y" and "N", `[]` for an empty map. */

const person = id.transform(toPortalUserId)

/** A list of ids, also where PHP made a map of it. What is no id is nobody. */
const people = phpMap.catch({}).transform((map): readonly PortalUserId[] =>
  Object.values(map).flatMap((one) => {
    const parsed = person.safeParse(one)
    return parsed.success ? [parsed.data] : []
  }),
)

/** An instant without milliseconds, `2026-11-27T15:00:00Z`; null and "" mean none. What is no date does not pass. */
const instant = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value === '') return null
    const atMs = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/u.test(value) ? Date.parse(value) : Number.NaN
    if (Number.isNaN(atMs)) {
      context.addIssue({ code: 'custom', message: 'not an instant with an offset' })
      return z.NEVER
    }
    return toInstant(atMs)
  })

export function toInstant(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/u, 'Z')
}

/** 1 (new) is of old; what the portal adds to its list one day is not known to be closed, and counts as pending. */
const statuses: Readonly<Record<string, TaskStatus>> = {
  '3': 'in_progress',
  '4': 'awaiting_control',
  '5': 'completed',
  '6': 'deferred',
  '7': 'declined',
}
export const statusCodes = { awaitingControl: 4, completed: 5, deferred: 6, declined: 7 } as const

const status = z
  .union([z.string(), z.number()])
  .transform((code): TaskStatus => statuses[String(code)] ?? 'pending')

const yes = z
  .unknown()
  .optional()
  .transform((flag) => flag === 'Y' || flag === true)

const taskRow = z.object({
  id,
  title: text.transform(cleanLine),
  status,
  deadline: instant,
  priority: z
    .unknown()
    .optional()
    .transform((code): 'normal' | 'high' => (String(code) === '2' ? 'high' : 'normal')),
  createdBy: person,
  responsibleId: person,
  accomplices: people,
  auditors: people,
})
export type RawTaskRow = z.infer<typeof taskRow>
export const taskRowPage = z.object({ tasks: z.array(taskRow) }).transform(({ tasks }) => tasks)

/** An employee beside an id. Without a name of their own the portal puts the login there, which is often an address. */
const personCard = z
  .object({ id: person, name: text.transform(cleanLine) })
  .transform((card) => (card.name === '' || card.name.includes('@') ? null : card))
  .nullable()
  .catch(null)
const personCards = phpMap.catch({}).transform((map) =>
  Object.values(map).flatMap((one) => {
    const card = personCard.parse(one)
    return card === null ? [] : [card]
  }),
)

const taskCard = taskRow.extend({
  description: text.transform(cleanText),
  descriptionInBbcode: z
    .unknown()
    .optional()
    .transform((flag) => flag !== 'N'),
  closedDate: instant,
  closedBy: person.nullable().catch(null),
  taskControl: yes,
  allowChangeDeadline: yes,
  taskRequireResult: yes,
  taskHasOpenResult: yes,
  creator: personCard,
  responsible: personCard,
  accomplicesData: personCards,
  auditorsData: personCards,
  ufTaskWebdavFiles: phpMap
    .catch({})
    .transform((map) =>
      Object.values(map).flatMap((one) => (id.safeParse(one).success ? [Number(one)] : [])),
    ),
})
export type RawTask = z.infer<typeof taskCard>

/** A task as many of them are read at once: without text and files, with who asked for it and how it ended. */
const taskLine = taskRow.extend({
  creator: personCard,
  createdDate: instant.catch(null),
  changedDate: instant.catch(null),
  closedDate: instant.catch(null),
  closedBy: person.nullable().catch(null),
})
export type RawTaskLine = z.infer<typeof taskLine>
export const taskLinePage = z.object({ tasks: z.array(taskLine) }).transform(({ tasks }) => tasks)

/** Nothing there, or nothing the webhook's owner may see: `[]`, with status 200. */
const nothing = z.union([z.array(z.unknown()).length(0), z.null()]).transform(() => null)

export const taskFound = z.union([nothing, z.object({ task: taskCard }).transform(({ task }) => task)])

export const taskLineFound = z.union([nothing, z.object({ task: taskLine }).transform(({ task }) => task)])

/** What a write says the task is like now. */
const changedTask = z.object({
  status,
  deadline: instant,
  responsibleId: person,
  responsible: personCard,
})
export type ChangedTask = z.infer<typeof changedTask>
export const taskChanged = z.union([
  nothing,
  z.object({ task: z.union([changedTask, nothing]) }).transform(({ task }) => task),
])

/** For each asked employee the names of what they may do (docs: tasks-task-get-access.md). */
export const allowedActions = z.object({ allowedActions: phpMap }).transform(
  ({ allowedActions: map }): ReadonlyMap<string, ReadonlySet<string>> =>
    new Map(
      Object.entries(map).map(([user, flags]) => {
        const named = phpMap.catch({}).parse(flags)
        return [user, new Set(Object.keys(named).filter((name) => named[name] === true))]
      }),
    ),
)
