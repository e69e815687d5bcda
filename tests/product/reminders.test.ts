/** Reminders over real HTTP: of meetings and deadlines, of what was moved and called off, and what their buttons do. */
import { describe, expect, test } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import type { World } from '../support/world.ts'
import { eventBody } from '../adapters/hooks/portal-event.ts'
import { freePort } from '../support/free-port.ts'
import {
  anotherTicker,
  at,
  callOff,
  came,
  contract,
  demo,
  quoted,
  does,
  goOnTo,
  messageWith,
  moscow,
  moveMeeting,
  openTicking,
  ownTask,
  pressOn,
  taskNamed,
  withoutDigests,
} from './reminder-talk.ts'

const heads = (texts: readonly string[]) => texts.map((text) => text.split('\n')[0])

describe('before a meeting', () => {
  test('an important one is told of an hour and a quarter of an hour before, with the way in', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    expect(await came(chat, () => goOnTo(world, '2026-11-23 13:59', 20))).toEqual([])
    expect(await came(chat, () => at(world, '2026-11-23 14:00'))).toEqual([
      `⏰ Через час — важная встреча ${quoted(demo)}\n15:00–16:00\nУчастники: Ольга Белова, Пётр Иванов`,
    ])
    expect(await came(chat, () => goOnTo(world, '2026-11-23 14:44', 20))).toEqual([])
    expect(await came(chat, () => at(world, '2026-11-23 14:45'))).toEqual([
      `⏰ Через 15 минут — ${quoted(demo)}\n15:00–16:00\nУчастники: Ольга Белова, Пётр Иванов`,
    ])
    const { buttons, labels } = messageWith(chat, 'Через 15 минут')
    expect(labels).toEqual(['Войти в Телемост', 'Напомнить за 5 минут'])
    expect(buttons[0]?.act).toEqual({ type: 'url', url: 'https://telemost.yandex.ru/j/73304418295561' })
    expect(await came(chat, () => goOnTo(world, '2026-11-23 15:30', 5))).toEqual([])
  })

  test('«Напомнить за 5 минут» brings it once more, and the message says when', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-23 14:45')
    await pressOn(world, chat, 'Через 15 минут', 'Напомнить за 5 минут')
    expect(messageWith(chat, 'Напомню в 14:55.').labels).toEqual([])
    expect(await came(chat, () => at(world, '2026-11-23 14:54'))).toEqual([])
    expect(heads(await came(chat, () => at(world, '2026-11-23 14:55')))).toEqual([
      `⏰ Через 5 минут — ${quoted(demo)}`,
    ])
    expect(await came(chat, () => goOnTo(world, '2026-11-23 15:30'))).toEqual([])
  })

  test('what a colleague moves after it was mentioned is said, once, and reminded of anew', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-23 14:45')
    await moveMeeting(world, demo, '2026-11-23 17:00', '2026-11-23 18:00')
    expect(await came(chat, () => goOnTo(world, '2026-11-23 16:40'))).toEqual([
      `📌 Встреча перенесена: ${quoted(demo)}. Было: сегодня, 15:00. Стало: сегодня, 17:00–18:00.`,
      expect.stringContaining('важная встреча'),
    ])
    expect(heads(await came(chat, () => at(world, '2026-11-23 16:45')))[0]).toContain('⏰ Через 15 минут')
  })

  test('what is called off after it was mentioned is said, before that not a word', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-23 14:00')
    await callOff(world, demo)
    await callOff(world, 'Время для звонков клиентам')
    expect(await came(chat, () => goOnTo(world, '2026-11-23 17:30'))).toEqual([
      `📌 Встреча отменена: ${quoted(demo)}, сегодня, 15:00.`,
    ])
  })

  test('a meeting the person moves here themselves is not announced to them', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-23 14:45')
    await does(
      world,
      () => chat.says('/schedule сегодня'),
      () => chat.clicks(numberOf(chat, demo)),
      () => chat.clicks('Изменить'),
      () => chat.clicks('Время'),
      () => chat.says('сегодня в 17'),
      () => chat.clicks('Перенести'),
    )
    expect(chat.transcript().join('\n')).toContain('✅ Встреча перенесена')
    expect((await came(chat, () => goOnTo(world, '2026-11-23 16:40'))).join()).not.toContain('📌')
    expect(heads(await came(chat, () => at(world, '2026-11-23 16:45'))).join()).toContain('⏰ Через')
  })

  test('one that repeats keeps its hour on the clock across the change to summer time', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await does(
      world,
      () => chat.says('/notifications'),
      () => chat.clicks('Часовой пояс'),
      () => chat.says('Берлин'),
    )
    await does(world, () => chat.says('/event Сверка с Берлином каждый понедельник 11:00–11:30'))
    await does(
      world,
      () => chat.clicks('Никого'),
      () => chat.clicks('Без ссылки'),
      () => chat.clicks('Создать'),
    )
    const told = ['⏰ Через 15 минут — «Сверка с Берлином»\n11:00–11:30']
    // 11:00 in Berlin is 13:00 in Moscow until Sunday, 28 March 2027, and 12:00 from then on.
    await at(world, '2027-03-22 12:30')
    expect(await came(chat, () => at(world, '2027-03-22 12:45'))).toEqual(told)
    await at(world, '2027-03-29 11:30')
    expect(await came(chat, () => at(world, '2027-03-29 11:45'))).toEqual(told)
    expect(await came(chat, () => goOnTo(world, '2027-03-29 13:30', 15))).toEqual([])
  })

  test('a restart in the very minute repeats nothing, and two programs tell it once', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await using second = await anotherTicker(world)
    const texts = await came(chat, async () => {
      for (const moment of ['2026-11-23 14:00', '2026-11-23 14:01', '2026-11-23 14:45', '2026-11-23 14:46']) {
        world.pass(moscow(moment) - world.clock.now())
        second.dispatcher.nudge()
        await Promise.all([world.settled(), second.dispatcher.drained()])
        await world.restart()
        await Promise.all([world.settled(), second.dispatcher.drained()])
      }
    })
    expect(texts).toHaveLength(2)
  })

  test('with the portal’s hints a change is told of at once, and a look may be asked for over HTTP', async () => {
    const port = await freePort()
    const secret = 'a-secret-of-at-least-thirty-two-bytes'
    await using world = await openTicking({
      env: {
        HTTP_LISTEN: `127.0.0.1:${port}`,
        BITRIX24_EVENT_TOKEN: 'jvh98mno2kqr4stu',
        TICK_SECRET: secret,
      },
    })
    const chat = await world.linkedChat()
    await at(world, '2026-11-23 14:45')
    await moveMeeting(world, demo, '2026-11-23 17:00', '2026-11-23 18:00')
    const body = eventBody('ONCALENDARENTRYUPDATE', {
      'data[id]': '1',
      'auth[application_token]': 'jvh98mno2kqr4stu',
      'auth[domain]': 'undefined',
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const told = await fetch(`http://127.0.0.1:${port}/bitrix24/events`, { method: 'POST', headers, body })
    expect(told.status).toBe(200)
    // The clock stands still: it is no regular look that finds it.
    await chat.sees('📌 Встреча перенесена')
    const tick = `http://127.0.0.1:${port}/tick`
    const authorization = `Bearer ${secret}`
    const response = await fetch(tick, { method: 'POST', headers: { authorization } })
    expect(await response.json()).toMatchObject({ sent: 0 })
    expect((await fetch(tick, { method: 'POST' })).status).toBe(403)
  })
})

