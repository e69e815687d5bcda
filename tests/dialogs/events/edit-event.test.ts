import { describe, expect, test } from 'vitest'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Rig } from '../../support/rig.ts'
import { eventOf, meetingOf, openOffice, screen, staff, urls } from './office.ts'

const menu = [
  '[Время] [Название] [Участников]',
  '[Ссылку] [Описание]',
  '[Отменить встречу]',
  '[Ничего не менять]',
].join('\n')

const link = 'https://telemost.yandex.ru/j/777'

describe('which meeting', () => {
  test('by its number, with what it is now and what may be changed', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf({ link, location: link }))
    await rig.says('/event_update 55')
    expect(screen(rig)).toBe(
      [
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:00',
        'Участники: Анна Ковалёва, Анна Петрова, Игорь Ким',
        `Ссылка: ${link}`,
        '',
        'Что изменить?',
        menu,
      ].join('\n'),
    )
  })

  test('or out of those that are theirs to change', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event_update')
    expect(screen(rig)).toBe('В ближайшие 30 дней у вас нет встреч, которые вы можете изменить.')
    office.events.push(eventOf(), eventOf({ id: 56, title: 'Чужая', mine: false }))
    await rig.says('/event_update чужую')
    expect(screen(rig)).toBe(
      'Какую встречу изменить? Показываю ваши на ближайшие 30 дней.\n\nВт, 24 ноября\n1. 15:00–16:00 Показ клиенту\n[1]',
    )
    await rig.presses('1')
    expect(screen(rig)).toContain('Что изменить?')
  })

  const refused: readonly (readonly [what: string, event: ReturnType<typeof eventOf>, words: string])[] = [
    [
      "somebody else's meeting",
      meetingOf({ mine: false, organiser: { id: toPortalUserId(15), name: 'Анна Петрова' } }),
      'Изменить встречу может только организатор — Анна Петрова.',
    ],
    [
      'a private event of somebody else',
      meetingOf({
        mine: false,
        private: true,
        title: null,
        organiser: { id: toPortalUserId(15), name: 'Анна Петрова' },
      }),
      'Эту встречу отсюда изменить нельзя — откройте её в Битрикс24.',
    ],
    [
      'one that no host is known of',
      meetingOf({ mine: false, organiser: null }),
      'Эту встречу отсюда изменить нельзя — откройте её в Битрикс24.',
    ],
  ]
  test.each(refused)('%s is not changed', async (_what, event, words) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(event)
    await rig.says('/event_update 55')
    expect(screen(rig)).toBe(words)
  })

  test('one that is not there, or not theirs to know of, is told of in the same words', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event_update 4711')
    expect(screen(rig)).toBe('Не нашёл такую встречу среди доступных вам.')
    office.refuses('get', 'denied')
    await rig.says('/event_update 55')
    expect(screen(rig)).toBe('Помощник временно недоступен, администратор уже знает.')
    office.refuses('get', 'config')
    await rig.says('/event_update 55')
    expect(screen(rig)).toBe('Помощник временно недоступен, администратор уже знает.')
  })

  test('nothing need be changed', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await rig.says('/event_update 55')
    await rig.presses('Ничего не менять')
    expect(screen(rig)).toBe('Хорошо, встреча остаётся как есть.')
    expect(office.changed).toEqual([])
  })
})

