import { describe, expect, test } from 'vitest'
import { plain } from '../../support/chat-client.ts'
import { anna } from '../../support/rig.ts'
import { defaults, deskOf, openDesk, type Desk } from './desk.ts'

const hourMs = 3_600_000
const buttons =
  '[Утро] [Вечер] [Встречи]\n[Сроки] [Дни] [Тихие часы]\n[Часовой пояс] [Пауза]\n[Выключить всё]'
const overview = [
  'Уведомления включены. Время — Москва (UTC+3).',
  'Утро: 8:00, рабочие дни',
  'Вечер: 18:00, рабочие дни',
  'Встречи: за 15 минут, важные ещё и за час',
  'Сроки: накануне, в день срока, после срока',
  'Пустые сводки: не присылаю',
  'Тихие часы: с 22:00 до 7:00',
  buttons,
].join('\n')

async function notificationsOf(desk: Desk) {
  return { ...defaults.notifications, ...(await desk.saved())?.notifications }
}

test('/notifications shows what comes and when, and asks the database for nothing but that', async () => {
  await using desk = await openDesk()
  expect(await desk.says('/notifications')).toBe(overview)
  expect(await desk.saved()).toBeNull()
})

describe('each button leads to its question, and back to the card with what was saved', () => {
  test.each([
    [['Утро', '7:30'], 'утро — 7:30, с завтрашнего дня', 'Утро: ', '7:30, рабочие дни'],
    [['Утро', 'Не присылать'], 'утреннюю сводку не присылаю', 'Утро: ', 'не присылаю'],
    [['Вечер', '19:00'], 'вечер — 19:00', 'Вечер: ', '19:00, рабочие дни'],
    [['Вечер', 'Не присылать'], 'вечернюю сводку не присылаю', 'Вечер: ', 'не присылаю'],
    [
      ['Встречи', 'За 5 минут'],
      'встречи — за 5 минут, важные ещё и за час',
      'Встречи: ',
      'за 5 минут, важные ещё и за час',
    ],
    [
      ['Встречи', 'За 10 минут'],
      'встречи — за 10 минут, важные ещё и за час',
      'Встречи: ',
      'за 10 минут, важные ещё и за час',
    ],
    [
      ['Встречи', 'За 30 минут'],
      'встречи — за 30 минут, важные ещё и за час',
      'Встречи: ',
      'за 30 минут, важные ещё и за час',
    ],
    [['Встречи', 'Не напоминать'], 'встречи — не напоминаю', 'Встречи: ', 'не напоминаю'],
    [['Встречи', '✓ О важных ещё и за час'], 'встречи — за 15 минут', 'Встречи: ', 'за 15 минут'],
    [['Тихие часы', 'Выключить тихие часы'], 'тихие часы — выключены', 'Тихие часы: ', 'выключены'],
  ] as const)('%j', async (labels, notice, line, now) => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses(...labels)).toMatch(
      new RegExp(`^Сохранил: ${notice}\\.\n\nУведомления включены\\.`),
    )
    expect(desk.line(line)).toBe(now)
    // All of it in one message.
    expect(desk.rig.messages()).toHaveLength(1)
    // It is the same for whoever comes later.
    await desk.says('/notifications')
    expect(desk.line(line)).toBe(now)
  })

  test('what is switched off can be switched on again', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро', 'Не присылать', 'Утро', '8:00')
    await desk.presses('Вечер', 'Не присылать', 'Вечер', '18:00')
    await desk.presses('Встречи', 'Не напоминать', 'Встречи', 'За 15 минут')
    await desk.presses('Встречи', '✓ О важных ещё и за час', 'Встречи', '○ О важных ещё и за час')
    await desk.presses('Тихие часы', 'Выключить тихие часы', 'Тихие часы', 'Включить тихие часы')
    expect(desk.screen().split('\n\n')[1]).toBe(overview)
    expect(await notificationsOf(desk)).toEqual(defaults.notifications)
  })

  test('where nothing is said of meetings there is nothing to choose of important ones', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Встречи', 'Не напоминать', 'Встречи')).toBe(
      'За сколько напоминать о встречах?\n[За 5 минут] [За 10 минут]\n[За 15 минут] [За 30 минут]\n[← К настройкам]',
    )
  })

  test('several deadlines are ticked one after another', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Сроки')).toBe(
      'Когда напоминать о сроках задач? Отмеченное приходит.\n[✓ Накануне] [✓ В день срока]\n[✓ После срока] [← К настройкам]',
    )
    expect(await desk.presses('✓ Накануне')).toBe(
      'Сохранил: сроки — в день срока, после срока.\n\nКогда напоминать о сроках задач? Отмеченное приходит.\n[○ Накануне] [✓ В день срока]\n[✓ После срока] [← К настройкам]',
    )
    expect(await desk.presses('✓ В день срока', '✓ После срока')).toContain('Сохранил: сроки — не напоминаю.')
    await desk.presses('← К настройкам')
    expect(desk.line('Сроки: ')).toBe('не напоминаю')
    await desk.presses('Сроки', '○ Накануне', '○ В день срока', '○ После срока', '← К настройкам')
    expect(desk.screen()).toBe(overview)
  })

  test('days and empty digests are ticked on one card', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Дни', '✓ Только рабочие дни')).toContain(
      'Сохранил: сводки — каждый день, пустые не присылаю.',
    )
    expect(await desk.presses('○ Пустые сводки')).toContain(
      'Сохранил: сводки — каждый день, пустые присылаю.',
    )
    await desk.presses('← К настройкам')
    expect(desk.line('Утро: ')).toBe('8:00, каждый день')
    expect(desk.line('Пустые сводки: ')).toBe('присылаю')
    await desk.presses('Дни', '○ Только рабочие дни', '✓ Пустые сводки', '← К настройкам')
    expect(desk.screen()).toBe(overview)
  })

  test('back from a question, and from a card of ticks, nothing has changed', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    for (const label of ['Утро', 'Вечер', 'Часовой пояс'])
      expect(await desk.presses(label, '← Назад')).toBe(overview)
    for (const label of ['Встречи', 'Сроки', 'Дни', 'Тихие часы'])
      expect(await desk.presses(label, '← К настройкам')).toBe(overview)
    expect(await desk.presses('Утро', '✕ Отмена')).toBe('Больше ничего не меняю. Вернуться — /notifications.')
    expect(await desk.saved()).toBeNull()
  })
})

