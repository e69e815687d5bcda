import { expect, test } from 'vitest'
import { createDraft } from '../../src/machines/chat/draft.ts'
import { anna } from '../support/rig.ts'

const moment = { chat: anna, revision: 3, nowMs: 0, newToken: () => 'token' }

test('what a turn was going to do itself is not done when it is cancelled, and nothing stored is touched', () => {
  const draft = createDraft(moment)
  const timer = draft.deliver('timer', null, { name: 'pause' })
  const call = draft.newId()
  draft.localCalls.push({
    id: call,
    conversation: 'c',
    request: { service: 'link.begin', input: {}, operation: call },
  })
  draft.cancel(timer)
  draft.cancel(call)
  expect([draft.deliveries, draft.localCalls, draft.cancels]).toEqual([[], [], []])
})

test('what an earlier turn stored is cancelled there', () => {
  const draft = createDraft(moment)
  draft.cancel('101:2:1')
  expect(draft.cancels).toEqual(['101:2:1'])
})
