/** Who did it, where the portal's own history can only name the webhook's owner. */
import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import { shows } from './event-talk.ts'

function task(world: World, title: string) {
  const found = world.portal.tasks().find((one) => one.title.startsWith(title))
  if (found === undefined) throw new Error(`No task «${title}»`)
  return found
}

function comments(world: World, title: string) {
  return task(world, title).comments.map(({ authorId, text }) => ({ authorId, text }))
}

const title = 'Разобрать архив'
const byAnna = { authorId: 15, text: 'через Telegram: Анна Петрова' }

function calls(world: World, method: string): number {
  return world.portal.requests.filter((one) => one.method === method).length
}

describe('a comment in the employee’s own name', () => {
  test('says who finished a task', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/task_status ${task(world, title).id} готово`, 'Статус задачи — завершена.')
    expect(comments(world, title)).toEqual([byAnna])
    // Whose webhook it is, the history says by itself.
    expect(task(world, title).closedBy).not.toBe(15)
  })

  test('says who handed a task over', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/task_assign ${task(world, title).id} Ким`, 'Передать задачу?')
    await chat.clicks('Передать')
    await chat.sees('✅ Задача «Разобрать архив писем» передана.')
    expect(comments(world, title)).toEqual([byAnna])
  })

  test('is not left under other changes, unless that was asked for', async () => {
    for (const [signature, expected] of [
      ['complete,assign', []],
      ['status', [byAnna]],
    ] as const) {
      await using world = await openWorld({ env: { BITRIX24_SIGNATURE: signature } })
      const chat = await world.linkedChat()
      await chat.asks(`/task_status ${task(world, title).id} в работе`, 'Статус задачи — в работе.')
      expect(comments(world, title)).toEqual(expected)
    }
  })

  test('is never left where it is switched off', async () => {
    await using world = await openWorld({ env: { BITRIX24_SIGNATURE: 'none' } })
    const chat = await world.linkedChat()
    await chat.asks(`/task_status ${task(world, title).id} готово`, 'Статус задачи — завершена.')
    expect(comments(world, title)).toEqual([])
  })

  test('is not left by somebody who came too late, nor twice', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    world.portal.changeTask(task(world, title).id, { status: 5, closedBy: 15 })
    await chat.asks(`/task_status ${task(world, title).id} готово`, 'Статус задачи — завершена.')
    expect(comments(world, title)).toEqual([])
    expect(calls(world, 'task.commentitem.add')).toBe(0)
  })
})

describe('what becomes of the comment changes nothing', () => {
  test('a portal that refuses it is not asked again, and tasks are finished as ever', async () => {
    await using world = await openWorld({ modes: { taskComments: 'refused' } })
    const chat = await world.linkedChat()
    await chat.asks(`/task_status ${task(world, title).id} готово`, 'Статус задачи — завершена.')
    const { id } = task(world, 'Подготовить договор')
    await shows(world, () => chat.says(`/task_status ${id} готово`))
    expect(chat.screen()).toContain('Статус задачи — завершена.')
    expect(calls(world, 'task.commentitem.add')).toBe(1)
    expect(calls(world, 'tasks.task.complete')).toBe(2)
  })

  test.each([
    ['was lost on the way', { kind: 'cut' }, 0],
    ['was written, and the answer lost', { kind: 'apply-then-cut' }, 1],
    ['met an error of the portal', { kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR' }, 0],
    ['met a webhook without rights', { kind: 'status', status: 403, code: 'insufficient_scope' }, 0],
  ] as const)('one that %s is neither repeated nor told of', async (_how, fault, left) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    world.portal.fault({ ...fault, method: 'task.commentitem.add' })
    const { id } = task(world, title)
    await shows(world, () => chat.says(`/task_status ${id} готово`))
    expect(chat.screen()).toContain('Статус задачи — завершена.')
    expect(comments(world, title)).toHaveLength(left)
    expect(calls(world, 'task.commentitem.add')).toBe(1)
    expect(calls(world, 'tasks.task.complete')).toBe(1)
  })
})
