import { describe, expect, test } from 'vitest'
import { openOffice, screen, staff, urls, type Office } from './office.ts'
import { defaultSettings } from '../../../src/dialogs/settings/settings-of.ts'
import { anna, type Rig } from '../../support/rig.ts'

const nav = '[← Назад] [✕ Отмена]'
const linkScreen = `Нужна ссылка на Телемост?\n[Создать ссылку] [Вставить свою]\n[Без ссылки]\n${nav}`

function added({ added: all }: Office) {
  return all.at(-1)?.event
}

describe('from the question to the meeting', () => {
  test('everything is asked, step by step, and the meeting is created once', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event')
    expect(screen(rig)).toBe(
      'Как назовём встречу? Можно сразу со временем: «Планёрка завтра 10:00–10:30».\n[✕ Отмена]',
    )
    await rig.says('Показ клиенту')
    expect(screen(rig)).toContain('Когда начало?')
    expect(screen(rig)).toContain(`[Сегодня] [Завтра] [Календарь]\n${nav}`)
    await rig.presses('Завтра')
    expect(screen(rig)).toBe(`Во сколько начало? Например: «15:00».\n[Весь день]\n${nav}`)
    await rig.says('15')
    expect(screen(rig)).toBe(
      `Сколько продлится? Можно и так: «до 16:30».\n[30 минут] [1 час] [1,5 часа]\n[Весь день]\n${nav}`,
    )
    await rig.presses('1\u00A0час')
    expect(screen(rig)).toBe(`Кого пригласить? Напишите имя или фамилию коллеги.\n[Никого]\n${nav}`)
    await rig.says('Петрова')
    await rig.says('Соколова')
    expect(screen(rig)).toContain('Нашёл 2 человека. Кого выбрать?')
    await rig.presses('Мария Соколова · Юрист')
    expect(screen(rig)).toBe(
      `Участники: 2. Добавить ещё? Напишите имя; лишнего уберёт кнопка с крестиком.\n[✕ Анна Петрова] [✕ Мария Соколова]\n[Готово]\n${nav}`,
    )
    await rig.presses('Готово')
    expect(screen(rig)).toBe(linkScreen)
    await rig.presses('Создать ссылку')
    expect(screen(rig)).toBe(
      [
        'Проверьте встречу:',
        'Показ клиенту',
        'завтра, вт, 24 ноября, 15:00–16:00 · Москва (UTC+3)',
        'Участники: Анна Петрова, Мария Соколова',
        'Ссылка: https://telemost.yandex.ru/j/10000000001',
        '[Создать]',
        '[Изменить] [✕ Отмена]',
      ].join('\n'),
    )
    expect(office.added).toEqual([])
    await rig.presses('Создать')
    expect(screen(rig)).toBe(
      '✅ Встреча создана: «Показ клиенту», завтра, вт, 24 ноября, 15:00–16:00 · Москва (UTC+3). Напомню за 15 минут.\n[Войти в Телемост]\n[Открыть в Битрикс24]\n[Ещё встреча]',
    )
    expect(urls(rig)).toEqual(['https://telemost.yandex.ru/j/10000000001', 'https://portal.example/event/90'])
    expect(office.added).toHaveLength(1)
    expect(added(office)).toEqual({
      title: 'Показ клиенту',
      owner: { id: 101, name: 'Анна Ковалёва' },
      time: { allDay: false, from: '2026-11-24T15:00', to: '2026-11-24T16:00', zone: 'Europe/Moscow' },
      participants: [15, 32],
      link: 'https://telemost.yandex.ru/j/10000000001',
      description: '',
      recurrence: null,
    })
    expect(office.busyAsked).toEqual([
      { people: [15, 32], from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T13:00:00.000Z' },
    ])
    await rig.presses('Ещё встреча')
    expect(screen(rig)).toContain('Как назовём встречу?')
  })

  const times: readonly (readonly [words: string, shown: string, time: object])[] = [
    [
      'Планёрка завтра 10:00–10:30',
      'завтра, вт, 24 ноября, 10:00–10:30 · Москва (UTC+3)',
      { allDay: false, from: '2026-11-24T10:00', to: '2026-11-24T10:30', zone: 'Europe/Moscow' },
    ],
    [
      'Планёрка завтра в 10 на полтора часа',
      'завтра, вт, 24 ноября, 10:00–11:30 · Москва (UTC+3)',
      { allDay: false, from: '2026-11-24T10:00', to: '2026-11-24T11:30', zone: 'Europe/Moscow' },
    ],
    [
      'Планёрка с 1 по 3 декабря',
      'вт, 1 декабря – чт, 3 декабря',
      { allDay: true, from: '2026-12-01', to: '2026-12-03', zone: 'Europe/Moscow' },
    ],
  ]
  test.each(times)('«%s» needs no questions about the time', async (words, shown, time) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says(`/event ${words}`)
    expect(screen(rig)).toContain('Кого пригласить?')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    expect(screen(rig)).toContain(`Проверьте встречу:\nПланёрка\n${shown}\n[Создать]`)
    await rig.says('да')
    expect(added(office)).toMatchObject({ title: 'Планёрка', time, participants: [], link: null })
    expect(office.busyAsked).toEqual([])
  })

  const lengths: readonly (readonly [start: string, answers: readonly string[], time: object])[] = [
    ['завтра в 15', ['до 16:30'], { from: '2026-11-24T15:00', to: '2026-11-24T16:30' }],
    ['завтра в 22', ['до 1:00'], { from: '2026-11-24T22:00', to: '2026-11-25T01:00' }],
    ['завтра в 15', ['45 минут'], { from: '2026-11-24T15:00', to: '2026-11-24T15:45' }],
    ['завтра в 15', ['1,5 часа'], { from: '2026-11-24T15:00', to: '2026-11-24T16:30' }],
    ['завтра в 15', ['весь день'], { allDay: true, from: '2026-11-24', to: '2026-11-24' }],
    ['завтра', ['Весь день'], { allDay: true, from: '2026-11-24', to: '2026-11-24' }],
    ['в пятницу', ['9:30', '30 минут'], { from: '2026-11-27T09:30', to: '2026-11-27T10:00' }],
    ['сегодня', ['весь день'], { allDay: true, from: '2026-11-23', to: '2026-11-23' }],
  ]
  test.each(lengths)('«%s», then %j', async (start, answers, time) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор')
    await rig.says(start)
    for (const answer of answers) await rig.says(answer)
    expect(screen(rig)).toContain('Кого пригласить?')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    await rig.presses('Создать')
    expect(added(office)?.time).toMatchObject(time)
  })

  const series: readonly (readonly [words: string, rule: string, recurrence: object])[] = [
    [
      'Планёрка каждый понедельник в 10:00',
      'каждый понедельник; в первый раз пн, 30 ноября, 10:00–10:30 · Москва (UTC+3)',
      { frequency: 'weekly', interval: 1, weekdays: ['MO'], until: null, count: null },
    ],
    [
      'Планёрка по будням в 9:30',
      'по будням; в первый раз завтра, вт, 24 ноября, 9:30',
      { frequency: 'weekly', interval: 1, weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'] },
    ],
    [
      'Планёрка по средам и пятницам в 10:00 до 25 декабря',
      'каждую неделю: ср, пт, по пт, 25 декабря; в первый раз ср, 25 ноября, 10:00',
      { frequency: 'weekly', weekdays: ['WE', 'FR'], until: '2026-12-25' },
    ],
    ['Планёрка каждые 2 недели в 10:00', 'каждые 2 недели: ', { frequency: 'weekly', interval: 2 }],
    ['Планёрка каждый день в 10:00 5 раз', 'каждый день, 5 раз; ', { frequency: 'daily', count: 5 }],
    ['Планёрка каждое 10 число в 10:00', 'каждый месяц 10-го числа; ', { frequency: 'monthly', interval: 1 }],
  ]
  test.each(series)('«%s» is a series', async (words, rule, recurrence) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says(`/event ${words}`)
    await rig.says('30 минут')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    expect(screen(rig).replaceAll('09:30', '9:30')).toContain(rule)
    await rig.presses('Создать')
    expect(added(office)?.recurrence).toMatchObject(recurrence)
    expect(added(office)?.title).toBe('Планёрка')
  })

  test('a repetition the calendar cannot say is offered as its first day alone', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор')
    await rig.says('каждый первый понедельник месяца в 10:00')
    expect(screen(rig)).toContain(
      'Так повторять календарь не умеет. Подойдёт «каждый понедельник в 10» или один день.\n[пн, 7 декабря, 10:00]',
    )
    await rig.presses('пн, 7 декабря, 10:00'.replace('7 ', '7\u00A0'))
    await rig.presses('1\u00A0час')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    await rig.presses('Создать')
    expect(added(office)).toMatchObject({ recurrence: null, time: { from: '2026-12-07T10:00' } })
  })

  test.each(['/event Обзор в понедельник', 'Обзор в понедельник'])(
    'a day with two meanings (%s) is taken out of the title, and offered where it belongs',
    async (words) => {
      const { office, rig } = await openOffice()
      await using _rig = rig
      if (!words.startsWith('/')) await rig.says('/event')
      await rig.says(words)
      expect(screen(rig)).toContain('Когда начало?')
      expect(screen(rig)).toContain('[пн, 30 ноября]\n[сегодня, пн, 23 ноября]\n[Сегодня] [Завтра]')
      await rig.presses('пн, 30\u00A0ноября')
      await rig.presses('Весь день')
      await rig.presses('Никого')
      await rig.presses('Без ссылки')
      await rig.presses('Создать')
      expect(added(office)).toMatchObject({ title: 'Обзор', time: { from: '2026-11-30' } })
    },
  )

  test('a message outside any dialog can become a meeting', async () => {
    const { rig } = await openOffice()
    await using _rig = rig
    await rig.says('Созвон с подрядчиком в четверг 11:00–12:00')
    await rig.presses('📅 Встреча')
    expect(screen(rig)).toContain('Кого пригласить?')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    expect(screen(rig)).toContain('Созвон с подрядчиком\nчт, 26 ноября, 11:00–12:00')
  })

  test('speaks English to whoever speaks it', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    const say = (text: string) =>
      rig.takes([
        rig.update(
          text.startsWith('/')
            ? { type: 'command', name: 'event', argument: text.slice(7), messageId: 1 }
            : { type: 'text', text, messageId: 2 },
          { languageCode: 'en' },
        ),
      ])
    const press = (label: string) =>
      rig.takes([
        rig.update(
          { type: 'press', pressId: 'p', data: rig.pressData(label), messageId: 1 },
          { languageCode: 'en' },
        ),
      ])
    await say('/event Review every Monday at 10:00')
    await press('1\u00A0hour')
    await say('Ким')
    await press('Done')
    await press('No link')
    expect(screen(rig)).toBe(
      [
        'Check the meeting:',
        'Review',
        'every Monday; for the first time Mon 30 November, 10:00–11:00 · Moscow (UTC+3)',
        'Participants: Игорь Ким',
        '[Create]',
        '[Change] [✕ Cancel]',
      ].join('\n'),
    )
    await press('Create')
    expect(screen(rig)).toContain('✅ Meeting created: “Review”')
    expect(office.added).toHaveLength(1)
  })
})

