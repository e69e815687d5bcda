/** Meetings that repeat and meetings of whole days, from the chat into the portal and back, on portals that differ. */
import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { eventNamed, eventsNamed, openEvent, shows } from './event-talk.ts'

const portals = [
  {},
  { occurrenceTimestamps: 'occurrence', allDayTimestamps: 'owner', calendarDates: 'en' },
  { eventUpdateDenied: 'string', hostOnUpdate: 'ignored', zoneOnUpdate: 'kept', missingEvent: 'empty' },
  { calendarTimestamps: 'server', countedSeriesEnd: 'never', declinedEvents: 'hidden' },
  { eventOrganiser: 'webhook' },
] as const

/** Makes a meeting of these words, alone and without a link. */
async function makes(world: World, chat: ChatClient, words: string): Promise<void> {
  await shows(world, () => chat.says(`/event ${words}`))
  await chat.clicks('Никого')
  await chat.sees('Нужна ссылка')
  await chat.clicks('Без ссылки')
  await chat.sees('Проверьте встречу')
  await shows(world, () => chat.clicks('Создать'))
  expect(chat.screen()).toContain('✅ Встреча создана')
}

async function changes(
  world: World,
  chat: ChatClient,
  days: string,
  what: string,
  line = 'Сверка',
): Promise<void> {
  await openEvent(world, chat, days, line)
  await shows(world, () => chat.clicks('Изменить'))
  await shows(world, () => chat.clicks(what))
}

describe.each(portals)('on a portal like %j', (modes) => {
  test('a series is made and shown; one of it is moved, one called off, the others stay', async () => {
    await using world = await openWorld({ modes })
    const chat = await world.linkedChat()
    await makes(world, chat, 'Сверка каждый день 11:00–11:30')
    expect(eventNamed(world, 'Сверка').rule).toMatchObject({ frequency: 'DAILY', interval: 1 })
    await shows(world, () => chat.says('/schedule завтра'))
    expect(chat.screen()).toContain('11:00–11:30 Сверка')

    await changes(world, chat, 'завтра', 'Время')
    expect(chat.screen()).toContain('Сейчас: завтра, вт, 24 ноября, 11:00–11:30')
    await shows(world, () => chat.says('в 14:00'))
    expect(chat.screen()).toContain('Станет: завтра, вт, 24 ноября, 14:00–14:30')
    await shows(world, () => chat.clicks('Перенести'))
    await shows(world, () => chat.says('/schedule завтра'))
    expect(chat.screen()).toContain('14:00–14:30 Сверка')
    expect(chat.screen()).not.toContain('11:00–11:30 Сверка')

    // The first one that is left of the series.
    await changes(world, chat, 'неделя', 'Отменить встречу', '11:00–11:30 Сверка')
    expect(chat.screen()).toContain('Повторяется; остальные встречи серии останутся как есть.')
    await shows(world, () => chat.clicks('Отменить встречу'))
    expect(chat.transcript().join('\n')).toContain('✅ Встреча отменена: «Сверка»')
    expect(eventsNamed(world, 'Сверка')).toBe(2)
    await shows(world, () => chat.says('/schedule неделя'))
    const page = chat.screen()
    await shows(world, () => chat.clicks('›'))
    const week = `${page}\n${chat.screen()}`
    expect(week.match(/11:00–11:30 Сверка/g)?.length).toBeGreaterThanOrEqual(4)
  })

  test('a meeting of whole days is made, shown, moved to another day and called off', async () => {
    await using world = await openWorld({ modes })
    const chat = await world.linkedChat()
    await shows(world, () => chat.says('/event Сверка складов завтра'))
    await chat.clicks('Весь день')
    await chat.sees('Кого пригласить?')
    await chat.clicks('Никого')
    await chat.sees('Нужна ссылка')
    await chat.clicks('Без ссылки')
    await chat.sees('завтра, вт, 24 ноября, весь день')
    await shows(world, () => chat.clicks('Создать'))
    await shows(world, () => chat.says('/schedule завтра'))
    expect(chat.screen()).toContain('весь день Сверка складов')

    await changes(world, chat, 'завтра', 'Время')
    await shows(world, () => chat.says('сегодня'))
    expect(chat.screen()).toContain('Станет: сегодня, пн, 23 ноября, весь день')
    await shows(world, () => chat.clicks('Перенести'))
    expect(eventNamed(world, 'Сверка складов')).toMatchObject({
      allDay: true,
      from: '2026-11-23T00:00:00',
      to: '2026-11-23T00:00:00',
    })
    await shows(world, () => chat.says('/schedule'))
    expect(chat.screen()).toContain('весь день Сверка складов')

    await changes(world, chat, 'сегодня', 'Отменить встречу')
    await shows(world, () => chat.clicks('Отменить встречу'))
    expect(eventsNamed(world, 'Сверка складов')).toBe(0)
  })
})
