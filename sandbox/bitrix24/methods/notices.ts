/** `im.notify*`: what the portal's bell shows (docs: api-reference/chats/notifications). */
import type { JsonObject } from '../../../src/ports/json.ts'
import { integerOf, textOf, upperKeys } from '../json.ts'
import { findEmployee } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { NoticeRow } from '../rows.ts'
import type { Answer, Call, MethodTable } from './method.ts'

const scopes = ['im']
const attachSizeMax = 60_000

export const noticeMethods: MethodTable = {
  'im.notify': { scopes, run: (call) => addNotice(call) },
  'im.notify.personal.add': { scopes, run: (call) => addNotice(call, 'USER') },
  'im.notify.system.add': { scopes, run: (call) => addNotice(call, 'SYSTEM') },
}

function addNotice(call: Call, fixedType?: NoticeRow['type']): Answer {
  const params = upperKeys(call.params)
  const userId = integerOf(params['USER_ID'])
  const message = textOf(params['MESSAGE']).trim()
  if (userId <= 0) throw new Refusal(400, 'USER_ID_EMPTY', "User ID can't be empty")
  if (message === '') throw new Refusal(400, 'MESSAGE_EMPTY', "Message can't be empty")
  checkAttach(params)
  if (!isReached(call, userId)) return { result: false }

  const { state, clock } = call.portal
  const type = fixedType ?? (textOf(params['TYPE']).toUpperCase() === 'SYSTEM' ? 'SYSTEM' : 'USER')
  const notice: NoticeRow = {
    id: ++state.lastId.notice,
    userId,
    message,
    ...optional(params),
    type,
    authorId: type === 'SYSTEM' ? 0 : call.owner.id,
    atMs: clock.now(),
  }
  state.notices = [...state.notices.filter((row) => !isReplaced(row, notice)), notice]
  return { result: notice.id }
}

function checkAttach(params: JsonObject): void {
  const attach = params['ATTACH']
  if (attach === undefined || attach === null || attach === '') return
  const text = typeof attach === 'string' ? attach : JSON.stringify(attach)
  if (text.length > attachSizeMax) {
    throw new Refusal(400, 'ATTACH_OVERSIZE', 'You have exceeded the maximum allowable size of attach')
  }
  if (typeof attach !== 'object' && !/^\s*[[{]/.test(text))
    throw new Refusal(400, 'ATTACH_ERROR', 'Incorrect attach params')
}

/** Docs give no reasons for `false`; an unknown or dismissed person and switched-off notices are inferred. */
function isReached(call: Call, userId: number): boolean {
  const row = findEmployee(call.portal.state, userId)
  return call.portal.modes.notices === 'delivered' && row !== undefined && row.active && !row.noticesOff
}

/** A webhook has no client of its own: without `CLIENT_ID` both tags are lost (docs). */
function optional(params: JsonObject): Partial<NoticeRow> {
  const clientId = textOf(params['CLIENT_ID'])
  const entries = {
    messageOut: textOf(params['MESSAGE_OUT']),
    clientId,
    tag: clientId === '' ? '' : textOf(params['TAG']),
    subTag: clientId === '' ? '' : textOf(params['SUB_TAG']),
  }
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''))
}

function isReplaced(old: NoticeRow, by: NoticeRow): boolean {
  return (
    by.tag !== undefined && old.tag === by.tag && old.clientId === by.clientId && old.userId === by.userId
  )
}
