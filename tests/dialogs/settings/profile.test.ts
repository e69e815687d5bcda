import { describe, expect, test } from 'vitest'
import { deskOf, openDesk } from './desk.ts'

const profile = [
  'Анна Ковалёва',
  'Менеджер проектов',
  'Чат подключён: сегодня, 12:00',
  'Время — Москва (UTC+3)',
  'Язык — русский',
  '[Часовой пояс] [Язык: English]',
  '[Уведомления] [Отключить]',
].join('\n')

const english = [
  'Анна Ковалёва',
  'Менеджер проектов',
  'Connected: today, 12:00',
  'Time zone: Moscow (UTC+3)',
  'Language: English',
  '[Time zone] [Language: Русский]',
  '[Notifications] [Disconnect]',
].join('\n')

test('/settings shows who the chat speaks for, since when, and in which zone and language', async () => {
  await using desk = await openDesk()
  expect(await desk.says('/settings')).toBe(profile)
  await desk.rig.waits(3 * 86_400_000)
  await desk.says('/settings')
  expect(desk.line('Чат подключён: ')).toBe('пн, 23 ноября, 12:00')
})

describe('the language', () => {
  test('changes in the same breath, and back', async () => {
    await using desk = await openDesk()
    await desk.says('/settings')
    expect(await desk.presses('Язык: English')).toBe(`From now on I speak English.\n\n${english}`)
    expect((await desk.saved())?.language).toBe('en')
    expect(await desk.says('/nonsense')).toBe('There is no such command. The list: /help.')
    await desk.says('/notifications')
    expect(desk.line('Morning: ')).toBe('8:00, work days')
    expect(await desk.says('/settings')).toBe(english)
    expect(await desk.presses('Language: Русский')).toBe(`Теперь говорю по-русски.\n\n${profile}`)
    expect((await desk.saved())?.language).toBe('ru')
  })

  test('of an old card pressed again changes nothing but the card', async () => {
    await using desk = await openDesk()
    const { rig } = desk
    await desk.says('/settings')
    const data = rig.pressData('Язык: English')
    await desk.presses('Язык: English', 'Language: Русский')
    await rig.waits(5_000)
    await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    expect((await desk.saved())?.language).toBe('ru')
    expect(desk.screen()).toContain('Язык — русский')
  })

  test('outlives a restart', async () => {
    await using desk = await openDesk()
    await desk.says('/settings')
    await desk.presses('Язык: English')
    await using later = await desk.rig.restarts()
    expect(await deskOf(later).says('/settings')).toBe(english)
  })
})

test('the zone is changed by a city, said back as people call it, and refused where nobody knows it', async () => {
  await using desk = await openDesk()
  await desk.says('/settings')
  expect(await desk.presses('Часовой пояс')).toContain('Ваш город или часовой пояс?')
  expect(await desk.says('Нарния')).toMatch(/^Не знаю такого места\./)
  expect(await desk.presses('← Назад')).toBe(profile)
  await desk.presses('Часовой пояс')
  expect(await desk.says('Владивосток')).toMatch(
    /^Сохранил: время — Владивосток \(UTC\+10\)\.\n\nАнна Ковалёва\nМенеджер проектов\nЧат подключён: сегодня, 19:00\nВремя — Владивосток \(UTC\+10\)\n/,
  )
  await desk.presses('Часовой пояс')
  expect(await desk.presses('✕ Отмена')).toBe('Больше ничего не меняю. Вернуться — /settings.')
})

test('its buttons lead to the notifications and to disconnecting', async () => {
  await using desk = await openDesk()
  await desk.says('/settings')
  expect(await desk.presses('Уведомления')).toContain('Уведомления включены.')
  await desk.says('/settings')
  expect(await desk.presses('Отключить')).toBe(
    'Отключить помощника? Напоминания перестанут приходить, настройки удалятся.\n[Отключить] [Оставить]',
  )
})

describe('disconnecting', () => {
  test('forgets everything that was chosen', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    await desk.presses('Утро', '9:00')
    await desk.says('/pause на 3 дня')
    await desk.says('/settings')
    await desk.presses('Отключить')
    expect(await desk.presses('Отключить')).toBe('Чат отключён. Вернуться можно в любой момент: /start.')
    expect(await desk.saved()).toBeNull()
    expect(await desk.link()).toBeNull()
    await desk.rig.links()
    await desk.says('/notifications')
    expect(desk.line('Утро: ')).toBe('8:00, рабочие дни')
    expect(desk.line('Пауза ')).toBeUndefined()
  })

  test('is given up in words that leave no doubt', async () => {
    await using desk = await openDesk()
    await desk.says('/unlink')
    expect(await desk.says('/cancel')).toBe('Не отключаю: всё остаётся как было.')
    await desk.says('/unlink')
    expect(await desk.presses('Оставить')).toBe('Хорошо, всё остаётся как было.')
    await desk.says('/unlink')
    expect(await desk.says('нет')).toBe('Хорошо, всё остаётся как было.')
    expect(await desk.link()).not.toBeNull()
    await desk.says('/unlink')
    expect(await desk.says('да')).toBe('Чат отключён. Вернуться можно в любой момент: /start.')
  })

  test('takes away what an open card could still do', async () => {
    await using desk = await openDesk()
    const { rig } = desk
    await desk.says('/notifications')
    const data = rig.pressData('Выключить всё')
    await desk.says('/unlink')
    await desk.presses('Отключить')
    await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    expect(await desk.saved()).toBeNull()
  })
})