describe('another time', () => {
  const moves: readonly (readonly [words: string, shown: string, from: string, to: string])[] = [
    ['в пятницу', 'пт, 27 ноября, 15:00–16:00', '2026-11-27T15:00', '2026-11-27T16:00'],
    ['завтра в 17', 'завтра, вт, 24 ноября, 17:00–18:00', '2026-11-24T17:00', '2026-11-24T18:00'],
    ['в пятницу 10:00–12:00', 'пт, 27 ноября, 10:00–12:00', '2026-11-27T10:00', '2026-11-27T12:00'],
  ]
  test.each(moves)('«%s» keeps what was not said', async (words, shown, from, to) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await atTime(rig)
    expect(screen(rig)).toContain('На какое время перенести? Сейчас: завтра, вт, 24 ноября, 15:00–16:00.')
    await rig.says(words)
    expect(screen(rig)).toBe(
      [
        'Перенести встречу?',
        'Показ клиенту',
        'Было: завтра, вт, 24 ноября, 15:00–16:00',
        `Станет: ${shown} · Москва (UTC+3)`,
        'Участники: Анна Ковалёва, Анна Петрова, Игорь Ким',
        '[Перенести]',
        '[Изменить] [✕ Отмена]',
      ].join('\n'),
    )
    expect(office.changed).toEqual([])
    await rig.presses('Перенести')
    expect(office.changed).toEqual([
      { id: 55, occurrence: null, changes: { time: { allDay: false, from, to, zone: 'Europe/Moscow' } } },
    ])
    expect(screen(rig)).toContain(`✅ Встреча перенесена: «Показ клиенту». Стало: ${shown} · Москва (UTC+3).`)
  })

  test('tells who is busy then, but not because of this very meeting', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    office.busy = [27]
    await atTime(rig)
    await rig.says('завтра 15:30')
    expect(screen(rig)).not.toContain('заняты')
    expect(office.busyAsked).toEqual([])
    await rig.presses('Изменить')
    await rig.presses('Время')
    await rig.says('завтра 17:00')
    expect(screen(rig)).toContain('\nВ это время заняты: Игорь Ким\n[Перенести]')
    await rig.presses('Изменить')
    await rig.presses('Время')
    office.refuses('busy', 'rejected')
    await rig.says('завтра 18:00')
    expect(screen(rig)).not.toContain('заняты')
  })

  test('that has passed before it was confirmed is asked for again', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await atTime(rig)
    await rig.says('сегодня в 13')
    await rig.waits(2 * 3_600_000)
    await rig.presses('Перенести')
    expect(screen(rig)).toContain('Это время уже прошло. На какое перенести?')
    expect(office.changed).toEqual([])
  })

  test('of whole days stays as many days', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(
      eventOf({
        allDay: true,
        dates: { first: '2026-11-24', last: '2026-11-26' },
        start: '2026-11-23T21:00:00Z',
        end: '2026-11-26T21:00:00Z',
      }),
    )
    await atTime(rig)
    await rig.says('1 декабря')
    expect(screen(rig)).toContain('Станет: вт, 1 декабря – чт, 3 декабря\n')
    await rig.presses('Перенести')
    expect(office.changed[0]?.changes.time).toEqual({
      allDay: true,
      from: '2026-12-01',
      to: '2026-12-03',
      zone: 'Europe/Moscow',
    })
  })

  test('that has passed is asked for again', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf({ start: '2026-11-23T06:00:00Z', end: '2026-11-23T07:00:00Z' }))
    await atTime(rig)
    await rig.says('вчера')
    expect(screen(rig)).toContain('Это время уже прошло: вчера')
    await rig.says('сегодня')
    expect(screen(rig)).toContain('Это время уже прошло. На какое перенести?')
    await rig.says('непонятно')
    expect(screen(rig)).toContain('Не понял время «непонятно».')
    await rig.presses('Завтра')
    expect(screen(rig)).toContain('Станет: завтра, вт, 24 ноября, 09:00–10:00')
  })

  test('can be thought over, and something else be changed instead', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf())
    await atTime(rig)
    await rig.says('в пятницу')
    await rig.presses('Изменить')
    expect(screen(rig)).toBe('Что изменить?\n[Время] [Что-то другое]\n[← Назад]')
    await rig.presses('Время')
    await rig.says('в четверг')
    expect(screen(rig)).toContain('Станет: чт, 26 ноября')
    await rig.presses('Изменить')
    await rig.presses('Что-то другое')
    await rig.presses('Название')
    await rig.says('Показ')
    expect(screen(rig)).toBe(
      'Переименовать встречу?\nБыло: Показ клиенту\nСтанет: Показ\n[Сохранить]\n[Изменить] [✕ Отмена]',
    )
    await rig.presses('Сохранить')
    expect(office.changed).toEqual([{ id: 55, occurrence: null, changes: { title: 'Показ' } }])
  })

  test('of one occurrence of a series is only its own; a series is left to the portal', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf({ occurrence: '2026-11-24' }))
    await rig.says('/schedule завтра')
    await rig.presses('1')
    await rig.presses('Изменить')
    expect(screen(rig)).toContain('Повторяется; остальные встречи серии останутся как есть.')
    await rig.presses('Время')
    await rig.says('в пятницу')
    await rig.presses('Перенести')
    expect(office.changed).toMatchObject([{ id: 55, occurrence: '2026-11-24' }])
    office.refuses('change', 'series')
    await rig.says('/event_update 55')
    await rig.presses('Название')
    await rig.says('Другая')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain('Это повторяющаяся встреча, и отсюда её изменить не получилось.')
    expect(office.changed).toHaveLength(1)
  })
})

