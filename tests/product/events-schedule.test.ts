import { describe, expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { callsOf, openEvent, shows } from './event-talk.ts'

/** What Анна has this Monday and on the Tuesday after, as the portal was seeded. */
const today = [
  'Сегодня — 3 события',
  '',
  'Пн, 23 ноября',
  '1. 10:00–10:30 Планёрка отдела продаж · Телемост',
  '2. 15:00–16:00 Показ для ООО «Вектор» · Телемост',
  '3. 17:00–18:00 Время для звонков клиентам',
  '[1] [2] [3]',
  '[Завтра] [Неделя] [Другой день]',
  '[➕ Встреча]',
].join('\n')
const tomorrow = [
  'Завтра — 4 события',
  '',
  'Вт, 24 ноября',
  '1. весь день День открытых дверей',
  '2. 10:00–10:30 Планёрка отдела продаж · Телемост',
  '3. 12:00–12:45 Согласование договора с «Вектором» · нет ответа',
  '4. 18:30–19:30 личное событие',
  '[1] [2] [3] [4]',
  '[Сегодня] [Неделя] [Другой день]',
  '[➕ Встреча]',
].join('\n')

describe('/schedule', () => {
  const contested = [
    {},
    { occurrenceTimestamps: 'occurrence', calendarDates: 'en', allDayTimestamps: 'owner' },
    { calendarTimestamps: 'server', missingEvent: 'empty', declinedEvents: 'hidden' },
  ] as const
  test.each(contested)('shows the same days of any portal: %j', async (modes) => {
    await using world = await openWorld({ modes })
    const chat = await world.linkedChat()
    await chat.asks('/schedule', 'Сегодня — ')
    expect(chat.screen()).toBe(today)
    await chat.clicks('Завтра')
    await chat.sees('Завтра — ')
    expect(chat.screen()).toBe(tomorrow)
  })

  test('costs one request, with the names one more the first time', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    expect(await callsOf(world, () => chat.asks('/schedule week', 'Ближайшие 7 дней'))).toEqual([
      'calendar.event.get',
      'batch',
    ])
    expect(await callsOf(world, () => chat.clicks('›'))).toEqual(['calendar.event.get'])
    await chat.sees('12. ')
    expect(chat.screen()).toContain('Чт, 26 ноября\n11. 14:00–16:00 Выезд на склад · нет ответа')
    expect(chat.transcript().join('\n')).not.toContain('Инструктаж по охране труда')
    expect(await callsOf(world, () => chat.clicks('11'))).toEqual(['calendar.event.getbyid'])
  })

  test('opens a card: what it is, who comes, and where it leads', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openEvent(world, chat, 'сегодня', 'Показ для ООО «Вектор»')
    expect(chat.screen()).toBe(
      [
        'Показ для ООО «Вектор»',
        'сегодня, пн, 23 ноября, 15:00–16:00',
        'Участники: Анна Петрова, Ольга Белова, Пётр Иванов',
        'Организатор: Анна Петрова',
        '',
        'Показываем новый раздел отчётов и согласуем сроки.',
        '[Войти в Телемост] [Изменить]',
        '[Открыть в Битрикс24]',
        '[← К расписанию]',
      ].join('\n'),
    )
    await chat.clicks('← К расписанию')
    await chat.sees('Сегодня — ')
    expect(chat.screen()).toBe(today)
  })

  test('says nothing of a private event but that it is one', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/schedule завтра', 'личное событие')
    await shows(world, () => chat.clicks('4'))
    expect(chat.screen()).toBe(
      'Личное событие\nзавтра, вт, 24 ноября, 18:30–19:30\nНазвание скрыто настройками приватности Битрикс24.\n[Открыть в Битрикс24]\n[← К расписанию]',
    )
    expect(chat.transcript().join('\n')).not.toContain('врач')
  })

  test('is one’s own alone', async () => {
    await using world = await openWorld()
    const igor = await world.linkedChat('igor')
    await igor.asks('/schedule week', 'Планёрка отдела продаж')
    expect(igor.screen()).not.toContain('Показ для ООО')
    expect(igor.screen()).not.toContain('звонков клиентам')
  })

  test('is in the zone of whoever looks', async () => {
    await using world = await openWorld()
    world.portal.changeEmployee(27, { timeZone: 'Asia/Yekaterinburg' })
    const igor = await world.linkedChat('igor')
    await igor.asks('/schedule завтра', '09:00–11:00 Замеры на объекте')
    expect(igor.screen()).toContain('12:00–12:30 Планёрка отдела продаж')
  })

  test.each([
    ['25.11', 'Ср, 25 ноября — 2 события', '2. 23:30 – чт, 26 ноября, 00:30 Созвон с Владивостоком'],
    ['в пятницу', 'Пт, 27 ноября — 1 событие', '1. 10:00–10:30 Планёрка отдела продаж · Телемост'],
    [
      'на следующей неделе',
      'Пн, 30 ноября – вс, 6 декабря — 5 событий',
      'Чт, 3 декабря\n4. 10:00–10:30 Планёрка',
    ],
    ['до среды', 'Сегодня, пн, 23 ноября – ср, 25 ноября — 9 событий', 'Вт, 24 ноября\n4. весь день'],
    ['с пятницы', 'Пт, 27 ноября – чт, 3 декабря — 5 событий', 'Пн, 30 ноября\n2. 10:00–10:30'],
    ['сегодня вечером', 'Сегодня, пн, 23 ноября — 3 события', '2. 15:00–16:00 Показ для ООО «Вектор»'],
    ['вчера', 'Вчера, вс, 22 ноября: встреч нет.', '[Сегодня] [Завтра] [Неделя]'],
  ])('/schedule %s shows those days', async (words, heading, line) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/schedule ${words}`, heading)
    expect(chat.screen()).toContain(line)
  })

  test('days are those of the zone of whoever asks', async () => {
    await using world = await openWorld()
    world.portal.changeEmployee(15, { timeZone: 'Asia/Vladivostok' })
    const chat = await world.linkedChat()
    // Half past eleven on Wednesday evening in Moscow is Thursday morning there.
    await chat.asks('/schedule 25.11', 'Ср, 25 ноября')
    expect(chat.screen()).not.toContain('Созвон с Владивостоком')
    await chat.asks('/schedule 26.11', '06:30–07:30 Созвон с Владивостоком')
  })

  test('a day that may be another is asked about, and one that repeats is not taken for all of them', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/schedule понедельник', 'Какой день вы имели в виду?')
    expect(chat.screen()).toContain('[пн, 30 ноября]\n[сегодня, пн, 23 ноября]')
    await chat.clicks('пн, 30 ноября')
    await chat.sees('Пн, 30 ноября — 1 событие')
    await chat.asks('/schedule каждую пятницу', 'Повторять здесь нельзя, нужен один день.')
    await chat.clicks('пт, 27 ноября')
    await chat.sees('Пт, 27 ноября — 1 событие')
    await chat.clicks('1')
    await chat.sees('Планёрка отдела продаж')
    await chat.clicks('← К расписанию')
    await chat.sees('Пт, 27 ноября — 1 событие')
  })

  test('another day is asked for in words or pointed at, and the buttons lead back', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/schedule', 'Сегодня — ')
    await chat.clicks('Другой день')
    await chat.sees('За какой день или неделю показать расписание?')
    await chat.asks('ничего такого', 'Не понял «ничего такого». Назовите день или неделю')
    await chat.asks('завтра', 'Завтра, вт, 24 ноября — 4 события')
    await chat.clicks('Другой день')
    await chat.clicks('Календарь')
    await chat.clicks('25')
    await chat.sees('Ср, 25 ноября — 2 события')
    await chat.clicks('Неделя')
    await chat.sees('Ближайшие 7 дней')
    await chat.clicks('Другой день')
    await chat.clicks('← Назад')
    await chat.sees('Сегодня — ')
    expect(chat.screen()).toBe(today)
  })

  test('in English as well', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('john')
    await chat.asks('/schedule next week', 'Mon 30 November – Sun 6 December')
    await chat.asks('/schedule on Friday', 'Fri 27 November')
    await chat.asks('/schedule Monday', 'Which day do you mean?')
    await chat.asks('/tasks 999999', 'I found no such task among yours.')
  })

  test('says that the portal is away, and works again when it is back', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await world.gate.shut()
    chat.says('/schedule')
    await world.passUntil(60_000, () => chat.screen().includes('Битрикс24 сейчас не отвечает'))
    await world.gate.reopen()
    await chat.asks('/schedule', 'Сегодня — ')
    expect(chat.screen()).toBe(today)
  })
})
