import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { callsOf, eventNamed, eventsNamed, openEvent, openMeetings, shows } from './event-talk.ts'
import { quoted } from './reminder-talk.ts'

const demo = 'Показ для ООО «Вектор»'
const standUp = 'Планёрка отдела продаж'

describe('from the card', () => {
  const hosts = [
    {},
    { hostOnUpdate: 'ignored' },
    { eventUpdateDenied: 'string', zoneOnUpdate: 'kept' },
  ] as const
  test.each(hosts)('a meeting is moved, after a look at what it was: %j', async (modes) => {
    await using world = await openWorld({ modes })
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Время')
    await chat.asks('завтра в 16', 'Перенести встречу?')
    expect(chat.screen()).toBe(
      [
        'Перенести встречу?',
        demo,
        'Было: сегодня, пн, 23 ноября, 15:00–16:00',
        'Станет: завтра, вт, 24 ноября, 16:00–17:00 · Москва (UTC+3)',
        'Участники: Анна Петрова, Ольга Белова, Пётр Иванов',
        // All that day, at an event she is busy with.
        'В это время заняты: Ольга Белова',
        '[Перенести]',
        '[Изменить] [✕ Отмена]',
      ].join('\n'),
    )
    const calls = await callsOf(world, async () => {
      await shows(world, () => chat.clicks('Перенести'))
      await chat.sees('Сегодня — 2 события')
    })
    expect(calls).toEqual(['calendar.event.getbyid', 'calendar.event.update', 'calendar.event.get'])
    expect(chat.transcript().at(-2)).toBe(
      `бот: ✅ Встреча перенесена: ${quoted(demo)}. Стало: завтра, вт, 24 ноября, 16:00–17:00 · Москва (UTC+3).`,
    )
    expect(eventNamed(world, demo)).toMatchObject({
      from: '2026-11-24T16:00:00',
      to: '2026-11-24T17:00:00',
      meeting: { hostId: 15 },
      importance: 'high',
      location: 'https://telemost.yandex.ru/j/73304418295561',
    })
    expect(eventNamed(world, demo).entries.map(({ userId }) => userId)).toEqual([15, 7, 31])
  })

  test('a meeting is renamed, with everything else as it was', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const before = eventNamed(world, demo)
    await changing(world, chat, 'сегодня', demo, 'Название')
    await chat.asks('Показ «Вектору»', 'Переименовать встречу?')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Показ «Вектору»')
    const { name, from, to, location, description, entries, importance } = eventNamed(
      world,
      'Показ «Вектору»',
    )
    expect({ name, from, to, location, description, importance }).toEqual({
      name: 'Показ «Вектору»',
      from: before.from,
      to: before.to,
      location: before.location,
      description: before.description,
      importance: before.importance,
    })
    expect(entries.map(({ userId, status }) => [userId, status])).toEqual(
      before.entries.map(({ userId, status }) => [userId, status]),
    )
  })

  test('people are taken out and invited', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Участников')
    await chat.clicks('✕ Пётр Иванов')
    await chat.sees('Участники, кроме вас: 1.')
    await chat.asks('Ким', 'Участники, кроме вас: 2.')
    await chat.clicks('Готово')
    await chat.sees('Кроме вас: Ольга Белова, Игорь Ким')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    expect(eventNamed(world, demo).entries.map(({ userId }) => userId)).toEqual([15, 7, 27])
  })

  test('the link is made anew, or taken away, in the place and in the description', async () => {
    await using meetings = await openMeetings()
    const { world, telemost } = meetings
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Ссылку')
    await chat.clicks('Создать ссылку')
    await chat.sees('Изменить ссылку?')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    const room = telemost.conferences()[0]?.joinUrl ?? 'no room'
    expect(eventNamed(world, demo).location).toBe(room)
    expect(eventNamed(world, demo).description).toContain(`[Телемост] ${room}`)
    await changing(world, chat, 'сегодня', demo, 'Ссылку')
    await chat.clicks('Убрать ссылку')
    await chat.sees('Ссылка: убрать')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    expect(eventNamed(world, demo).location).toBe('')
    expect(eventNamed(world, demo).description).not.toContain('Телемост')
  })

  test('the description is written anew, or taken away, and the way into the call stays', async () => {
    await using meetings = await openMeetings()
    const { world, telemost } = meetings
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Ссылку')
    await chat.clicks('Создать ссылку')
    await chat.sees('Изменить ссылку?')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    const before = eventNamed(world, demo)
    const link = `[Телемост] ${telemost.conferences()[0]?.joinUrl}`

    await changing(world, chat, 'сегодня', demo, 'Описание')
    expect(chat.screen()).toContain('Новое описание? Ссылка на Телемост останется.')
    await chat.asks('Взять [b]смету[/b]\n[Телемост] https://evil.example/j/1', 'Изменить описание?')
    expect(chat.screen()).toContain('Станет: Взять [b]смету[/b]')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    expect(chat.transcript().at(-2)).toBe(`бот: ✅ Описание встречи ${quoted(demo)} изменено.`)
    const changed = eventNamed(world, demo)
    expect(changed.description).toBe(
      `${link}\n\nВзять ［b］смету［/b］\n［Телемост］ https://evil.example/j/1`,
    )
    const { name, from, to, location, entries, importance } = before
    expect(changed).toMatchObject({ name, from, to, location, entries, importance })

    await changing(world, chat, 'сегодня', demo, 'Описание')
    await chat.clicks('Без описания')
    await chat.sees('Станет: без описания')
    expect(chat.screen()).toContain('Было: Взять ［b］смету［/b］')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Сегодня — ')
    expect(chat.transcript().at(-2)).toBe(`бот: ✅ Описание встречи ${quoted(demo)} убрано.`)
    expect(eventNamed(world, demo).description).toBe(link)
  })

  test('a meeting is called off after a question, and is gone from the schedule', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Отменить встречу')
    await chat.sees('Отменить встречу?')
    await shows(world, () => chat.clicks('Оставить'))
    await chat.sees('Сегодня — 3 события')
    await changing(world, chat, 'сегодня', demo, 'Отменить встречу')
    await shows(world, () => chat.clicks('Отменить встречу'))
    await chat.sees('Сегодня — 2 события')
    expect(chat.transcript().at(-2)).toContain('бот: ✅ Встреча отменена')
    expect(eventsNamed(world, demo)).toBe(0)
  })

  test('of a series only the one that was opened changes, or goes', async () => {
    await using world = await openWorld()
    const id = world.portal.addEvent({
      ownerId: 15,
      name: 'Сверка',
      from: '2026-11-23T11:00:00',
      to: '2026-11-23T11:30:00',
      rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: null, count: null },
      attendees: [27],
    })
    const chat = await world.linkedChat()
    await changing(world, chat, 'завтра', 'Сверка', 'Время')
    await chat.asks('завтра в 14', 'Станет: завтра, вт, 24 ноября, 14:00–14:30')
    await shows(world, () => chat.clicks('Перенести'))
    await chat.sees('14:00–14:30 Сверка')
    await chat.asks('/schedule неделя', 'Ближайшие 7 дней')
    expect(chat.screen()).toContain('11:00–11:30 Сверка')
    await changing(world, chat, 'week', 'Сверка', 'Отменить встречу')
    await shows(world, () => chat.clicks('Отменить встречу'))
    await chat.sees('Ближайшие 7 дней')
    expect(world.portal.events().find((one) => one.id === id)?.exceptDays).toHaveLength(2)
    await changing(world, chat, 'week', '11:00–11:30 Сверка', 'Описание')
    await chat.asks('Только в этот раз', 'Изменить описание?')
    await shows(world, () => chat.clicks('Сохранить'))
    await chat.sees('Ближайшие 7 дней')
    const series = world.portal.events().find((one) => one.id === id)
    expect(series).toMatchObject({ name: 'Сверка', description: '' })
    expect(series?.exceptDays).toHaveLength(3)
    expect(eventNamed(world, 'Сверка')).toMatchObject({ description: 'Только в этот раз', rule: null })
  })

  test('a series as a whole is left to the portal, before anything is asked', async () => {
    await using world = await openWorld()
    const id = world.portal.addEvent({
      ownerId: 15,
      name: 'Сверка',
      from: '2026-11-23T11:00:00',
      to: '2026-11-23T11:30:00',
      rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: null, count: null },
    })
    const chat = await world.linkedChat()
    const calls = await callsOf(world, () =>
      chat.asks(
        `/event_update ${id}`,
        'Это повторяющаяся встреча. Один её раз можно изменить отсюда: откройте его через /schedule week. Всю серию — в Битрикс24.',
      ),
    )
    expect(chat.buttons()).toEqual([])
    expect(calls).toEqual(['calendar.event.getbyid'])
    expect(eventNamed(world, 'Сверка')).toMatchObject({ id, exceptDays: [] })
  })
})