describe('other people', () => {
  test('are shown as they are, and added and taken out', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await rig.says('/event_update 55')
    await rig.presses('Участников')
    expect(screen(rig)).toContain('Участники, кроме вас: 2.')
    expect(screen(rig)).toContain('[✕ Анна Петрова] [✕ Игорь Ким]\n[Готово]')
    await rig.presses('✕ Анна Петрова')
    await rig.says('Мария')
    await rig.presses('Готово')
    expect(screen(rig)).toBe(
      'Изменить участников?\nПоказ клиенту\nКроме вас: Игорь Ким, Мария Соколова\n[Сохранить]\n[Изменить] [✕ Отмена]',
    )
    await rig.presses('Изменить')
    await rig.presses('Участников')
    expect(screen(rig)).toContain('[✕ Игорь Ким] [✕ Мария Соколова]')
    await rig.presses('Готово')
    await rig.presses('Сохранить')
    expect(office.changed).toEqual([{ id: 55, occurrence: null, changes: { participants: [27, 32] } }])
    expect(screen(rig)).toContain(
      '✅ Участники встречи «Показ клиенту», кроме вас: Игорь Ким, Мария Соколова.',
    )
  })

  test('of a crowd can only be taken out, in messages no longer than may be', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    const crowd = staff.slice(0, 25).map(({ id, name }) => ({
      id: toPortalUserId(id),
      name,
      answer: 'yes' as const,
    }))
    office.events.push(meetingOf({ title: 'Ж'.repeat(250), participants: crowd }))
    await rig.says('/event_update 55')
    await rig.presses('Участников')
    expect(screen(rig)).toContain('Участники, кроме вас: 25.')
    await rig.says('Ким')
    expect(screen(rig)).toContain('Больше 20 участников позвать нельзя.')
    office.refuses('change', 'rejected_participants')
    await rig.presses('Готово')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain('Битрикс24 не принял участников.')
    for (const { message } of rig.messages()) {
      expect(message.text.length).toBeLessThanOrEqual(4_096)
      expect(message.rows.flat().length).toBeLessThanOrEqual(100)
    }
  })

  test('may all be sent away', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await rig.says('/event_update 55')
    await rig.presses('Участников')
    await rig.presses('✕ Анна Петрова')
    await rig.presses('✕ Игорь Ким')
    await rig.presses('Никого')
    expect(screen(rig)).toContain('Кроме вас: никого')
    await rig.presses('Сохранить')
    expect(office.changed).toMatchObject([{ changes: { participants: [] } }])
  })

  test('who were dismissed since may stay, but not be invited', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.inactive = [15, 32]
    office.events.push(meetingOf())
    await rig.says('/event_update 55')
    await rig.presses('Участников')
    await rig.says('Мария')
    await rig.presses('Готово')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain(
      'Пригласить нельзя: Мария Соколова — учётная запись в Битрикс24 не активна.',
    )
    await rig.presses('Изменить')
    await rig.presses('Участников')
    await rig.presses('✕ Мария Соколова')
    await rig.presses('Готово')
    await rig.presses('Сохранить')
    expect(office.changed).toMatchObject([{ changes: { participants: [15, 27] } }])
  })
})