describe('what does not fit', () => {
  test('a time that has passed, or ends before it begins, is asked for again', async () => {
    const { rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор')
    await rig.says('вчера в 10')
    expect(screen(rig)).toContain('Это время уже прошло: вчера, вс, 22 ноября, 10:00. Назовите другое.')
    await rig.says('сегодня')
    await rig.says('9:00')
    await rig.says('1 час')
    // The day was fine: only the hour is asked for again.
    expect(screen(rig)).toContain('Это время в тот день уже прошло. Во сколько начало?')
    await rig.says('← Назад')
    await rig.says('абракадабра')
    expect(screen(rig)).toContain('Не понял время «абракадабра».')
    await rig.says('завтра в 15')
    await rig.says('вечность')
    expect(screen(rig)).toContain('Не понял «вечность».')
    await rig.says('3 дня')
    expect(screen(rig)).toContain('Не понял «3 дня».')
    await rig.says('час')
    expect(screen(rig)).toContain('Кого пригласить?')
  })

  test('an end before the start is asked for again, and the start stays', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор')
    await rig.says('завтра в 15')
    await rig.says('до 14:00')
    expect(screen(rig)).toContain('Конец встречи получился раньше начала. Сколько продлится?')
    await rig.says('до 16:30')
    expect(screen(rig)).toContain('Кого пригласить?')
    await rig.says('Никого')
    await rig.says('Без ссылки')
    expect(screen(rig)).toContain('завтра, вт, 24 ноября, 15:00–16:30')
    await rig.says('Создать')
    expect(office.added[0]?.event.time).toMatchObject({ from: '2026-11-24T15:00', to: '2026-11-24T16:30' })
  })

  test('busy people are named, never with what they are busy; the time can be changed, and who was invited stays', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.busy = [27]
    await rig.says('/event Обзор завтра 15:00–16:00')
    await rig.says('Ким')
    await rig.says('Петрова')
    await rig.presses('Готово')
    expect(screen(rig)).toBe(
      `В это время заняты: Игорь Ким. Всё равно назначить?\n[Назначить] [Другое время]\n${nav}`,
    )
    await rig.presses('Другое время')
    expect(screen(rig)).toContain('Когда начало?')
    office.busy = []
    await rig.says('завтра 16:00–17:00')
    expect(screen(rig)).toBe(linkScreen)
    office.busy = [15, 27]
    await rig.presses('Без ссылки')
    await rig.presses('Изменить')
    await rig.presses('Время')
    await rig.says('завтра 15:00–16:00')
    expect(screen(rig)).toContain('В это время заняты: Игорь Ким, Анна Петрова.')
    await rig.says('назначить')
    expect(screen(rig)).toContain('Проверьте встречу:')
    await rig.presses('Создать')
    expect(added(office)).toMatchObject({ participants: [27, 15], time: { from: '2026-11-24T15:00' } })
  })

  test('nobody is warned of themselves', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.busy = [101]
    await rig.says('/event Обзор завтра 15:00–16:00')
    await rig.says('Ким')
    await rig.says('Ковалёва')
    await rig.presses('Готово')
    expect(screen(rig)).toBe(linkScreen)
    expect(office.busyAsked.map(({ people }) => people)).toEqual([[27]])
  })

  test('whether people are busy is a hint: without an answer it is left out', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    for (let times = 0; times < 3; times += 1) office.refuses('busy', 'temporary')
    await rig.says('/event Обзор завтра 15:00–16:00')
    await rig.says('Ким')
    await rig.presses('Готово')
    await rig.waits(10_000)
    expect(screen(rig)).toBe(linkScreen)
  })

  test('a twenty-first participant finds no room', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says(`/event ${'Ж'.repeat(226)} завтра 15:00–16:00`)
    for (const { name } of staff.slice(4, 24)) {
      await rig.says(name)
      await rig.waits(3_000)
    }
    expect(screen(rig)).toContain('Участники: 20.')
    await rig.says('Ким')
    expect(screen(rig)).toContain('Больше 20 участников позвать нельзя.')
    await rig.presses('Готово')
    await rig.presses('Создать ссылку')
    const card = rig.last().message
    expect(card.text.length).toBeLessThan(4_096)
    await rig.presses('Создать')
    expect(added(office)?.participants).toHaveLength(20)
    for (const { message } of rig.messages()) {
      expect(message.text.length).toBeLessThanOrEqual(4_096)
      expect(message.rows.flat().length).toBeLessThanOrEqual(100)
    }
  })

  test('a title that is too long keeps its beginning, and the description all of it', async () => {
    const { rig } = await openOffice()
    await using _rig = rig
    await rig.says(`/event ${'Ж'.repeat(251)}`)
    expect(screen(rig)).toContain('Название длиннее 250 символов: оставил начало, а весь текст — в описании.')
    expect(screen(rig)).toContain('Когда начало?')
    await rig.says('← Назад')
    // The description has no room for a second one: the reason is said, and nothing replaced.
    await rig.says('Ы'.repeat(251))
    expect(screen(rig)).toContain('Название — от 1 до 250 символов.')
    await rig.says('Ж'.repeat(250))
    expect(screen(rig)).toContain('Когда начало?')
  })
})

