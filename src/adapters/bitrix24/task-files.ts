import { z } from 'zod'

import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { command, readBatch } from './batch.ts'
import type { Command } from './batch.ts'
import { toFailure } from './errors.ts'
import type { Failure } from './errors.ts'
import { fileBytesMax, isProgram, safeFileName } from './file-rules.ts'
import type { Sleep } from './limiter.ts'
import type { CallResult } from './result.ts'
import { id as idSchema, text } from './schemas.ts'
import { deniedFailure, seeTask } from './task-card.ts'
import type { SeenTask, TaskCardDeps } from './task-card.ts'
import { rightsOf } from './task-rights.ts'

export interface TaskFiles {
  attach(order: FileOrder): Promise<Outcome<null>>
}

export interface FileOrder {
  readonly actor: PortalUserId
  readonly id: number
  readonly file: { readonly name: string; readonly bytes: Uint8Array }
  readonly operation: string
  readonly signal?: AbortSignal | undefined
}

export interface TaskFilesDeps extends TaskCardDeps {
  readonly sleep: Sleep
}

const uploadMethod = 'disk.folder.uploadfile'
const attachMethod = 'tasks.task.files.attach'
const storageMethod = 'disk.storage.getlist'
/** Right after an upload the portal may not know yet who may read the file; then the same call works a moment later. */
const attachPausesMs = [600, 1200, 1800]
const uploadsKept = 200

/**
 * A file goes to the Drive of the webhook's owner first and from there to the task. Neither step may be repeated blindly:
 * an upload that nobody attached only takes space, but a file attached twice is seen twice. So what hangs on the task
 * is looked at before anything is sent: the same name and size from our own Drive is the same file.
 */