describe('the link', () => {
  test('is made, pasted, taken away or left', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(eventOf({ link, location: link }))
    await atLink(rig)
    expect(screen(rig)).toBe(
      `Какая нужна ссылка на Телемост? Сейчас: ${link}.\n[Создать ссылку] [Вставить свою]\n[Убрать ссылку] [Оставить как есть]`,
    )
    await rig.presses('Создать ссылку')
    expect(screen(rig)).toContain(
      'Изменить ссылку?\nПоказ клиенту\nСсылка: https://telemost.yandex.ru/j/10000000001',
    )
    await rig.presses('Сохранить')
    await atLink(rig)
    await rig.presses('Вставить свою')
    await rig.says('нет её')
    expect(screen(rig)).toContain('Это не похоже на ссылку Телемоста.')
    await rig.says('https://telemost.yandex.ru/j/888')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain('✅ Ссылка встречи «Показ клиенту»: https://telemost.yandex.ru/j/888')
    await atLink(rig)
    await rig.presses('Убрать ссылку')
    expect(screen(rig)).toContain('Ссылка: убрать')
    await rig.presses('Сохранить')
    await atLink(rig)
    await rig.presses('Оставить как есть')
    expect(screen(rig)).toBe('Хорошо, встреча остаётся как есть.')
    expect(office.changed.map(({ changes }) => changes)).toEqual([
      { link: 'https://telemost.yandex.ru/j/10000000001' },
      { link: 'https://telemost.yandex.ru/j/888' },
      { link: null },
    ])
  })

  test.each(['uncertain', 'config', 'unsupported'])(
    'that cannot be made (%s) may be pasted',
    async (reason) => {
      const { office, rig } = await openOffice()
      await using _rig = rig
      for (let times = 0; times < 2; times += 1) office.refuses('room', reason)
      office.events.push(eventOf())
      await atLink(rig)
      expect(screen(rig)).toContain('Сейчас: без ссылки.')
      await rig.presses('Создать ссылку')
      await rig.waits(5_000)
      expect(screen(rig)).toContain('Телемост не создал ссылку.')
      if (reason === 'unsupported') await rig.presses('Ссылку')
      expect(screen(rig).includes('[Создать ссылку]')).toBe(reason !== 'unsupported')
      await rig.presses('Вставить свою')
      await rig.says(link)
      await rig.presses('Сохранить')
      expect(office.changed).toMatchObject([{ changes: { link } }])
    },
  )
})

describe('calling it off', () => {
  test('is asked about first, and done once', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await atSure(rig)
    expect(screen(rig)).toBe(
      [
        'Отменить встречу?',
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:00',
        'Участники: Анна Ковалёва, Анна Петрова, Игорь Ким',
        '[Отменить встречу] [Оставить]',
      ].join('\n'),
    )
    const data = rig.pressData('Отменить встречу')
    for (let times = 0; times < 3; times += 1) {
      await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
      await rig.waits(4_000)
    }
    expect(office.cancelled).toEqual([{ id: 55, occurrence: null }])
    expect(screen(rig)).toContain('✅ Встреча отменена: «Показ клиенту», завтра, вт, 24 ноября, 15:00–16:00.')
  })

  test('can be thought better of', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await atSure(rig)
    await rig.presses('Оставить')
    expect(screen(rig)).toBe('Хорошо, встреча остаётся как есть.')
    expect(office.cancelled).toEqual([])
  })

  test('from the schedule leads back to a schedule without it', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    await rig.says('/schedule завтра')
    await rig.presses('1')
    await rig.presses('Изменить')
    await rig.presses('Отменить встречу')
    await rig.presses('Отменить встречу')
    expect(rig.texts().at(-2)).toContain('✅ Встреча отменена')
    expect(screen(rig)).toContain('Завтра встреч нет.')
  })

  test('with an answer that was lost is looked at again, and then known', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    office.refuses('cancel', 'uncertain')
    office.refuses('cancel', 'not_found')
    await atSure(rig)
    await rig.presses('Отменить встречу')
    expect(screen(rig)).toContain('Не уверен, что получилось. Проверяю.')
    await rig.waits(4_000)
    expect(screen(rig)).toContain('✅ Встреча отменена')
  })

  const troubles: readonly (readonly [reason: string, words: string])[] = [
    ['not_found', 'Не нашёл такую встречу среди доступных вам.'],
    ['series', 'Это повторяющаяся встреча'],
    ['denied', 'Эту встречу отсюда изменить нельзя'],
    ['config', 'Помощник временно недоступен'],
    ['rejected', 'Отменить встречу не получилось. Можно повторить.'],
  ]
  test.each(troubles)('that fails (%s) says so', async (reason, words) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    office.refuses('cancel', reason)
    await atSure(rig)
    await rig.presses('Отменить встречу')
    expect(rig.texts().at(-1)).toContain(words)
    expect(office.cancelled).toEqual([])
  })
})

