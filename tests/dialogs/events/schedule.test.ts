import { describe, expect, test } from 'vitest'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { eventOf, me, meetingOf, openOffice, screen, urls } from './office.ts'

const link = 'https://telemost.yandex.ru/j/777'

function at(local: string): string {
  return new Date(`${local}+03:00`).toISOString()
}

function timed(id: number, title: string, from: string, to: string, more = {}) {
  return eventOf({ id, title, start: at(`2026-11-${from}`), end: at(`2026-11-${to}`), ...more })
}

function date(day: number): string {
  return `2026-11-${day}`
}

function days(id: number, title: string, first: number, last: number) {
  return eventOf({
    id,
    title,
    allDay: true,
    dates: { first: date(first), last: date(last) },
    start: at(`${date(first)}T00:00`),
    end: at(`${date(last + 1)}T00:00`),
  })
}

describe('the list', () => {
  test('shows the day with its marks, leaves out what was declined, and tells nothing of what is hidden', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(
      days(1, 'Отпуск', 20, 25),
      days(2, 'День качества', 23, 23),
      timed(3, 'Ночная смена', '22T22:00', '23T06:00'),
      timed(4, 'Планёрка отдела', '23T10:00', '23T10:30', { link }),
      meetingOf({ ...timed(5, 'Обед', '23T13:00', '23T14:00'), meeting: true, answer: 'no' }),
      meetingOf({ ...timed(6, 'Показ', '23T15:00', '23T16:00', { link }), meeting: true, answer: 'none' }),
      eventOf({ ...timed(7, '', '23T17:00', '23T18:00'), title: null, private: true, mine: false }),
      timed(8, 'Выпуск', '23T23:00', '24T01:00'),
    )
    await rig.says('/schedule')
    expect(screen(rig)).toBe(
      [
        'Сегодня — 7 событий',
        '',
        'Пн, 23 ноября',
        '1. весь день по ср, 25 ноября Отпуск',
        '2. весь день День качества',
        '3. до 06:00 Ночная смена',
        '4. 10:00–10:30 Планёрка отдела · Телемост',
        '5. 15:00–16:00 Показ · Телемост · нет ответа',
        '6. 17:00–18:00 личное событие',
        '7. 23:00 – вт, 24 ноября, 01:00 Выпуск',
        '[1] [2] [3] [4] [5]',
        '[6] [7]',
        '[Завтра] [Неделя] [Другой день]',
        '[➕ Встреча]',
      ].join('\n'),
    )
  })

  test('changes its days in place, by button and by word', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(
      timed(1, 'Планёрка', '24T10:00', '24T10:30'),
      timed(2, 'Обзор', '27T10:00', '27T10:30'),
    )
    await rig.says('/schedule')
    expect(screen(rig)).toBe('Сегодня встреч нет.\n[Завтра] [Неделя] [Другой день]\n[➕ Встреча]')
    await rig.presses('Завтра')
    expect(screen(rig)).toContain('Завтра — 1 событие\n\nВт, 24 ноября\n1. 10:00–10:30 Планёрка')
    await rig.presses('Неделя')
    expect(screen(rig)).toContain(
      'Ближайшие 7 дней — 2 события\n\nВт, 24 ноября\n1. 10:00–10:30 Планёрка\n\nПт, 27 ноября\n2. 10:00–10:30 Обзор',
    )
    expect(screen(rig)).toContain('[Сегодня] [Завтра] [Другой день]')
    expect(rig.messages()).toHaveLength(1)
    office.events.splice(0)
    const empty: readonly (readonly [string, string])[] = [
      ['today', 'Сегодня встреч нет.'],
      ['сегодня', 'Сегодня встреч нет.'],
      ['завтра', 'Завтра встреч нет.'],
      ['tomorrow', 'Завтра встреч нет.'],
      ['неделя', 'В ближайшие 7 дней встреч нет.'],
      ['на неделю', 'В ближайшие 7 дней встреч нет.'],
      ['week', 'В ближайшие 7 дней встреч нет.'],
      ['чепуха', 'Сегодня встреч нет.'],
    ]
    for (const [word, words] of empty) {
      await rig.says(`/schedule ${word}`)
      expect(screen(rig)).toContain(words)
      await rig.waits(3_000)
    }
  })

  test('a long week is paged, and its longest titles are cut', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    for (let id = 1; id <= 23; id += 1)
      office.events.push(timed(id, 'Ж'.repeat(250), '24T10:00', '24T10:30', { link }))
    await rig.says('/schedule week')
    expect(rig.last().message.text.length).toBeLessThan(2_000)
    expect(screen(rig)).toContain(`1. 10:00–10:30 ${'Ж'.repeat(79)}… · Телемост\n`)
    await rig.presses('›')
    await rig.presses('›')
    expect(screen(rig)).toContain('[21] [22] [23]')
    office.events.splice(5)
    await rig.presses('‹')
    expect(screen(rig)).toContain('[1] [2] [3] [4] [5]')
  })

  test('a portal that does not answer is said, after it was asked again', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    for (let times = 0; times < 3; times += 1) office.refuses('list', 'temporary')
    await rig.says('/schedule')
    await rig.waits(2_000)
    await rig.waits(3_000)
    expect(screen(rig)).toBe('Битрикс24 сейчас не отвечает. Попробуйте через пару минут.')
    office.refuses('list', 'config')
    await rig.says('/schedule')
    expect(screen(rig)).toBe('Помощник временно недоступен, администратор уже знает.')
  })
})