export function createTaskFiles(deps: TaskFilesDeps): TaskFiles {
  const { client, clock, sleep } = deps
  /** Files on the Drive by operation: its repeat goes on where the earlier attempt stopped. */
  const uploads = new Map<string, number>()
  let folder: number | null = null

  return {
    async attach(order) {
      const { actor, id, file, signal } = order
      if (file.bytes.byteLength > fileBytesMax) return no('too_large', 'over 20 MB')
      const name = safeFileName(file.name)
      if (name === null || isProgram(file.bytes)) return no('type_refused', 'not a kind of file we take')
      if (file.bytes.byteLength === 0) return no('rejected', 'an empty file')
      const seen = await seeTask(deps, actor, id, signal)
      if (!seen.ok) return seen
      if (!mayAttach(seen.value, actor)) return deniedFailure(deps, seen.value.task, 'attach', signal)
      const there = await isThere(seen.value, { ...order, name })
      if (!there.ok || there.value) return there.ok ? { ok: true, value: null } : there
      const uploaded = await upload({ ...order, name })
      return uploaded.ok ? attachTo(order, uploaded.value) : uploaded
    },
  }

  function mayAttach({ task, flags }: SeenTask, actor: PortalUserId): boolean {
    return rightsOf(task, actor, flags, deps.attaching).has('attach')
  }

  async function isThere(seen: SeenTask, order: NamedOrder): Promise<Outcome<boolean>> {
    const uploaded = uploads.get(order.operation)
    const attachments = await readAttachments(seen, order.signal)
    if (!attachments.ok) return attachments
    const found = attachments.value.some((one) => {
      if (uploaded !== undefined && one.OBJECT_ID === uploaded) return true
      const isOurs = one.CREATED_BY === client.ownerId
      return isOurs && one.SIZE === order.file.bytes.byteLength && isSameName(one.NAME, order.name)
    })
    return { ok: true, value: found }
  }

  /** Attachments that cannot be read (taken away in the meantime) are none of ours. */
  async function readAttachments(
    { task }: SeenTask,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly Attachment[]>> {
    if (task.ufTaskWebdavFiles.length === 0) return { ok: true, value: [] }
    const commands: Record<string, Command<Attachment>> = {}
    for (const id of task.ufTaskWebdavFiles.slice(-attachmentsMax)) {
      commands[`attachment${id}`] = command('disk.attachedobject.get', { id }, attachment)
    }
    const results = Object.values(await readBatch(client, commands, { signal }))
    const failed = results.find((result) => result.type !== 'ok' && result.type !== 'rejected')
    if (failed !== undefined) return diskFailure('disk.attachedobject.get', failed)
    return { ok: true, value: results.flatMap((result) => (result.type === 'ok' ? [result.value] : [])) }
  }

  async function upload(order: NamedOrder): Promise<Outcome<number>> {
    const known = uploads.get(order.operation)
    if (known !== undefined) return { ok: true, value: known }
    const root = await ownFolder(order.signal)
    if (!root.ok) return root
    const params = {
      id: root.value,
      data: { NAME: order.name },
      fileContent: [order.name, Buffer.from(order.file.bytes).toString('base64')],
      generateUniqueName: true,
    }
    const options = { version: 2, kind: 'write', schema: uploadedFile, signal: order.signal } as const
    const result = await client.call(uploadMethod, params, options)
    // Whatever became of the upload, the task has no file yet: all of it may be repeated.
    if (result.type === 'uncertain') return { ...diskFailure(uploadMethod, result), reason: 'temporary' }
    if (result.type !== 'ok') return diskFailure(uploadMethod, result)
    remember(order.operation, result.value)
    return { ok: true, value: result.value }
  }

  /** An administrator is shown everybody's Drives, so the filter is not believed. */
  async function ownFolder(signal?: AbortSignal): Promise<Outcome<number>> {
    if (folder !== null) return { ok: true, value: folder }
    const filter = { ENTITY_TYPE: 'user', ENTITY_ID: client.ownerId } as const
    const options = { version: 2, kind: 'read', schema: storages, signal } as const
    const result = await client.call(storageMethod, { filter }, options)
    if (result.type !== 'ok') return diskFailure(storageMethod, result)
    const own = result.value.find((row) => row.ENTITY_TYPE === 'user' && row.ENTITY_ID === client.ownerId)
    if (own === undefined) return no('unsupported', `${storageMethod}: the webhook's owner has no Drive`)
    folder = own.ROOT_OBJECT_ID
    return { ok: true, value: folder }
  }

  async function attachTo(order: FileOrder, fileId: number): Promise<Outcome<null>> {
    for (let made = 0; ; made++) {
      const params = { taskId: order.id, fileId }
      const options = { version: 2, kind: 'write', schema: attached, signal: order.signal } as const
      const result = await client.call(attachMethod, params, options)
      if (result.type === 'ok') return { ok: true, value: null }
      if (result.type !== 'rejected' && result.type !== 'uncertain') return diskFailure(attachMethod, result)
      const seen = await seeTask(deps, order.actor, order.id, order.signal)
      if (!seen.ok) return result.type === 'rejected' ? seen : diskFailure(attachMethod, result)
      if (result.type === 'uncertain') return lookFor(seen.value, fileId, result, order.signal)
      const pauseMs = attachPausesMs[made]
      if (pauseMs === undefined || !mayAttach(seen.value, order.actor)) {
        return deniedFailure(deps, seen.value.task, 'attach', order.signal)
      }
      await sleep(pauseMs, order.signal)
      if (order.signal?.aborted === true) return no('temporary', `${attachMethod}: aborted`)
    }
  }

  async function lookFor(
    seen: SeenTask,
    fileId: number,
    result: Extract<CallResult<never>, { type: 'uncertain' }>,
    signal?: AbortSignal,
  ): Promise<Outcome<null>> {
    const attachments = await readAttachments(seen, signal)
    const isFound = attachments.ok && attachments.value.some((one) => one.OBJECT_ID === fileId)
    return isFound ? { ok: true, value: null } : diskFailure(attachMethod, result)
  }

  function remember(operation: string, fileId: number): void {
    uploads.set(operation, fileId)
    for (const oldest of uploads.keys()) {
      if (uploads.size <= uploadsKept) break
      uploads.delete(oldest)
    }
  }

  /** Without the scope, the right or the method, files are something this portal does not offer to the assistant. */
  function diskFailure(method: string, result: Exclude<CallResult<unknown>, { type: 'ok' }>): Failure {
    const failure = toFailure(method, 'write', result, clock.now())
    const isForeign = result.type === 'config' && ['scope', 'method', 'plan'].includes(result.kind)
    return isForeign ? { ...failure, reason: 'unsupported' } : failure
  }
}

type NamedOrder = FileOrder & { readonly name: string }

/** The newest are looked at; a task with more files than a batch has commands is rare. */
const attachmentsMax = 50

const attachment = z.object({
  OBJECT_ID: idSchema,
  CREATED_BY: idSchema.nullable().catch(null),
  NAME: text,
  SIZE: z.coerce.number().catch(-1),
})
type Attachment = z.infer<typeof attachment>

/** `ID`, never `FILE_ID`: that would attach another file. The answer also holds a secret address to download it. */
const uploadedFile = z.object({ ID: idSchema }).transform(({ ID }) => ID)
const attached = z.object({ attachmentId: idSchema })
const storages = z.array(
  z.object({ ENTITY_TYPE: text, ENTITY_ID: idSchema.nullable().catch(null), ROOT_OBJECT_ID: idSchema }),
)

/** The Drive keeps names apart as «смета (1).pdf». */
function isSameName(stored: string, name: string): boolean {
  return stored.replace(/ ?\(\d+\)(?=\.[^.]+$)/u, '').toLowerCase() === name.toLowerCase()
}

function no(reason: string, detail: string): Failure {
  return { ok: false, reason, detail }
}