describe('when changing fails', () => {
  const troubles: readonly (readonly [reason: string, words: string, again: boolean])[] = [
    ['not_found', 'Не нашёл такую встречу среди доступных вам.', false],
    ['not_organiser', 'Изменить встречу может только организатор — Анна Петрова.', false],
    ['denied', 'Эту встречу отсюда изменить нельзя', false],
    ['config', 'Помощник временно недоступен', true],
    ['rejected', 'Изменить встречу не получилось. Ничего не потеряно — можно повторить.', true],
    ['rejected_title', 'Битрикс24 не принял такое название. Напишите другое.', false],
  ]
  test.each(troubles)('(%s) the person is told, and loses nothing', async (reason, words, again) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    office.refuses('change', reason, { name: 'Анна Петрова' })
    await rig.says('/event_update 55')
    await rig.presses('Название')
    await rig.says('Показ заказчику')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain(words)
    expect(screen(rig).includes('Станет: Показ заказчику')).toBe(again)
    if (again) await rig.presses('Сохранить')
    expect(office.changed).toHaveLength(again ? 1 : 0)
  })

  test('for a while, it is tried again; and it is never left in silence', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.events.push(meetingOf())
    office.refuses('change', 'temporary')
    await rig.says('/event_update 55')
    await rig.presses('Название')
    await rig.says('Показ заказчику')
    await rig.presses('Сохранить')
    expect(screen(rig)).toContain('Битрикс24 не отвечает. Попробую ещё раз и напишу, чем закончилось.')
    await rig.waits(3_000)
    expect(screen(rig)).toContain('✅ Встреча теперь называется «Показ заказчику».')
    for (let times = 0; times < 5; times += 1) office.refuses('change', 'uncertain')
    await rig.says('/event_update 55')
    await rig.presses('Название')
    await rig.says('Показ ещё раз')
    await rig.presses('Сохранить')
    for (let times = 0; times < 6; times += 1) await rig.waits(60_000)
    expect(screen(rig)).toContain('Не удалось узнать, изменилась ли встреча.')
  })
})

test('speaks English to whoever speaks it', async () => {
  const { office, rig } = await openOffice()
  await using _rig = rig
  const english = { languageCode: 'en' }
  const press = (label: string) =>
    rig.takes([
      rig.update({ type: 'press', pressId: 'p', data: rig.pressData(label), messageId: 1 }, english),
    ])
  office.events.push(meetingOf({ link, location: link, answer: 'none', occurrence: '2026-11-24' }))
  await rig.takes([
    rig.update({ type: 'command', name: 'schedule', argument: 'tomorrow', messageId: 1 }, english),
  ])
  expect(screen(rig)).toBe(
    'Tomorrow: 1 event\n\nTue 24 November\n1. 15:00–16:00 Показ клиенту · Telemost · no answer\n[1]\n[Today] [Week] [Another day]\n[➕ Meeting]',
  )
  await press('1')
  expect(screen(rig)).toContain(
    'tomorrow, Tue 24 November, 15:00–16:00\nRepeats.\nParticipants: Анна Ковалёва, Анна Петрова, Игорь Ким\nOrganiser: Анна Ковалёва\nYou have not answered the invitation yet',
  )
  expect(urls(rig)).toEqual([link, 'https://portal.example/event/55'])
  await press('Change')
  await press('Cancel the meeting')
  expect(screen(rig)).toContain('Cancel the meeting?\nПоказ клиенту\ntomorrow, Tue 24 November, 15:00–16:00')
  await press('Cancel the meeting')
  expect(rig.texts().at(-2)).toContain('✅ Meeting cancelled: “Показ клиенту”')
  expect(office.cancelled).toEqual([{ id: 55, occurrence: '2026-11-24' }])
})

test('a late or forged button changes nothing', async () => {
  const { office, rig } = await openOffice()
  await using _rig = rig
  office.events.push(meetingOf())
  await rig.says('/event_update 55')
  const old = ['Время', 'Название', 'Отменить встречу'].map((label) => rig.pressData(label))
  await rig.presses('Ничего не менять')
  for (const data of [...old, ...old.map((one) => one.replace(/\d+$/, '4')), 'x.1.1', '']) {
    await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    await rig.waits(3_000)
  }
  expect(office.changed).toEqual([])
  expect(office.cancelled).toEqual([])
})

async function atTime(rig: Rig): Promise<void> {
  await rig.says('/event_update 55')
  await rig.presses('Время')
}

async function atLink(rig: Rig): Promise<void> {
  await rig.says('/event_update 55')
  await rig.presses('Ссылку')
}

async function atSure(rig: Rig): Promise<void> {
  await rig.says('/event_update 55')
  await rig.presses('Отменить встречу')
}