describe('the link', () => {
  test('one can be pasted, in any words, and is checked', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await atLink(rig)
    await rig.presses('Вставить свою')
    expect(screen(rig)).toBe(`Пришлите ссылку вида https://telemost.yandex.ru/j/…\n${nav}`)
    await rig.says('https://zoom.us/j/123')
    expect(screen(rig)).toContain('Это не похоже на ссылку Телемоста.')
    await rig.says('вот: https://telemost.yandex.ru/j/777?from=mail')
    expect(screen(rig)).toContain('Ссылка: https://telemost.yandex.ru/j/777\n')
    await rig.presses('Создать')
    expect(added(office)?.link).toBe('https://telemost.yandex.ru/j/777')
  })

  test('without a token none is offered to be made', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.rooms = false
    await atLink(rig)
    expect(screen(rig)).toBe(`Нужна ссылка на Телемост?\n[Вставить свою] [Без ссылки]\n${nav}`)
    await rig.says('создать ссылку')
    expect(screen(rig)).toContain('Нажмите одну из кнопок')
    expect(office.roomsMade).toBe(0)
  })

  test.each(['temporary', 'uncertain', 'config'])(
    'a failure (%s) leaves the other ways open',
    async (reason) => {
      const { office, rig } = await openOffice()
      await using _rig = rig
      for (let times = 0; times < 3; times += 1) office.refuses('room', reason)
      await atLink(rig)
      await rig.presses('Создать ссылку')
      await rig.waits(10_000)
      await rig.waits(10_000)
      expect(screen(rig)).toBe(
        `Телемост не создал ссылку. Можно вставить свою или сохранить встречу без ссылки.\n\n${linkScreen}`,
      )
      await rig.presses('Без ссылки')
      expect(screen(rig)).toContain('Проверьте встречу:')
    },
  )

  test('an account that may not is not offered to try again', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.refuses('room', 'unsupported')
    await atLink(rig)
    await rig.presses('Создать ссылку')
    expect(screen(rig)).toBe(
      `Телемост не создал ссылку. Можно вставить свою или сохранить встречу без ссылки.\n\nНужна ссылка на Телемост?\n[Вставить свою] [Без ссылки]\n${nav}`,
    )
    await rig.presses('Без ссылки')
    expect(screen(rig)).toContain('Проверьте встречу:')
  })

  test('a room is kept whatever else is changed, and given up with the choice of it', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await atLink(rig)
    await rig.presses('Создать ссылку')
    await rig.presses('Изменить')
    await rig.presses('Название')
    await rig.says('Показ')
    await rig.presses('Изменить')
    await rig.presses('Время')
    await rig.says('в пятницу 10:00–11:00')
    expect(screen(rig)).toContain('Показ\nпт, 27 ноября, 10:00–11:00')
    expect(screen(rig)).toContain('Ссылка: https://telemost.yandex.ru/j/10000000001')
    expect(office.roomsMade).toBe(1)
    await rig.presses('Изменить')
    await rig.presses('Ссылка')
    await rig.presses('Без ссылки')
    expect(screen(rig)).not.toContain('Ссылка:')
    await rig.presses('Создать')
    expect(added(office)).toMatchObject({ title: 'Показ', link: null })
  })
})