describe('words after a command', () => {
  test.each([
    ['/settings английский', 'From now on I speak English.'],
    ['/settings English', 'From now on I speak English.'],
    ['/settings Язык: English', 'From now on I speak English.'],
    ['/settings по-русски', 'Теперь говорю по-русски.'],
    ['/settings часовой пояс', 'Ваш город или часовой пояс?'],
    ['/notifications off', 'Уведомления выключены. Команды работают.'],
    ['/notifications Выключить всё', 'Уведомления выключены. Команды работают.'],
    ['/notifications вкл', 'Уведомления включены.'],
    ['/notifications утро', 'Во сколько присылать утреннюю сводку?'],
    ['/notifications снять паузу', 'Паузы и так нет.'],
    ['/notifications тишина', 'В тихие часы, с 22:00 до 7:00'],
    ['/pause до пятницы', 'Пауза до пятницы, 27 ноября.'],
    ['/pause снять паузу', 'Паузы и так нет.'],
    ['/pause снять сейчас же', 'Паузы и так нет.'],
  ])('%s: %s', async (words, answer) => {
    await using desk = await openDesk()
    expect(await desk.says(words)).toMatch(new RegExp(`^${answer}`))
    expect(desk.rig.texts()).toHaveLength(1)
  })

  test.each([
    ['/settings погромче', 'погромче', profile],
    ['/notifications завтра', 'завтра', 'Уведомления включены.'],
    ['/unlink немедленно', 'немедленно', 'Отключить помощника?'],
    ['/pause навсегда', 'навсегда', 'До какого дня не присылать уведомления?'],
    ['/pause снять насовсем', 'насовсем', 'Паузы и так нет.'],
    ['/whoami я', 'я', 'Этот чат подключён: Анна Ковалёва'],
  ])(
    'that mean nothing there are named, and the command is done all the same: %s',
    async (words, what, then) => {
      await using desk = await openDesk()
      expect((await desk.says(words)).startsWith(then)).toBe(true)
      expect(desk.rig.texts()[0]).toBe(`Не понял, что значит «${what}» после команды.`)
    },
  )

  test('may be typed under the card as well', async () => {
    await using desk = await openDesk()
    await desk.says('/notifications')
    expect(await desk.says('выключи')).toMatch(/^Уведомления выключены\./)
    expect(await desk.says('вкл')).toMatch(/^Уведомления включены\./)
    await desk.says('/settings')
    expect(await desk.says('Английский!')).toMatch(/^From now on I speak English\./)
    // What no button of the card says, because it is so already, is no answer.
    expect(await desk.says('english')).toMatch(/^For now I understand commands and buttons\./)
  })
})

describe('/whoami', () => {
  test('says for whom the chat speaks, of which portal, in which zone, and since when', async () => {
    await using desk = await openDesk()
    expect(await desk.says('/whoami')).toBe(
      [
        'Этот чат подключён: Анна Ковалёва',
        'Менеджер проектов',
        'Битрикс24 — romashka.bitrix24.example',
        'Время — Москва (UTC+3)',
        'Подключён: сегодня, 12:00',
        '[Профиль]',
      ].join('\n'),
    )
    expect(await desk.presses('Профиль')).toBe(profile)
  })

  test('leaves what is under way where it is', async () => {
    await using desk = await openDesk()
    await desk.says('/pause')
    await desk.says('/whoami')
    await desk.says('/whoami')
    expect(desk.rig.texts().filter((text) => text.startsWith('Этот чат подключён'))).toHaveLength(2)
  })

  test('works in a chat that speaks for nobody, and begins nothing there', async () => {
    await using desk = await openDesk({ linked: false })
    expect(await desk.says('/whoami')).toBe('Этот чат ни к кому не подключён. Подключить — /start.')
    await desk.says('/cancel')
    expect(desk.screen()).toContain('Сейчас отменять нечего')
  })

  test('shows no line for a position that is not known', async () => {
    await using desk = await openDesk({ position: null })
    expect(await desk.says('/whoami')).toContain('Анна Ковалёва\nБитрикс24 — ')
    expect(await desk.says('/settings')).toContain('Анна Ковалёва\nЧат подключён')
  })
})
