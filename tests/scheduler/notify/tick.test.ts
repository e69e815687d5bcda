import { describe, expect, test } from 'vitest'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { PortalNews } from '../../../src/scheduler/notify/portal-news.ts'
import { sendAll, tick } from '../../../src/scheduler/tick.ts'
import { at, meeting, noDigests, task, wall } from '../rules/people.ts'
import { annasChat, openOffice } from './office.ts'

describe('digests', () => {
  test('the morning one comes at its hour, once, with what is true then', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    office.events = [meeting(501, '2026-11-24 10:00', '2026-11-24 10:30', { title: 'Планёрка отдела' })]
    office.tasks = [task(8, '2026-11-24 12:00', { title: 'Отправить договор' })]
    await office.tickAt('2026-11-24 07:59')
    expect(await office.texts()).toEqual([])
    office.tasks = [...office.tasks, task(9, '2026-11-24 18:00', { title: 'Отчёт за октябрь' })]
    await office.tickAt('2026-11-24 08:00')
    await office.tickAt('2026-11-24 08:01')
    await office.tickAt('2026-11-24 09:00')
    expect(await office.texts()).toEqual([
      [
        '☀️ Доброе утро, Анна. Вторник, 24 ноября.',
        '',
        'Встречи — 1',
        '10:00–10:30 Планёрка отдела',
        '',
        'Срок сегодня — 2 задачи',
        'до 12:00 Отправить договор',
        'до 18:00 Отчёт за октябрь',
      ].join('\n'),
    ])
    expect((await office.messages())[0]?.rows.flat().map(({ label }) => label)).toEqual([
      'Задачи',
      'Расписание',
    ])
  })

  test('an empty one is not sent, and that is settled for the day', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    await office.passTo('2026-11-24 08:05')
    office.tasks = [task(8, '2026-11-24 18:00')]
    await office.passTo('2026-11-24 09:00')
    expect(await office.texts()).toEqual([])
  })

  test('a ticker whose portal was slower than its lease decides nothing of what another has taken over', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    office.tasks = [task(8, '2026-11-24 12:00', { title: 'Отправить договор' })]
    await office.tickAt('2026-11-24 07:59')
    office.clock.set(new Date(at('2026-11-24 08:00')).toISOString())
    const { promise: answered, resolve: answers } = Promise.withResolvers<void>()
    const { promise: asked, resolve: asks } = Promise.withResolvers<void>()
    const news: PortalNews = {
      ...office.deps.news,
      // What it is told is that there is nothing to do on that day.
      async tasks(people) {
        asks()
        await answered
        return new Map(people.map(({ employee }) => [employee, []]))
      },
    }
    const slow = sendAll({ ...office.deps, news })
    await asked
    office.clock.advance(121_000)
    const claimed = await office.store.schedule.claimDue({
      nowMs: office.clock.now(),
      chats: 10,
      leaseMs: 120_000,
    })
    expect(claimed.map(({ key }) => key)).toContain('morning:15:2026-11-24')
    answers()
    expect(await slow).toBe(0)
    expect((await office.rows()).find(({ kind }) => kind === 'morning')).toMatchObject({ state: 'sending' })
    office.clock.advance(120_000)
    await tick(office.deps)
    expect((await office.texts()).join()).toContain('до 12:00 Отправить договор')
    expect(await office.texts()).toHaveLength(1)
  })

  test('a portal that is silent is waited for, and the digest comes late with everything', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    office.tasks = null
    office.events = null
    await office.passTo('2026-11-24 08:20')
    expect(await office.texts()).toEqual([])
    office.tasks = [task(8, '2026-11-24 18:00', { title: 'Отчёт' })]
    office.events = []
    await office.passTo('2026-11-24 08:25')
    expect((await office.texts()).join()).toContain('до 18:00 Отчёт')
  })

  test('six hours of downtime across the morning send nothing stale, and no flood', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    office.tasks = [task(8, '2026-11-24 11:00'), task(9, '2026-11-24 18:00')]
    office.events = [meeting(501, '2026-11-24 10:00', '2026-11-24 10:30')]
    await office.tickAt('2026-11-24 07:00')
    await office.tickAt('2026-11-24 13:00')
    expect(await office.texts()).toEqual([])
  })
})