describe('whose it is to change', () => {
  test('only its host’s: a guest is told who that is', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openEvent(world, chat, 'завтра', standUp)
    expect(chat.buttons().flat()).not.toContain('Изменить')
    const { id } = eventNamed(world, 'Согласование договора с «Вектором»')
    await chat.asks(
      `/event_update ${ownEntry(world, id, 15)}`,
      'Изменить встречу может только организатор — Пётр Иванов.',
    )
  })

  test('one that is not there and one of strangers are told of alike', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    const foreign = eventNamed(world, 'Время для звонков клиентам').id
    const answers: string[] = []
    for (const id of [foreign, 999_999]) {
      await chat.asks(`/event_update ${id}`, 'Не нашёл такую встречу среди доступных вам.')
      answers.push(chat.screen())
    }
    expect(answers[0]).toBe(answers[1])
  })

  test('a private event is left to the portal', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = eventNamed(world, 'Приём у врача')
    await chat.asks(`/event_update ${id}`, 'Эту встречу отсюда изменить нельзя — откройте её в Битрикс24.')
    expect(chat.buttons()).toEqual([])
  })

  test('a colleague’s button changes nothing in another chat', async () => {
    await using world = await openWorld()
    const anna = await world.linkedChat()
    const igor = await world.linkedChat('igor')
    await changing(world, anna, 'сегодня', demo, 'Отменить встречу')
    await anna.sees('Отменить встречу?')
    const stolen = anna.person
      .messages()
      .flatMap(({ buttons }) => buttons.flat())
      .find(({ label }) => label === 'Отменить встречу')?.act
    if (stolen?.type !== 'callback') throw new Error('No button to steal')
    await igor.person.press({ messageId: igor.person.lastFromBot()?.messageId ?? 0, data: stolen.data })
    await world.settled()
    expect(eventsNamed(world, demo)).toBe(1)
  })

  test('a meeting that changed hands between card and press stays as it is', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await changing(world, chat, 'сегодня', demo, 'Отменить встречу')
    await chat.sees('Отменить встречу?')
    world.portal.dismiss(15)
    world.pass(20 * 60_000)
    await shows(world, () => chat.clicks('Отменить встречу'))
    await chat.sees('Доступ закрыт')
    expect(eventsNamed(world, demo)).toBe(1)
  })
})

