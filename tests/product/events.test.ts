import { describe, expect, test } from 'vitest'
import { atEventCard, callsOf, eventNamed, eventsNamed, openMeetings } from './event-talk.ts'

describe('a new meeting', () => {
  test('is made with buttons and a few words, with a room of its own', async () => {
    await using meetings = await openMeetings()
    const { world, telemost } = meetings
    const chat = await world.linkedChat()
    await chat.asks('/event', 'Как назовём встречу?')
    await chat.asks('Показ клиенту', 'Когда начало?')
    await chat.clicks('Завтра')
    await chat.sees('Во сколько начало?')
    await chat.asks('в 15', 'Сколько продлится?')
    await chat.clicks('1,5 часа')
    await chat.sees('Кого пригласить?')
    await chat.asks('Соколова', 'Нашёл 2 человека. Кого выбрать?')
    await chat.clicks('Мария Соколова · Бухгалтер')
    await chat.sees('Участники: 1.')
    await chat.asks('Ким', 'Участники: 2.')
    await chat.clicks('Готово')
    await chat.sees('Нужна ссылка на Телемост?')
    await chat.clicks('Создать ссылку')
    await chat.sees('Проверьте встречу')
    const room = telemost.conferences()[0]?.joinUrl ?? 'no room'
    expect(chat.screen()).toBe(
      [
        'Проверьте встречу:',
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:30 · Москва (UTC+3)',
        'Участники: Мария Соколова, Игорь Ким',
        `Ссылка: ${room}`,
        '[Создать]',
        '[Изменить] [✕ Отмена]',
      ].join('\n'),
    )
    const calls = await callsOf(world, async () => {
      await chat.clicks('Создать')
      await chat.sees('✅')
    })
    expect(calls).toEqual(['user.get', 'calendar.event.add', 'calendar.event.getbyid'])
    expect(chat.screen()).toBe(
      [
        '✅ Встреча создана: «Показ клиенту», завтра, вт, 24 ноября, 15:00–16:30 · Москва (UTC+3). Напомню за 15 минут.',
        '[Войти в Телемост]',
        '[Открыть в Битрикс24]',
        '[Ещё встреча]',
      ].join('\n'),
    )
    const event = eventNamed(world, 'Показ клиенту')
    expect(event).toMatchObject({
      ownerId: 15,
      from: '2026-11-24T15:00:00',
      to: '2026-11-24T16:30:00',
      zoneFrom: 'Europe/Moscow',
      allDay: false,
      location: room,
      isMeeting: true,
      meeting: { hostId: 15 },
    })
    expect(event.description).toContain(`[Телемост] ${room}`)
    expect(event.entries.map(({ userId, status }) => [userId, status])).toEqual([
      [15, 'H'],
      [16, 'Q'],
      [27, 'Q'],
    ])
    expect(telemost.conferences()).toHaveLength(1)
  })

  test('of one sentence needs no more than the people and the link', async () => {
    await using meetings = await openMeetings()
    const { world, telemost } = meetings
    const chat = await world.linkedChat()
    await chat.asks('Планёрка склада каждый понедельник 9:00–9:30', 'Что из этого сделать?')
    await chat.clicks('📅 Встреча')
    await chat.sees('Кого пригласить?')
    await chat.clicks('Никого')
    await chat.sees('Нужна ссылка на Телемост?')
    await chat.clicks('Вставить свою')
    await chat.sees('Пришлите ссылку')
    await chat.asks('https://example.com/j/1', 'Это не похоже на ссылку Телемоста.')
    await chat.asks('Вот: https://telemost.yandex.ru/j/12345678901234', 'Проверьте встречу')
    expect(chat.screen()).toContain(
      'Планёрка склада\nкаждый понедельник; в первый раз пн, 30 ноября, 09:00–09:30 · Москва (UTC+3)\nСсылка: https://telemost.yandex.ru/j/12345678901234\n',
    )
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(eventNamed(world, 'Планёрка склада')).toMatchObject({
      rule: { frequency: 'WEEKLY', interval: 1, weekdays: ['MO'] },
      from: '2026-11-30T09:00:00',
      isMeeting: false,
    })
    expect(telemost.conferences()).toEqual([])
  })

  test('of a whole day, alone and without a link', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await chat.asks('/event Инвентаризация в пятницу', 'Во сколько начало?')
    await chat.clicks('Весь день')
    await chat.sees('Кого пригласить?')
    await chat.asks('никого', 'Нужна ссылка')
    await chat.asks('без ссылки', 'пт, 27 ноября, весь день')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(eventNamed(world, 'Инвентаризация')).toMatchObject({
      allDay: true,
      from: '2026-11-27T00:00:00',
      to: '2026-11-27T00:00:00',
    })
    await chat.asks('/schedule неделя', 'Ближайшие 7 дней')
    await chat.clicks('›')
    await chat.sees('12. весь день Инвентаризация')
  })

  test('is in the zone of whoever makes it', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    world.portal.changeEmployee(15, { timeZone: 'Asia/Vladivostok' })
    const chat = await world.linkedChat()
    await chat.asks('/event Созвон завтра 9:00–9:30', 'Кого пригласить?')
    await chat.asks('никого', 'Нужна ссылка')
    await chat.asks('без ссылки', 'завтра, вт, 24 ноября, 09:00–09:30 · Владивосток (UTC+10)')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(eventNamed(world, 'Созвон')).toMatchObject({
      from: '2026-11-24T09:00:00',
      zoneFrom: 'Asia/Vladivostok',
    })
  })

  test('warns of who is busy without a word of what with, and another time can be named', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await chat.asks('/event Сверка завтра 10:00–10:30', 'Кого пригласить?')
    await chat.asks('Ким', 'Участники: 1.')
    await chat.asks('Пётр Иванов', 'Участники: 2.')
    await chat.clicks('Готово')
    await chat.sees('В это время заняты: Игорь Ким. Всё равно назначить?')
    await chat.clicks('Другое время')
    await chat.sees('Когда начало?')
    await chat.asks('завтра 16:00–16:30', 'Нужна ссылка')
    await chat.asks('без ссылки', 'Участники: Игорь Ким, Пётр Иванов')
    expect(chat.transcript().join('\n')).not.toContain('Планёрка отдела продаж')
    expect(await world.logText()).not.toContain('Планёрка отдела продаж')
  })

  test('speaks English with whoever speaks it, and a command in the middle leads back', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat('john')
    await chat.asks('/event Review tomorrow at 10:00', 'How long will it take?')
    await chat.asks('/task', 'You are in the middle of “New meeting”')
    await chat.clicks('Switch')
    await chat.sees('What needs doing?')
    await chat.asks('/cancel', 'How long will it take?')
    await chat.asks('until 11:15', 'Whom to invite?')
    await chat.clicks('Nobody')
    await chat.sees('Is a Telemost link needed?')
    await chat.clicks('No link')
    await chat.sees('Check the meeting')
    expect(chat.screen()).toContain(
      'Review\ntomorrow, Tue 24 November, 10:00–11:15 · Moscow (UTC+3)\n[Create]',
    )
    await chat.clicks('Create')
    await chat.sees('✅ Meeting created: “Review”')
    await chat.asks('/schedule tomorrow', 'Tomorrow: ')
    expect(chat.screen()).toContain('10:00–11:15 Review')
  })
})