describe('reminders of meetings', () => {
  test('come as long before as was asked for, with the way in', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [
      meeting(501, '2026-11-24 15:00', '2026-11-24 16:00', { link: 'https://telemost.yandex.ru/j/123456' }),
    ]
    await office.passTo('2026-11-24 14:44')
    expect(await office.texts()).toEqual([])
    await office.passTo('2026-11-24 14:45')
    const [message] = await office.messages()
    expect((await office.texts())[0]?.split('\n')[0]).toBe('⏰ Через 15 минут — «Показ клиенту»')
    expect(message?.rows.flat().map(({ label }) => label)).toEqual([
      'Войти в Телемост',
      'Напомнить за 5\u00A0минут',
    ])
  })

  test('follow a meeting that is moved before its hour, and say so if they had spoken', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.passTo('2026-11-24 14:30')
    office.events = [meeting(501, '2026-11-24 15:30', '2026-11-24 16:30')]
    await office.passTo('2026-11-24 15:16')
    expect((await office.texts()).map((text) => text.split('\n')[0])).toEqual([
      '⏰ Через 15 минут — «Показ клиенту»',
    ])
    office.events = [meeting(501, '2026-11-24 17:00', '2026-11-24 18:00')]
    await office.passTo('2026-11-24 15:25')
    expect((await office.texts()).at(-1)).toContain('📌 Встреча перенесена: «Показ клиенту».')
  })

  test('a meeting that is called off is not reminded of', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.tickAt('2026-11-24 14:44')
    office.events = []
    await office.tickAt('2026-11-24 14:45')
    expect(await office.texts()).toEqual([])
    expect((await office.rows()).filter(({ kind }) => kind === 'event')).toMatchObject([
      { state: 'cancelled', reason: 'deleted' },
    ])
  })

  test('are sent from what is known when the portal is silent', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.passTo('2026-11-24 14:40')
    office.events = null
    office.tasks = null
    await office.passTo('2026-11-24 14:45')
    expect((await office.texts()).join()).toContain('Показ клиенту')
  })
})

describe('reminders of deadlines', () => {
  test('come the day before, with what can be done; not for what is closed or moved meanwhile', async () => {
    await using office = await openOffice('2026-11-23 09:00')
    await office.settings(noDigests)
    const set = { deadlineSetAtMs: at('2026-11-20 09:00') }
    office.tasks = [
      task(8, '2026-11-24 14:00', { title: 'Отчёт за октябрь', ...set }),
      task(9, '2026-11-24 14:05', { title: 'Смета', ...set }),
      task(10, '2026-11-24 14:10', { title: 'Договор', ...set }),
    ]
    await office.tickAt('2026-11-23 13:55')
    office.tasks = office.tasks.flatMap((one) => {
      if (one.id === 9) return [{ ...one, status: 'completed' as const }]
      return one.id === 10 ? [{ ...one, deadline: new Date(at('2026-11-27 12:00')).toISOString() }] : [one]
    })
    await office.passTo('2026-11-23 14:15')
    const texts = await office.texts()
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('📌 Завтра срок: «Отчёт за октябрь»')
    const labels = (await office.messages())[0]?.rows.flat().map(({ label }) => label) ?? []
    expect(labels).toContain('Готово')
    expect(labels).toContain('Перенести срок')
  })
})

describe('a deadline that somebody moves closer', () => {
  test('brings no reminder of the day before, only what comes after', async () => {
    await using office = await openOffice('2026-11-23 09:00')
    await office.settings(noDigests)
    office.tasks = [late('2026-12-04 12:00', '2026-11-01 09:00')]
    await office.passTo('2026-11-23 15:00')
    office.tasks = [late('2026-11-24 12:00', '2026-11-23 15:01')]
    await office.passTo('2026-11-24 07:59')
    expect(await office.texts()).toEqual([])
    await office.passTo('2026-11-24 08:00')
    expect(await office.texts()).toEqual([expect.stringContaining('📌 Сегодня срок')])
  })

  test('is not in the evening either, unless a day is left', async () => {
    await using office = await openOffice('2026-11-23 09:00')
    office.tasks = [late('2026-12-04 12:00', '2026-11-01 09:00')]
    await office.passTo('2026-11-23 15:00')
    office.tasks = [late('2026-11-24 12:00', '2026-11-23 15:01')]
    await office.passTo('2026-11-23 18:05')
    expect((await office.texts()).join()).not.toContain('Завтра срок')
    office.tasks = [{ ...late('2026-11-26 12:00', '2026-11-25 09:00') }]
    await office.passTo('2026-11-25 12:01')
    expect((await office.texts()).at(-1)).toContain('📌 Завтра срок')
  })

  test('does not lose the reminder of one that was known, whatever else is changed', async () => {
    await using office = await openOffice('2026-11-23 06:00')
    await office.settings(noDigests)
    office.tasks = [late('2026-11-24 07:00', '2026-11-01 09:00')]
    await office.passTo('2026-11-23 07:30')
    office.tasks = [late('2026-11-24 07:00', '2026-11-23 07:31')]
    await office.passTo('2026-11-23 08:00')
    expect(await office.texts()).toEqual([expect.stringContaining('📌 Завтра срок')])
  })

  test('moved back to where it was known is reminded of again', async () => {
    await using office = await openOffice('2026-11-23 09:00')
    await office.settings(noDigests)
    office.tasks = [late('2026-11-24 16:00', '2026-11-01 09:00')]
    await office.passTo('2026-11-23 10:00')
    office.tasks = [late('2026-11-27 16:00', '2026-11-23 10:01')]
    await office.passTo('2026-11-23 11:00')
    office.tasks = [late('2026-11-24 16:00', '2026-11-23 11:01')]
    await office.passTo('2026-11-23 16:00')
    expect(await office.texts()).toEqual([expect.stringContaining('📌 Завтра срок')])
  })

  test('after a downtime an old deadline is still told of the day before', async () => {
    await using office = await openOffice('2026-11-22 09:00')
    await office.settings(noDigests)
    office.tasks = [late('2026-11-24 14:00', '2026-11-01 09:00')]
    await office.tickAt('2026-11-23 16:00')
    expect(await office.texts()).toEqual([expect.stringContaining('📌 Завтра срок')])
  })
})