describe('an hour', () => {
  test('is typed in any words, and refused with an example', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Утро')).toBe(
      'Во сколько присылать утреннюю сводку?\n[7:30] [8:00] [9:00]\n[Другое] [Не присылать]\n[← Назад] [✕ Отмена]',
    )
    expect(await desk.presses('Другое')).toMatch(/^Напишите время, например 8:30\.\n\[7:30\]/)
    expect(await desk.says('когда-нибудь')).toMatch(/^Напишите время, например 8:30\./)
    expect(await desk.says('25:00')).toMatch(/^Напишите время, например 8:30\./)
    expect(await desk.says('8.45')).toMatch(/^Сохранил: утро — 8:45, с завтрашнего дня\./)
    await desk.presses('Вечер')
    expect(await desk.says('в полседьмого вечера')).toMatch(/^Сохранил: вечер — 18:30\./)
    expect((await notificationsOf(desk)).evening).toEqual({ enabled: true, atMinutes: 1_110 })
  })

  test('that has passed today is one of tomorrow, by the clock of the person’s own zone', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    desk.rig.clock.set('2026-11-23T08:29:00+03:00')
    await desk.presses('Утро')
    expect(await desk.says('8:30')).toMatch(/^Сохранил: утро — 8:30\./)
    desk.rig.clock.set('2026-11-23T08:30:00+03:00')
    await desk.presses('Утро')
    expect(await desk.says('8:30')).toMatch(/^Сохранил: утро — 8:30, с завтрашнего дня\./)
    await desk.presses('Часовой пояс')
    await desk.says('Калининград')
    await desk.presses('Утро')
    expect(await desk.says('8:30')).toMatch(/^Сохранил: утро — 8:30\./)
  })

  test('of the morning comes before that of the evening', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро')
    expect(await desk.says('18:00')).toMatch(
      /^Утренняя сводка должна приходить раньше вечерней, а та — в 18:00\. Напишите время пораньше\.\n\[7:30\]/,
    )
    expect(await desk.says('10:00')).toMatch(/^Сохранил: утро — 10:00/)
    await desk.presses('Вечер')
    expect(await desk.says('9:00')).toMatch(
      /^Вечерняя сводка должна приходить позже утренней, а та — в 10:00\. Напишите время попозже\.\n\[17:00\]/,
    )
    expect(await desk.presses('17:00')).toMatch(/^Сохранил: вечер — 17:00\./)
  })

  test('is remembered with the moment it was chosen: what fell due before is not owed', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро', '9:00')
    const morning = desk.rig.clock.now()
    expect((await desk.saved())?.chosenAtMs).toEqual({ morning, evening: 0, all: 0 })
    await desk.presses('Часовой пояс')
    await desk.says('Омск')
    const zone = desk.rig.clock.now()
    expect((await desk.saved())?.chosenAtMs).toEqual({ morning: zone, evening: zone, all: 0 })
    await desk.presses('Выключить всё', 'Включить')
    expect((await desk.saved())?.chosenAtMs).toEqual({
      morning: zone,
      evening: zone,
      all: desk.rig.clock.now(),
    })
  })
})