describe('when creating fails', () => {
  test('a portal that is down is asked again, with the same operation and the same room', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.refuses('add', 'temporary')
    office.refuses('add', 'temporary')
    await atCard(rig)
    await rig.presses('Создать')
    expect(screen(rig)).toContain('Битрикс24 не отвечает. Черновик сохранён')
    await rig.waits(3_000)
    await rig.waits(5_000)
    expect(screen(rig)).toContain('✅ Встреча создана')
    expect(office.added).toHaveLength(1)
    expect(office.added[0]?.repeated).toBe(false)
    expect(office.roomsMade).toBe(1)
  })

  test('an answer that was lost is looked for, and the person is told so', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.refuses('add', 'uncertain')
    await atCard(rig)
    await rig.presses('Создать')
    expect(screen(rig)).toContain(
      'Не уверен, что встреча создалась. Проверяю, чтобы не сделать две одинаковые.',
    )
    await rig.says('/cancel')
    expect(rig.texts().join('\n')).toContain('Встреча уже создаётся, отменить нельзя.')
    await rig.waits(6_000)
    expect(screen(rig)).toContain('✅ Встреча создана')
    expect(office.added[0]?.repeated).toBe(true)
  })

  test('one that stays in doubt says so, and a repeat is the same operation', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    for (let times = 0; times < 7; times += 1) office.refuses('add', 'uncertain')
    await atCard(rig)
    await rig.presses('Создать')
    for (let times = 0; times < 7; times += 1) await rig.waits(300_000)
    expect(screen(rig)).toContain('Не удалось узнать, создалась ли встреча.')
    await rig.presses('Создать')
    expect(office.added).toHaveLength(1)
    expect(office.added[0]?.repeated).toBe(true)
  })

  const refusals: readonly (readonly [reason: string, words: string])[] = [
    ['rejected_participants', 'Битрикс24 не принял участников.'],
    ['rejected_title', 'Битрикс24 не принял такое название. Напишите другое.'],
    ['rejected_time', 'Битрикс24 не принял такое время. Когда начало?'],
    ['denied', 'Битрикс24 не разрешил создать встречу в вашем календаре.'],
    ['config', 'Помощник временно недоступен, администратор уже знает. Черновик сохранён.'],
    ['rejected', 'Битрикс24 не принял встречу. Ничего не потеряно: измените её или создайте на портале.'],
  ]
  test.each(refusals)('a refusal (%s) is worded, and nothing is lost', async (reason, words) => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.refuses('add', reason)
    await atCard(rig)
    await rig.presses('Создать')
    expect(screen(rig)).toContain(words)
    if (reason === 'rejected_title') await rig.says('Другое')
    if (reason === 'rejected_time') await rig.says('в пятницу 10:00–11:00')
    expect(screen(rig)).toContain('Участники: Игорь Ким')
    await rig.presses('Создать')
    expect(screen(rig)).toContain('✅ Встреча создана')
    expect(office.added).toHaveLength(1)
  })

  test('a card that lay until its time had passed asks for another time', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор сегодня 13:00–14:00')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    await rig.waits(2 * 3_600_000)
    await rig.presses('Создать')
    expect(screen(rig)).toContain('Это время уже прошло. Когда начало?')
    expect(office.added).toEqual([])
    await rig.says('завтра 13:00–14:00')
    await rig.presses('Создать')
    expect(office.added).toHaveLength(1)
  })

  test('an attempt that may have gone through in time is looked for, however late it has become', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.refuses('add', 'uncertain')
    await rig.says('/event Обзор сегодня 12:01–14:00')
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    await rig.presses('Создать')
    await rig.waits(3 * 60_000)
    expect(screen(rig)).toContain('✅ Встреча создана')
    expect(office.added[0]?.repeated).toBe(true)
  })

  test('somebody dismissed since is named and not invited', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.inactive = [27]
    await atCard(rig)
    await rig.presses('Создать')
    expect(screen(rig)).toContain(
      'Пригласить больше нельзя: Игорь Ким — учётная запись в Битрикс24 не активна.',
    )
    expect(office.added).toEqual([])
    await rig.presses('Изменить')
    await rig.presses('Участники')
    await rig.presses('✕ Игорь Ким')
    await rig.presses('Никого')
    await rig.presses('Создать')
    expect(added(office)?.participants).toEqual([])
  })

  test('who is really the organiser is said', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    office.organiser = 'assistant'
    await atCard(rig)
    await rig.presses('Создать')
    expect(screen(rig)).toContain('Организатором в Битрикс24 указан «Помощник», вы — участник.')
  })
})