describe('whose meeting it is', () => {
  test('where the portal makes the assistant the organiser, that is said', async () => {
    await using meetings = await openMeetings({ modes: { eventOrganiser: 'webhook' } })
    const { world } = meetings
    const chat = await world.linkedChat()
    await atEventCard(chat)
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(chat.screen()).toContain('Организатором в Битрикс24 указан «Помощник», вы — участник.')
    const event = eventNamed(world, 'Показ клиенту')
    expect(event.meeting.hostId).toBe(1)
    expect(event.description).toContain('Организатор: Анна Петрова')
  })

  test('it is made in one’s own calendar, whatever was typed', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat('igor')
    await chat.asks('/event host:2 ownerId=2 [b]Сбор[/b] завтра 15:00–16:00', 'Кого пригласить?')
    await chat.asks('никого', 'Нужна ссылка')
    await chat.asks('без ссылки', 'Проверьте встречу')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(world.portal.events().at(-1)).toMatchObject({ ownerId: 27, isMeeting: false })
  })

  test('somebody dismissed before the confirmation is not invited', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await atEventCard(chat)
    world.portal.dismiss(27)
    await chat.clicks('Создать')
    await chat.sees('Пригласить больше нельзя: Игорь Ким')
    expect(eventsNamed(world, 'Показ клиенту')).toBe(0)
  })

  test('whoever was dismissed themselves makes nothing any more', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await atEventCard(chat)
    world.portal.dismiss(15)
    world.pass(20 * 60_000)
    await chat.clicks('Создать')
    await chat.sees('Доступ закрыт')
    expect(eventsNamed(world, 'Показ клиенту')).toBe(0)
  })
})