describe('of deadlines', () => {
  test('the day before, on the day, and when it has passed', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await withoutDigests(world, chat)
    ownTask(world, 'Отчёт за октябрь', '2026-11-25 14:00')
    const texts = await came(chat, async () => {
      await goOnTo(world, '2026-11-24 14:00', 60)
      await goOnTo(world, '2026-11-25 08:00', 120)
      await goOnTo(world, '2026-11-25 18:00', 120)
      await goOnTo(world, '2026-11-26 18:00', 240)
    })
    const own = texts.filter((text) => text.includes('Отчёт за октябрь'))
    expect(heads(own)).toEqual([
      '📌 Завтра срок: «Отчёт за октябрь»',
      '📌 Сегодня срок: «Отчёт за октябрь» — до 14:00.',
      '⚠️ Срок прошёл: «Отчёт за октябрь» — сегодня в 14:00.',
    ])
  })

  test('none for a task that was made today for tomorrow', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await withoutDigests(world, chat)
    await at(world, '2026-11-23 16:00')
    await does(
      world,
      () => chat.says('/task Позвонить в банк'),
      () => chat.says('я'),
      () => chat.says('завтра в 15'),
      () => chat.says('пропустить'),
      () => chat.clicks('Создать'),
    )
    expect(taskNamed(world, 'Позвонить в банк').deadlineMs).toBe(moscow('2026-11-24 15:00'))
    const texts = await came(chat, () => goOnTo(world, '2026-11-23 23:00', 10))
    expect(texts.join()).not.toContain('Позвонить в банк')
    const morning = await came(chat, () => at(world, '2026-11-24 08:00'))
    expect(morning.join()).toContain('📌 Сегодня срок: «Позвонить в банк»')
  })

  test('late at night they make no sound', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await withoutDigests(world, chat)
    world.portal.addEvent({
      ownerId: 15,
      name: 'Созвон с Владивостоком',
      from: '2026-11-23T23:30:00',
      to: '2026-11-24T00:30:00',
    })
    await at(world, '2026-11-23 23:15')
    const sent = world.telegram.calls.findLast(({ method }) => method === 'sendMessage')
    expect(sent?.params['disable_notification']).toBe(true)
    expect(chat.screen()).toContain('Созвон с Владивостоком')
  })
})