describe('the reminder', () => {
  const defaults = defaultSettings({
    morningAtMinutes: 480,
    eveningAtMinutes: 1080,
    eventLeadMinutes: 15,
    importantLeadMinutes: 60,
  })

  type Choice = Partial<typeof defaults.notifications>
  const choices: readonly (readonly [chosen: Choice, start: string, said: string])[] = [
    [{}, 'завтра 15:00–16:00', ' Напомню за 15 минут.'],
    [{ events: events(60) }, 'завтра 15:00–16:00', ' Напомню за час.'],
    [{ events: events(120) }, 'завтра 15:00–16:00', ' Напомню за 2 часа.'],
    [{ events: events(120) }, 'сегодня 13:00–14:00', ''],
    [{ pausedUntil: '2026-11-25' }, 'завтра 15:00–16:00', ''],
    [{ pausedUntil: '2026-11-25' }, 'в пятницу 15:00–16:00', ' Напомню за 15 минут.'],
    [{ enabled: false }, 'завтра 15:00–16:00', ''],
    [{ events: { ...events(15), enabled: false } }, 'завтра 15:00–16:00', ''],
    [{}, 'с 1 по 2 декабря', ''],
  ]
  test.each(choices)('is promised only where it will come: %j, %s', async (chosen, start, said) => {
    const { rig } = await openOffice()
    await using _rig = rig
    const settings = { ...defaults, notifications: { ...defaults.notifications, ...chosen } }
    await rig.store.transaction((unit) => unit.settings.save(anna, settings, rig.clock.now()))
    await rig.says(`/event Обзор ${start}`)
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    await rig.presses('Создать')
    expect(screen(rig)).toMatch(new RegExp(`[)\\p{L}]\\.${said}\\n\\[Открыть`, 'u'))
  })
})