test('a change whose answer was lost is looked for', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await changing(world, chat, 'сегодня', demo, 'Название')
  await chat.asks('Показ', 'Переименовать встречу?')
  world.portal.fault({ kind: 'apply-then-cut', method: 'calendar.event.update', times: 1 })
  await chat.clicks('Сохранить')
  await world.passUntil(60_000, () => chat.screen().includes('Сегодня — '))
  expect(chat.transcript().at(-2)).toBe('бот: ✅ Встреча теперь называется «Показ».')
  await changing(world, chat, 'сегодня', 'Показ', 'Отменить встречу')
  world.portal.fault({ kind: 'apply-then-cut', method: 'calendar.event.delete', times: 1 })
  await chat.clicks('Отменить встречу')
  await world.passUntil(60_000, () => chat.screen().includes('Сегодня — 2'))
  expect(eventsNamed(world, 'Показ')).toBe(0)
})

/** Opens an event of these days, and what is to be changed about it. */
async function changing(
  world: World,
  chat: ChatClient,
  days: string,
  title: string,
  what: string,
): Promise<void> {
  await openEvent(world, chat, days, title)
  await shows(world, () => chat.clicks('Изменить'))
  await shows(world, () => chat.clicks(what))
}

/** The entry of a meeting in somebody's own calendar. */
function ownEntry(world: World, id: number, user: number): number {
  const event = world.portal.events().find((one) => one.id === id)
  return event?.entries.find(({ userId }) => userId === user)?.id ?? 0
}