describe('what can be done from a reminder', () => {
  test('«Готово» closes the task, and the reminder says so instead of what it said', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    expect(messageWith(chat, reminder).labels).toEqual(
      expect.arrayContaining([
        'Готово',
        'Открыть',
        'Напомнить завтра утром',
        'Напомнить позже',
        'Перенести срок',
      ]),
    )
    const { messageId } = messageWith(chat, reminder)
    const texts = await came(chat, () => pressOn(world, chat, reminder, 'Готово'))
    expect(texts).toEqual([])
    expect(messageWith(chat, '✅ Готово: «Отчёт за октябрь».').messageId).toBe(messageId)
    expect(taskNamed(world, 'Отчёт за октябрь').status).toBe(5)
    expect(await came(chat, () => goOnTo(world, '2026-11-25 18:30', 120))).not.toContain(
      expect.stringContaining('Отчёт'),
    )
  })

  test('pressed twice it is done once', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    const { messageId } = messageWith(chat, reminder)
    const before = world.portal.requests.length
    await Promise.all([1, 2, 3].map(() => chat.person.press({ messageId, label: 'Готово' })))
    await world.settled()
    expect(messageWith(chat, '✅ Готово').messageId).toBe(messageId)
    const closings = world.portal.requests
      .slice(before)
      .filter(({ method }) => /complete|task\.update/.test(method))
    expect(closings).toHaveLength(1)
  })

  test('after a colleague closed it, who and when is said', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    world.portal.changeTask(taskNamed(world, 'Отчёт за октябрь').id, {
      status: 5,
      closedBy: 7,
      auditors: [7],
      closedAtMs: moscow('2026-11-24 14:30'),
    })
    await at(world, '2026-11-24 15:00')
    await pressOn(world, chat, reminder, 'Готово')
    expect(chat.transcript().join('\n')).toContain('Эта задача уже закрыта: Ольга Белова, сегодня, 14:30.')
  })

  test('from another chat a stolen button does nothing', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    const igor = await world.linkedChat('igor')
    const act = messageWith(chat, reminder).buttons.find(({ label }) => label === 'Готово')?.act
    if (act?.type !== 'callback') throw new Error('No button to steal')
    const messageId = igor.person.lastFromBot()?.messageId ?? 0
    await igor.person.press({ messageId, data: act.data })
    await world.settled()
    expect(taskNamed(world, 'Отчёт за октябрь').status).toBe(2)
    expect(igor.transcript().join('\n')).not.toContain('Отчёт за октябрь')
  })

  test('weeks later a button says that it is out of date, or does what it says; never anything else', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    await at(world, '2027-01-20 12:00')
    const { toast } = await pressOn(world, chat, reminder, 'Напомнить завтра утром')
    expect([toast ?? '', chat.transcript().at(-1) ?? ''].join('\n')).toMatch(/Кнопка устарела/)
  })

  test('«Напомнить позже» offers what makes sense; the one that is chosen comes', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    const { messageId } = messageWith(chat, reminder)
    await pressOn(world, chat, reminder, 'Напомнить позже')
    const menu = messageWith(chat, 'Когда напомнить ещё раз?')
    expect(menu.messageId).toBe(messageId)
    expect(menu.labels).toEqual(
      expect.arrayContaining(['Через 10 минут', 'Через час', 'Завтра утром', 'Другое время']),
    )
    await pressOn(world, chat, 'Когда напомнить ещё раз?', 'Через 10 минут')
    expect(messageWith(chat, 'Напомню в 14:10.').messageId).toBe(messageId)
    expect(await came(chat, () => at(world, '2026-11-24 14:09'))).toEqual([])
    expect(heads(await came(chat, () => at(world, '2026-11-24 14:11')))).toEqual([reminder])
  })

  test('a time of their own may be typed; what is past or too far is asked for again', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    await pressOn(world, chat, reminder, 'Напомнить позже')
    await pressOn(world, chat, 'Когда напомнить ещё раз?', 'Другое время')
    expect(chat.transcript().join('\n')).toContain('Когда напомнить? Например')
    await does(world, () => chat.says('через полгода'))
    expect(chat.transcript().join('\n')).toContain('Это дальше месяца')
    await does(world, () => chat.says('в 16:05'))
    expect(chat.transcript().join('\n')).toContain(
      'Напомню — сегодня, вт, 24 ноября, 16:05 · Москва (UTC+3).',
    )
    expect(heads(await came(chat, () => at(world, '2026-11-24 16:05')))).toEqual([reminder])
  })

  test('«Напомнить завтра утром» is not «Перенести срок»: the deadline stays', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    await pressOn(world, chat, reminder, 'Напомнить завтра утром')
    expect(messageWith(chat, 'Напомню').text).toContain('8:00')
    expect(taskNamed(world, 'Отчёт за октябрь').deadlineMs).toBe(deadlineMs)
    expect((await came(chat, () => at(world, '2026-11-25 08:00'))).join()).toContain('Отчёт за октябрь')
  })

  test('what is snoozed and then closed does not come', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    await pressOn(world, chat, reminder, 'Напомнить завтра утром')
    world.portal.changeTask(taskNamed(world, 'Отчёт за октябрь').id, { status: 5, closedBy: 15 })
    expect((await came(chat, () => goOnTo(world, '2026-11-25 09:00', 120))).join()).not.toContain('Отчёт')
  })

  test('«Перенести срок» asks for the new one, says what it is, and takes it back at a press', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    const { messageId } = messageWith(chat, reminder)
    await pressOn(world, chat, reminder, 'Перенести срок')
    expect(messageWith(chat, 'Какой новый срок?').messageId).toBe(messageId)
    await does(world, () => chat.says('в пятницу в 18'))
    expect(taskNamed(world, 'Отчёт за октябрь').deadlineMs).toBe(moscow('2026-11-27 18:00'))
    expect(chat.transcript().join('\n')).toContain(
      'Срок «Отчёт за октябрь» — теперь пт, 27 ноября, 18:00 · Москва (UTC+3).',
    )
    await pressOn(world, chat, 'Срок «Отчёт за октябрь» — теперь', 'Вернуть прежний')
    expect(taskNamed(world, 'Отчёт за октябрь').deadlineMs).toBe(deadlineMs)
  })

  test('whoever may not move a deadline is told who may', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await withoutDigests(world, chat)
    world.portal.changeTask(taskNamed(world, 'Обновить прайс-лист').id, { status: 5, closedBy: 7 })
    await at(world, '2026-11-23 18:00')
    await pressOn(world, chat, quoted(contract), 'Перенести срок')
    await does(world, () => chat.says('завтра'))
    expect(chat.transcript().join('\n')).toContain(
      'У вас нет права переносить срок этой задачи. Его может изменить постановщик — Ольга Белова.',
    )
    expect(taskNamed(world, contract).deadlineMs).toBe(moscow('2026-11-23 18:00'))
  })

  test('in the middle of something else, that goes on afterwards where it was', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await withoutDigests(world, chat)
    ownTask(world, 'Отчёт за октябрь', '2026-11-25 14:00')
    await at(world, '2026-11-24 13:59')
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    expect(heads(await came(chat, () => at(world, '2026-11-24 14:00')))).toEqual([reminder])
    await pressOn(world, chat, reminder, 'Перенести срок')
    await does(world, () => chat.says('в пятницу в 18'))
    expect(taskNamed(world, 'Отчёт за октябрь').deadlineMs).toBe(moscow('2026-11-27 18:00'))
    expect(chat.screen()).toContain('Кто исполнитель?')
    await chat.asks('я', 'К какому сроку?')
  })

  test('with the portal away a press says so, and does it when pressed again', async () => {
    await using world = await openTicking()
    const chat = await reminded(world)
    await world.gate.shut()
    await chat.clicks('Готово')
    await world.passUntil(120_000, () => chat.transcript().join('\n').includes('Битрикс24'))
    await world.passUntil(120_000, () => /не отвечает|Не удалось/.test(chat.transcript().join('\n')))
    await world.gate.reopen()
    expect(taskNamed(world, 'Отчёт за октябрь').status).toBe(2)
  })
})

const reminder = '📌 Завтра срок: «Отчёт за октябрь»'
const deadlineMs = moscow('2026-11-25 14:00')

/** Анна Петрова on Tuesday at two, when she has just been told of a deadline of tomorrow at two. */
async function reminded(world: World): Promise<ChatClient> {
  const chat = await world.linkedChat()
  await withoutDigests(world, chat)
  ownTask(world, 'Отчёт за октябрь', '2026-11-25 14:00')
  await at(world, '2026-11-24 13:55')
  const texts = await came(chat, () => at(world, '2026-11-24 14:00'))
  expect(heads(texts)).toEqual([reminder])
  return chat
}

function numberOf(chat: ChatClient, title: string): string {
  const line = chat
    .screen()
    .split('\n')
    .find((one) => one.includes(title))
  return /^(\d+)\./.exec(line ?? '')?.[1] ?? '?'
}