describe('buttons and digressions', () => {
  test('an edited message corrects the title and the time it brought', async () => {
    const { rig } = await openOffice()
    await using _rig = rig
    const messageId = 7_000
    await rig.says('/event')
    await rig.does({ type: 'text', text: 'Планрка завтра 10:00–11:00', messageId })
    expect(screen(rig)).toContain('Кого пригласить?')
    await rig.does({ type: 'edited', text: 'Планёрка завтра 11:00–12:00', messageId })
    await rig.presses('Никого')
    await rig.presses('Без ссылки')
    expect(screen(rig)).toContain('Планёрка\nзавтра, вт, 24 ноября, 11:00–12:00')
    await rig.presses('Изменить')
    await rig.presses('Название')
    await rig.says('Обзор в четверг')
    expect(screen(rig)).toContain('Обзор в четверг\nзавтра, вт, 24 ноября, 11:00–12:00')
  })

  test('every button pressed twice, late or forged does its thing once at most', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    const press = (data: string) => rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    const labels = ['Завтра', 'Весь день', 'Никого', 'Создать ссылку', 'Создать']
    const pressed: string[] = []
    await rig.says('/event Обзор')
    for (const label of labels) {
      const data = rig.pressData(label)
      pressed.push(data)
      await press(data)
      await rig.waits(3_000)
      await press(data)
      await rig.waits(3_000)
      for (const old of pressed) await press(old.replace(/\d+$/, '7'))
      await rig.waits(3_000)
    }
    expect(office.added).toHaveLength(1)
    expect(office.roomsMade).toBe(1)
    for (const old of pressed) {
      await press(old)
      await rig.waits(3_000)
    }
    expect(office.added).toHaveLength(1)
    expect(screen(rig)).toContain('✅ Встреча создана')
  })

  test('a command in the middle asks once, and the meeting goes on where it was left', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    await rig.says('/event Обзор завтра 15:00–16:00')
    await rig.says('Ким')
    await rig.says('/note')
    expect(screen(rig)).toContain('Сейчас идёт «Новая встреча».')
    await rig.presses('Перейти')
    await rig.says('позвонить')
    expect(screen(rig)).toContain('Участники: 1.')
    await rig.presses('Готово')
    await rig.says('/schedule')
    await rig.presses('Остаться')
    await rig.presses('Без ссылки')
    await rig.presses('Создать')
    expect(added(office)?.participants).toEqual([27])
  })

  test('it can be given up at every step', async () => {
    const { office, rig } = await openOffice()
    await using _rig = rig
    const words = ['/event', 'Обзор', 'завтра', '15:00', '1 час', 'Ким', 'готово', 'вставить свою']
    for (let length = 1; length <= words.length; length += 1) {
      for (const word of words.slice(0, length)) {
        await rig.says(word)
        await rig.waits(3_000)
      }
      await rig.presses('✕ Отмена')
      expect(screen(rig)).toBe('Отменил. Ничего не создано.')
    }
    expect(office.added).toEqual([])
  })
})

/** The card of a meeting that is only short of its link. */
async function atLink(rig: Rig): Promise<void> {
  await rig.says('/event Обзор завтра 15:00–16:00')
  await rig.presses('Никого')
}

async function atCard(rig: Rig): Promise<void> {
  await rig.says('/event Обзор завтра 15:00–16:00')
  await rig.says('Ким')
  await rig.presses('Готово')
  await rig.presses('Создать ссылку')
}

function events(leadMinutes: number) {
  return { enabled: true, leadMinutes, importantLeadMinutes: null }
}
