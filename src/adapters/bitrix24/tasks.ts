import type { Clock } from '../../ports/environment.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CreatedTask, NewTask, TaskBoard } from '../../ports/tasks.ts'
import { cleanLine, neutraliseBbcode } from './bbcode.ts'
import type { BitrixClient } from './client.ts'
import { toFailure } from './errors.ts'
import type { CallResult } from './result.ts'
import { taskAddedV2, taskAddedV3, taskRows } from './schemas.ts'

const method = 'tasks.task.add'
const lookup = 'tasks.task.list'
const titleLengthMax = 250
const pageRows = 50
/** The mark is looked for among this many of the creator's recent tasks where the portal ignores its filter. */
const lookupPagesMax = 20
/** Longer than any attempt is kept for a repeat. */
const lookupDays = 30

/**
 * Tasks, created once per operation. REST 3.0 is tried first, because only it knows `Idempotency-Key`; whether the portal
 * has it is learnt from its first answer.
 *
 * A repeat first looks for the mark (`XML_ID`), on either version: the portal forgets keys after 24 h, an older REST
 * 3.0 ignores them, and the earlier attempt may have gone out on the other version.
 */
export function createTaskBoard(deps: { readonly client: BitrixClient; readonly clock: Clock }): TaskBoard {
  const { client, clock } = deps
  let hasV3 = true

  return {
    /** @throws RangeError when `operation` cannot stand in a header: it is ours, not the person's. */
    async add(task, operation, repeated, signal) {
      if (!/^[\x21-\x7E]{1,190}$/u.test(operation)) throw new RangeError('Not an operation id')
      const title = cleanLine(task.title)
      if (title === '' || title.length > titleLengthMax) {
        return { ok: false, reason: 'rejected_title', detail: `${method}: empty or too long` }
      }
      const job: Job = {
        task: { ...task, title, description: neutraliseBbcode(task.description).trim() },
        operation,
        mark: `tgbot:${operation}`,
        abort: signal === undefined ? {} : { signal },
      }
      const earlier = repeated ? await find(job) : null
      return earlier ?? (await create(job))
    },
  }

  async function create(job: Job): Promise<Outcome<CreatedTask>> {
    const result = await send(job)
    if (result.type === 'ok') return created(job, result.value, result.replayed)
    // Only successes are stored under a key, so there is a task, made by an attempt that was serialised otherwise.
    if (result.type === 'rejected' && result.code.endsWith('IDEMPOTENCYKEYREUSEDEXCEPTION')) {
      return (await find(job)) ?? { ok: false, reason: 'uncertain', detail: `${method}: the key was used` }
    }
    return toFailure(method, 'write', result, clock.now())
  }

  async function send(job: Job): Promise<CallResult<number>> {
    if (hasV3) {
      const result = await client.call(
        method,
        {},
        {
          version: 3,
          kind: 'write',
          schema: taskAddedV3,
          body: bodyV3(job),
          idempotencyKey: `tgbot-task-${job.operation}`,
          ...job.abort,
        },
      )
      if (!isForeignToV3(result)) return result
      // A wrong webhook looks the same on both versions; it may be put right while we run.
      if (result.type !== 'config' || result.kind !== 'webhook') hasV3 = false
    }
    return client.call(method, paramsV2(job), {
      version: 2,
      kind: 'write',
      schema: taskAddedV2,
      ...job.abort,
    })
  }

  /** The task an earlier attempt made; null when there is none. Whoever cannot look does not know: `uncertain`. */
  async function find(job: Job): Promise<Outcome<CreatedTask> | null> {
    let lastId = 0
    for (let page = 0; page < lookupPagesMax; page++) {
      const params = lookupParams(job, lastId, clock.now())
      const options = { version: 2, kind: 'read', schema: taskRows, ...job.abort } as const
      const result = await client.call(lookup, params, options)
      if (result.type !== 'ok') {
        return { ...toFailure(lookup, 'read', result, clock.now()), reason: 'uncertain' }
      }
      const { tasks } = result.value
      // A portal that ignores the filter returns other people's rows: only our own mark counts.
      const ours = tasks.find((row) => row.xmlId === job.mark)
      if (ours !== undefined) return created(job, ours.id, true)
      const highest = Math.max(lastId, ...tasks.map((row) => row.id))
      if (tasks.length < pageRows) return null
      if (highest === lastId) break
      lastId = highest
    }
    return { ok: false, reason: 'uncertain', detail: `${lookup}: too many tasks to look through` }
  }

  function created(job: Job, id: number, existed: boolean): Outcome<CreatedTask> {
    const url = `${client.portal}/company/personal/user/${job.task.creator}/tasks/task/view/${id}/`
    return { ok: true, value: { id, url, existed } }
  }
}

interface Job {
  readonly task: NewTask
  readonly operation: string
  readonly mark: string
  readonly abort: { readonly signal?: AbortSignal }
}

/**
 * Nothing but the task and the operation goes in, in a fixed order: a repeat under the same key must be the same bytes
 * (else 422), also from another process.
 */
function bodyV3({ task, mark }: Job): string {
  return JSON.stringify({
    fields: {
      title: task.title,
      ...(task.description === '' ? {} : { description: task.description }),
      creatorId: task.creator,
      responsibleId: task.responsible,
      ...(task.deadline === null ? {} : { deadline: task.deadline }),
      priority: task.priority === 'high' ? 'high' : 'average',
      xmlId: mark,
    },
  })
}

function paramsV2({ task, mark }: Job): object {
  return {
    fields: {
      TITLE: task.title,
      ...(task.description === '' ? {} : { DESCRIPTION: task.description }),
      CREATED_BY: task.creator,
      RESPONSIBLE_ID: task.responsible,
      ...(task.deadline === null ? {} : { DEADLINE: task.deadline }),
      PRIORITY: task.priority === 'high' ? 2 : 1,
      XML_ID: mark,
    },
  }
}

/** `XML_ID` is not a documented filter; creator and date keep the list short where it is ignored. */
function lookupParams({ task, mark }: Job, lastId: number, nowMs: number): object {
  const since = new Date(nowMs - lookupDays * 24 * 60 * 60 * 1000)
  return {
    order: { ID: 'asc' },
    filter: {
      XML_ID: mark,
      CREATED_BY: task.creator,
      '>=CREATED_DATE': since.toISOString().replace(/\.\d+Z$/u, '+00:00'),
      ...(lastId === 0 ? {} : { '>ID': lastId }),
    },
    select: ['ID', 'XML_ID', 'TITLE'],
    start: -1,
  }
}

/** Refused before execution because this portal, or this webhook, has no REST 3.0 for tasks, or one without our fields. */
function isForeignToV3(result: CallResult<number>): boolean {
  if (result.type === 'config') return ['method', 'scope', 'webhook'].includes(result.kind)
  return result.type === 'rejected' && result.code.endsWith('UNKNOWNDTOPROPERTYEXCEPTION')
}