describe('who is told', () => {
  test('nobody who has blocked the bot, paused it, or switched it off', async () => {
    for (const changes of [{ enabled: false }, { pausedUntil: '2026-11-30' }]) {
      await using office = await openOffice('2026-11-24 12:00')
      await office.settings({ ...noDigests, ...changes })
      office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
      await office.passTo('2026-11-24 15:10')
      expect(await office.texts()).toEqual([])
    }
  })

  test('nobody through a chat that is disconnected between planning and sending', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.tickAt('2026-11-24 14:44')
    await office.store.transaction((unit) => unit.links.end(annasChat, 'unlinked', office.clock.now()))
    await office.tickAt('2026-11-24 14:45')
    expect(await office.texts()).toEqual([])
  })

  test('each in their own zone', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    const omsk = toChatId(1_002)
    await office.link(omsk, toPortalUserId(27), 'Asia/Omsk')
    office.tasks = [task(8, '2026-11-24 18:00', { title: 'Отчёт' })]
    await office.passTo('2026-11-24 05:00')
    expect(await office.messages(omsk)).toHaveLength(1)
    expect(await office.texts()).toEqual([])
  })
})

describe('however often, and by however many', () => {
  test('ten ticks at once tell everything once', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.tickAt('2026-11-24 14:44')
    office.clock.advance(60_000)
    await Promise.all(Array.from({ length: 10 }, () => tick(office.deps)))
    expect(await office.texts()).toHaveLength(1)
  })

  test('a clock that is put back ten minutes repeats nothing', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.passTo('2026-11-24 14:46')
    await office.tickAt('2026-11-24 14:36')
    await office.passTo('2026-11-24 14:59')
    expect(await office.texts()).toHaveLength(1)
  })

  test('five hundred people at eight are asked about together, not one by one', async () => {
    await using office = await openOffice('2026-11-23 20:00')
    for (let nth = 1; nth < 500; nth += 1)
      await office.link(toChatId(2_000 + nth), toPortalUserId(1_000 + nth))
    office.tasks = [task(8, '2026-11-24 18:00')]
    await office.tickAt('2026-11-24 07:58')
    const before = { ...office.asked }
    const { sent } = await office.tickAt('2026-11-24 08:00')
    expect(sent).toBe(500)
    expect(office.asked.tasks - before.tasks).toBeLessThanOrEqual(10)
  })

  test('a look at the portal is shared by everybody who is due for one, and not repeated before its time', async () => {
    await using office = await openOffice('2026-11-24 12:00')
    await office.tickAt('2026-11-24 12:00')
    const { tasks } = office.asked
    await office.tickAt('2026-11-24 12:04')
    expect(office.asked.tasks).toBe(tasks)
    await office.tickAt('2026-11-24 12:06')
    expect(office.asked.tasks).toBe(tasks + 1)
  })
})

test('what is planned can be read off: what, when, until when', async () => {
  await using office = await openOffice('2026-11-24 12:00')
  office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
  await office.tickAt('2026-11-24 12:00')
  const planned = (await office.rows()).map(({ kind, dueMs, state }) => [kind, wall(dueMs), state])
  expect(planned).toContainEqual(['event', '2026-11-24 14:45', 'planned'])
  expect(planned).toContainEqual(['evening', '2026-11-24 18:00', 'planned'])
})

/** Made weeks ago, and changed at that moment. */
function late(deadline: string, changed: string) {
  return task(8, deadline, { deadlineSetAtMs: at('2026-11-01 09:00'), changedAtMs: at(changed) })
}