describe('the card', () => {
  test('shows everything there is, and leads back to the list', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    const guests = Array.from({ length: 9 }, (_, nth) => ({
      id: toPortalUserId(300 + nth),
      name: `Иван Гость-${nth + 1}`,
      answer: 'yes' as const,
    }))
    office.events.push(
      meetingOf({
        location: `Переговорная 2, ${link}`,
        link,
        description: 'Показать макет.\nОбсудить сроки.',
        participants: [{ id: me, name: 'Анна Ковалёва', answer: 'none' }, ...guests],
        organiser: { id: toPortalUserId(15), name: 'Анна Петрова' },
        answer: 'none',
        occurrence: '2026-11-24',
        mine: false,
      }),
    )
    await rig.says('/schedule завтра')
    await rig.presses('1')
    expect(screen(rig)).toBe(
      [
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:00',
        'Повторяется.',
        'Место: Переговорная 2',
        'Участники: Анна Ковалёва, Иван Гость-1, Иван Гость-2, Иван Гость-3, Иван Гость-4 и ещё 5',
        'Организатор: Анна Петрова',
        'Вы ещё не ответили на приглашение — это можно сделать в Битрикс24.',
        '',
        'Показать макет.',
        'Обсудить сроки.',
        '[Войти в Телемост]',
        '[Открыть в Битрикс24]',
        '[← К расписанию]',
      ].join('\n'),
    )
    expect(urls(rig)).toEqual([link, 'https://portal.example/event/55'])
    await rig.presses('← К расписанию')
    expect(screen(rig)).toContain('Завтра — 1 событие')
  })

  test('of a short event is short, and only its host may change it', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await rig.says('/schedule завтра')
    await rig.says('1')
    expect(screen(rig)).toBe(
      [
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:00',
        '[Изменить]\n[Открыть в Битрикс24]',
        '[← К расписанию]',
      ].join('\n'),
    )
  })

  test('of the longest event fits into a message', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(
      meetingOf({
        title: '<b>&'.repeat(60),
        description: '[url]'.repeat(2_000),
        location: 'Ж'.repeat(255),
      }),
    )
    await rig.says('/schedule завтра')
    await rig.presses('1')
    const { text } = rig.last().message
    expect(text.length).toBeLessThan(4_096)
    expect(text).toContain('<b>&<b>&')
    expect(text).toMatch(/…$/)
  })

  test('of what is hidden says so', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf({ title: null, private: true, mine: false }))
    await rig.says('/schedule завтра')
    await rig.presses('1')
    expect(screen(rig)).toContain(
      'Личное событие\nзавтра, вт, 24 ноября, 15:00–16:00\nНазвание скрыто настройками приватности Битрикс24.\n[Открыть в Битрикс24]',
    )
  })

  const troubles: readonly (readonly [reason: string, words: string])[] = [
    ['not_found', 'Не нашёл такую встречу среди доступных вам.'],
    ['rejected', 'Битрикс24 сейчас не отвечает. Попробуйте через пару минут.'],
  ]
  test.each(troubles)('that does not open (%s) leads back to the list', async (reason, words) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await rig.says('/schedule завтра')
    office.refuses('get', reason)
    await rig.presses('1')
    expect(screen(rig)).toContain(words)
    expect(screen(rig)).toContain('1. 15:00–16:00 Показ клиенту')
  })

  test('is changed in between, and the schedule is there again afterwards', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await rig.says('/schedule завтра')
    await rig.presses('1')
    await rig.presses('Изменить')
    expect(screen(rig)).toContain('Что изменить?')
    await rig.presses('Название')
    await rig.says('Показ заказчику')
    await rig.presses('Сохранить')
    expect(office.changed).toEqual([{ id: 55, occurrence: null, changes: { title: 'Показ заказчику' } }])
    expect(rig.texts().at(-2)).toBe('✅ Встреча теперь называется «Показ заказчику».')
    expect(screen(rig)).toContain('Завтра — 1 событие')
    await rig.presses('1')
    await rig.presses('Изменить')
    await rig.says('/cancel')
    expect(screen(rig)).toContain('Завтра — 1 событие')
  })

  test('a new meeting begins from the list, and a command takes its place at once', async () => {
    const { rig } = await openOffice()
    await using _rig = rig
    await rig.says('/schedule')
    await rig.presses('➕ Встреча')
    expect(screen(rig)).toContain('Как назовём встречу?')
    await rig.says('/schedule')
    expect(screen(rig)).toContain('Сегодня встреч нет.')
  })
})