describe('everything', () => {
  test('is switched off and on again, with what was chosen', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро', '9:00')
    expect(await desk.presses('Выключить всё')).toBe(
      'Уведомления выключены. Команды работают. Время — Москва (UTC+3).\n[Часовой пояс] [Включить]',
    )
    expect((await notificationsOf(desk)).enabled).toBe(false)
    expect(await desk.presses('Включить')).toMatch(/^Уведомления включены\. .*\nУтро: 9:00, рабочие дни\n/)
  })

  test('is paused from the card, and comes again from it', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Пауза')).toContain('До какого дня не присылать уведомления?')
    await desk.presses('До понедельника')
    expect(plain(desk.rig.texts().at(-2) ?? '')).toBe(
      'Пауза до понедельника, 30 ноября. Срочное смотрите в /tasks и /schedule.',
    )
    expect(desk.line('Пауза ')).toBe('до понедельника, 30 ноября.')
    expect(desk.screen()).toContain('[Снять паузу]')
    expect(await desk.presses('Снять паузу')).toMatch(/^Пауза снята\.\n\nУведомления включены\./)
    expect(desk.screen()).toContain(buttons)
    expect((await notificationsOf(desk)).pausedUntil).toBeNull()
  })
})

describe('the zone', () => {
  test.each([
    ['Екатеринбург', 'Asia/Yekaterinburg', 'Екатеринбург (UTC+5)'],
    ['живу в Омске', 'Asia/Omsk', 'Омск (UTC+6)'],
    ['UTC+5', 'Etc/GMT-5', 'UTC+5'],
    ['+03:00', 'Etc/GMT-3', 'UTC+3'],
    ['мск+2', 'Etc/GMT-5', 'UTC+5'],
    ['Asia/Almaty', 'Asia/Almaty', 'Алматы (UTC+5)'],
  ])('«%s» is %s', async (typed, zone, shown) => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.presses('Часовой пояс')).toBe(
      'Ваш город или часовой пояс? Например: Екатеринбург, UTC+5.\n[← Назад] [✕ Отмена]',
    )
    expect(await desk.says(typed)).toMatch(/^Сохранил: время — /)
    expect(desk.screen()).toContain(`Сохранил: время — ${shown}.\n\nУведомления включены. Время — ${shown}.`)
    expect((await desk.link())?.zone).toBe(zone)
  })

  test('that nobody knows is refused with an example, and nothing changes', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Часовой пояс')
    for (const typed of ['Тридевятое царство', 'UTC+15', 'utc+5:30', '12345', '+03:00; drop', '__proto__'])
      expect(await desk.says(typed)).toMatch(/^Не знаю такого места\. /)
    expect((await desk.link())?.zone).toBe('Europe/Moscow')
  })

  test('changed near midnight changes which day it is, and so whether a pause is over', async () => {
    await using desk = await openDesk()
    desk.rig.clock.set('2026-11-23T23:30:00+03:00')
    expect(await desk.says('/pause до завтра')).toContain('Пауза до вторника, 24 ноября.')
    await desk.says('/notifications')
    expect(desk.line('Пауза ')).toBe('до вторника, 24 ноября.')
    await desk.presses('Часовой пояс')
    // There it is the 24th already.
    await desk.says('Екатеринбург')
    expect(desk.line('Пауза ')).toBeUndefined()
    expect(await desk.says('/pause до завтра')).toContain('Пауза до среды, 25 ноября.')
    await desk.says('/notifications')
    await desk.presses('Часовой пояс')
    await desk.says('Калининград')
    expect(desk.line('Пауза ')).toBe('до среды, 25 ноября.')
  })
})

describe('whatever is pressed', () => {
  test('twice, late or by a forged button changes nothing more', async () => {
    await using desk = await openDesk()
    const { rig } = desk
    await desk.says('/notifications')
    await desk.presses('Сроки')
    const off = rig.pressData('✓ Накануне')
    for (let tap = 0; tap < 3; tap += 1) {
      await rig.does({ type: 'press', pressId: `p${tap}`, data: off, messageId: 1 })
      await rig.waits(tap === 0 ? 100 : 5_000)
    }
    // The second and third were of a card that looked otherwise: they were shown the present one.
    expect((await notificationsOf(desk)).deadlines).toEqual({ dayBefore: false, onDay: true, passed: true })
    const [token = ''] = off.split('.')
    for (const data of ['нет-такой', `${token}.9.0`, `${token}.1.zz`, '', 'AAAAAAAAAAAAAA.1.0'])
      await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    expect((await notificationsOf(desk)).deadlines).toEqual({ dayBefore: false, onDay: true, passed: true })
    await rig.waits(49 * hourMs)
    const late = await rig.does({ type: 'press', pressId: 'p', data: off, messageId: 1 })
    expect(JSON.stringify(late)).toContain('Кнопка устарела.')
  })

  test('by somebody else on this person’s card does nothing', async () => {
    await using desk = await openDesk()
    const { rig } = desk
    await desk.says('/notifications')
    const stranger = rig.update(
      { type: 'press', pressId: 'p', data: rig.pressData('Выключить всё'), messageId: 1 },
      { chat: (anna + 1) as typeof anna },
    )
    await rig.takes([stranger])
    expect(await desk.saved()).toBeNull()
  })

  test('survives a restart between the question and the answer', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро')
    await using later = await desk.rig.restarts()
    const again = deskOf(later)
    expect(await again.says('9:15')).toMatch(/^Сохранил: утро — 9:15, с завтрашнего дня\./)
    expect(await again.presses('Дни', '✓ Только рабочие дни')).toContain('каждый день')
  })
})

test('words beside the card are offered to who takes them, and a command takes its place', async () => {
  await using desk = await openDesk()
  await desk.says('/notifications')
  await desk.says('/pause')
  expect(desk.screen()).toContain('До какого дня')
  expect((await desk.rig.stored()).state.frames).toHaveLength(1)
})

test('a row of an older shape is shown completed, and saved complete', async () => {
  await using desk = await openDesk()
  await desk.leaves({
    notifications: { morning: { enabled: true, atMinutes: 'восемь' }, workDaysOnly: false },
  })
  await desk.says('/notifications')
  expect(desk.line('Утро: ')).toBe('8:00, каждый день')
  await desk.presses('Тихие часы', 'Выключить тихие часы')
  expect(await desk.saved()).toEqual({
    ...defaults,
    notifications: { ...defaults.notifications, workDaysOnly: false, quiet: null },
  })
})

test('a chat that speaks for nobody has nothing to set', async () => {
  await using desk = await openDesk({ linked: false })
  for (const command of ['/notifications', '/settings', '/pause на 3 дня', '/pause снять']) {
    expect(await desk.says(command)).toBe(
      'Не получилось, ничего не изменилось. Попробуйте ещё раз немного позже.',
    )
  }
  expect(await desk.saved()).toBeNull()
})
