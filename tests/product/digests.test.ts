/** The morning and the evening digest over real HTTP: when they come, what they say, what their buttons do. */
import { describe, expect, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import {
  anotherTicker,
  at,
  came,
  contract,
  quoted,
  does,
  goOnTo,
  messageWith,
  moscow,
  openTicking,
  ownTask,
  pressOn,
  setHour,
  taskNamed,
} from './reminder-talk.ts'

const morning = '☀️ Доброе утро, Анна. Вторник, 24 ноября.'
const heads = (texts: readonly string[]) => texts.map((text) => text.split('\n')[0])

test('a newcomer is told of the evening, and of the next morning', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  expect(await came(chat, () => at(world, '2026-11-23 17:59'))).toEqual([])
  const [evening = ''] = await came(chat, () => at(world, '2026-11-23 18:00'))
  expect(evening).toBe(
    [
      '🌙 Итоги дня, понедельник, 23 ноября.',
      '',
      'Осталось — 2 задачи',
      'Обновить прайс-лист — срок был 2 дня назад',
      'Подготовить договор с ООО «Вектор» — до 18:00',
      '',
      'Завтра — 4 встречи',
      'весь день День открытых дверей',
      '10:00–10:30 Планёрка отдела продаж · Телемост',
      '12:00–12:45 Согласование договора с «Вектором» · нет ответа',
      '18:30–19:30 личное событие',
    ].join('\n'),
  )
  expect(chat.buttons()).toEqual([['Перенести оставшиеся', 'Задачи']])
  ownTask(world, 'Отправить договор', '2026-11-24 12:00')
  const [digest = ''] = await came(chat, () => at(world, '2026-11-24 08:00'))
  expect(digest).toBe(
    [
      morning,
      '',
      'Встречи — 4',
      'весь день День открытых дверей',
      '10:00–10:30 Планёрка отдела продаж · Телемост',
      '12:00–12:45 Согласование договора с «Вектором» · нет ответа',
      '18:30–19:30 личное событие',
      '',
      'Срок сегодня — 1 задача',
      'до 12:00 Отправить договор',
      '',
      'Срок прошёл — 2 задачи',
      'Обновить прайс-лист — 3 дня назад',
      'Подготовить договор с ООО «Вектор» — вчера',
      '',
      'Ждёт вашей проверки — 1 задача',
      'Смета на ремонт склада',
    ].join('\n'),
  )
  expect(await came(chat, () => goOnTo(world, '2026-11-24 09:40'))).toEqual([])
})

test('what was done in the day stands in the evening digest, what was handed in as such', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  await does(
    world,
    () => chat.says('/tasks'),
    () => chat.clicks('1'),
    () => chat.clicks('Готово'),
  )
  const closed = world.portal
    .tasks()
    .find(({ status, responsibleId }) => status === 5 && responsibleId === 15)
  expect(closed).toBeDefined()
  const [evening = ''] = await came(chat, () => at(world, '2026-11-23 18:00'))
  expect(evening).toContain(`Сделано — 1 задача\n${closed?.title ?? ''}\n\nОсталось — 1 задача\n`)
})

test('its buttons open the lists, and it stays as it is', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  await at(world, '2026-11-24 08:00')
  await pressOn(world, chat, morning, 'Задачи')
  expect(chat.screen()).toContain('Ваши задачи')
  await pressOn(world, chat, morning, 'Расписание')
  expect(chat.screen()).toContain('Планёрка отдела продаж')
  expect(messageWith(chat, morning).labels).toEqual(['Задачи', 'Расписание'])
})

test('each day has one of each, however often the program is started anew', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  const texts = await came(chat, async () => {
    for (const moment of ['2026-11-24 07:59', '2026-11-24 08:00', '2026-11-24 08:01', '2026-11-24 11:59']) {
      await at(world, moment)
      await world.restart()
      await world.settled()
    }
  })
  expect(heads(texts).filter((head) => head === morning)).toEqual([morning])
})

test('two programs that keep time on one database tell it once', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  await using second = await anotherTicker(world)
  const texts = await came(chat, async () => {
    for (const moment of ['2026-11-24 07:58', '2026-11-24 08:00', '2026-11-24 08:05', '2026-11-24 09:45']) {
      world.pass(moscow(moment) - world.clock.now())
      second.dispatcher.nudge()
      await Promise.all([world.settled(), second.dispatcher.drained()])
      await Promise.all([world.settled(), second.dispatcher.drained()])
    }
  })
  expect(heads(texts)).toEqual([morning, '⏰ Через 15 минут — «Планёрка отдела продаж»'])
})

test('on a Monday morning it is said how many tasks have no deadline', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  for (const title of ['Разобрать почту', 'Обновить визитки', 'Прочитать отчёт'])
    world.portal.addTask({ title, responsibleId: 15, createdBy: 15 })
  const undated = world.portal
    .tasks()
    .filter((one) => one.responsibleId === 15 && one.deadlineMs === null && [2, 3].includes(one.status))
  await at(world, '2026-11-23 18:30')
  const [tuesday = ''] = await came(chat, () => at(world, '2026-11-24 08:00'))
  expect(tuesday).not.toContain('без срока')
  const [monday = ''] = await came(chat, () => at(world, '2026-11-30 08:00'))
  expect(monday).toMatch(new RegExp(`Ещё ${undated.length} задач[иа]? без срока: /tasks my\\.`))
})

test('on a day off there is none, on a work day moved to a Saturday there is', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  {
    await using store = await openStore({ url: `sqlite:${world.folder}/bot.db`, clock: world.clock })
    await store.transaction((unit) =>
      unit.workDays.replaceYear(2026, [
        { date: '2026-11-24', kind: 'off' },
        { date: '2026-11-28', kind: 'work' },
      ]),
    )
  }
  expect(heads(await came(chat, () => goOnTo(world, '2026-11-24 09:30', 60)))).not.toContain(morning)
  const saturday = await came(chat, () => at(world, '2026-11-28 08:00'))
  expect(saturday.join()).toContain('☀️ Доброе утро, Анна. Суббота, 28 ноября.')
  expect(await came(chat, () => at(world, '2026-11-29 08:00'))).toEqual([])
})

test('a portal that is away is waited for; after four hours the morning is over', async () => {
  await using world = await openTicking()
  const chat = await world.linkedChat()
  await at(world, '2026-11-24 07:50')
  await world.gate.shut()
  expect(await came(chat, () => goOnTo(world, '2026-11-24 08:30', 10))).toEqual([])
  await world.gate.reopen()
  expect(heads(await came(chat, () => goOnTo(world, '2026-11-24 08:40')))).toEqual([morning])
  await at(world, '2026-11-25 07:50')
  await world.gate.shut()
  await goOnTo(world, '2026-11-25 12:05', 30)
  await world.gate.reopen()
  expect(await came(chat, () => goOnTo(world, '2026-11-25 12:20'))).toEqual([])
})

describe('what a person chooses', () => {
  test('at 7:55 holds for the same morning, at 8:05 from the next one on', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-24 07:55')
    await setHour(world, chat, 'Утро', '9:00')
    expect(await came(chat, () => at(world, '2026-11-24 08:30'))).toEqual([])
    expect(heads(await came(chat, () => at(world, '2026-11-24 09:00')))).toEqual([morning])
    await at(world, '2026-11-25 09:05')
    await setHour(world, chat, 'Утро', '9:30')
    expect(heads(await came(chat, () => at(world, '2026-11-25 09:32')))).toEqual([])
    const thursday = await came(chat, () => at(world, '2026-11-26 09:30'))
    expect(thursday.join()).toContain('☀️ Доброе утро, Анна. Четверг, 26 ноября.')
  })

  test('a zone further east has had its morning today; the next one comes by its clock', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-24 07:55')
    await does(
      world,
      () => chat.says('/notifications'),
      () => chat.clicks('Часовой пояс'),
      () => chat.says('Новосибирск'),
    )
    expect(await came(chat, () => goOnTo(world, '2026-11-24 09:00', 10))).toEqual([])
    // 4:00 in Moscow is 8:00 there.
    expect(await came(chat, () => at(world, '2026-11-25 03:59'))).toEqual([])
    const texts = await came(chat, () => at(world, '2026-11-25 04:00'))
    expect(texts.join()).toContain('☀️ Доброе утро, Анна. Среда, 25 ноября.')
  })

  test('a zone further west does not bring the same morning twice', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-24 08:05')
    await does(
      world,
      () => chat.says('/notifications'),
      () => chat.clicks('Часовой пояс'),
      () => chat.says('Калининград'),
    )
    expect(heads(await came(chat, () => goOnTo(world, '2026-11-24 09:30', 10)))).not.toContain(morning)
  })

  test('a pause holds everything back, and nothing is made up for afterwards', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await does(world, () => chat.says('/pause до четверга'))
    expect(await came(chat, () => goOnTo(world, '2026-11-25 23:00', 180))).toEqual([])
    const texts = await came(chat, () => goOnTo(world, '2026-11-26 08:00', 180))
    expect(heads(texts)).toEqual(['☀️ Доброе утро, Анна. Четверг, 26 ноября.'])
  })

  test('a pause ended early lets the next thing come, not what is past', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await does(world, () => chat.says('/pause до пятницы'))
    await at(world, '2026-11-24 09:00')
    await does(world, () => chat.clicks('Снять паузу'))
    expect(await came(chat, () => goOnTo(world, '2026-11-24 09:40'))).toEqual([])
    expect(heads(await came(chat, () => at(world, '2026-11-24 09:45')))).toEqual([
      '⏰ Через 15 минут — «Планёрка отдела продаж»',
    ])
  })
})

describe('who is not there', () => {
  test('nothing is told to a chat that was disconnected', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-24 07:58')
    await does(
      world,
      () => chat.says('/unlink'),
      () => chat.clicks('Отключить'),
    )
    expect(await came(chat, () => goOnTo(world, '2026-11-24 10:00', 10))).toEqual([])
  })

  test('nor to one that blocked the bot; back again, it gets what comes next and nothing of the past', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    await at(world, '2026-11-24 07:58')
    chat.person.block()
    await world.settled()
    await goOnTo(world, '2026-11-24 09:00', 10)
    const calls = world.telegram.calls.filter(({ method }) => method === 'sendMessage').length
    chat.person.unblock()
    await world.settled()
    expect(heads(await came(chat, () => goOnTo(world, '2026-11-24 09:44')))).not.toContain(morning)
    expect(world.telegram.calls.filter(({ method }) => method === 'sendMessage').length).toBe(calls)
    expect(heads(await came(chat, () => at(world, '2026-11-24 09:45')))).toEqual([
      '⏰ Через 15 минут — «Планёрка отдела продаж»',
    ])
  })
})

describe('«Перенести оставшиеся»', () => {
  const tonight = '🌙 Итоги дня'

  test('asks for a time, confirms once, moves what is the person’s to move, and names the rest', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    ownTask(world, 'Отправить смету', '2026-11-23 19:00')
    ownTask(world, 'Позвонить в банк', '2026-11-23 20:00')
    await at(world, '2026-11-23 18:00')
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    expect(chat.screen()).toBe(
      [
        'Осталось: 4 задачи.',
        '• Обновить прайс-лист',
        `• ${contract}`,
        '• Отправить смету',
        '• Позвонить в банк',
        '',
        'На какой срок перенести? Например: «завтра в 15», «в пятницу», «25.11 18:00».',
        '[Завтра] [Пятница] [Через неделю]\n[Календарь]',
        '[✕ Отмена]',
      ].join('\n'),
    )
    await does(world, () => chat.says('в пятницу в 12'))
    expect(chat.screen()).toContain('Новый срок: пт, 27 ноября, 12:00 · Москва (UTC+3)\n[Перенести]')
    await does(world, () => chat.clicks('Перенести'))
    expect(chat.screen()).toBe(
      [
        '✅ Срок перенесён: 2 задачи — теперь пт, 27 ноября, 12:00 · Москва (UTC+3).',
        `Нет права переносить срок — его может изменить постановщик: «Обновить прайс-лист», ${quoted(contract)}.`,
      ].join('\n'),
    )
    const moved = ['Отправить смету', 'Позвонить в банк', contract].map(
      (title) => taskNamed(world, title).deadlineMs,
    )
    expect(moved).toEqual([
      moscow('2026-11-27 12:00'),
      moscow('2026-11-27 12:00'),
      moscow('2026-11-23 18:00'),
    ])
    expect(messageWith(chat, tonight).labels).toContain('Перенести оставшиеся')
  })

  test('while the portal asks to wait nothing is moved, and that is said; afterwards it is', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    ownTask(world, 'Отправить смету', '2026-11-23 19:00')
    ownTask(world, 'Позвонить в банк', '2026-11-23 20:00')
    await at(world, '2026-11-23 18:00')
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    await does(world, () => chat.clicks('Завтра'))
    const limited = {
      kind: 'status',
      status: 429,
      code: 'OPERATION_TIME_LIMIT',
      method: 'tasks.task.update',
    } as const
    world.portal.fault(limited)
    await does(world, () => chat.clicks('Перенести'))
    expect(chat.screen()).toContain('Битрикс24 просит подождать несколько минут, сроки прежние.')
    expect(chat.screen()).toContain('[Перенести]')
    expect(taskNamed(world, 'Отправить смету').deadlineMs).toBe(moscow('2026-11-23 19:00'))
    world.portal.clearFaults()
    world.pass(11 * 60_000)
    await world.settled()
    await does(world, () => chat.clicks('Перенести'))
    expect(chat.screen()).toContain('✅ Срок перенесён: 2 задачи')
    expect(taskNamed(world, 'Отправить смету').deadlineMs).toBe(moscow('2026-11-24 19:00'))
  })

  test('when the portal asks to wait halfway, those left as they were are named', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    ownTask(world, 'Отправить смету', '2026-11-23 17:00')
    ownTask(world, 'Позвонить в банк', '2026-11-23 17:30')
    await at(world, '2026-11-23 18:00')
    for (const one of world.portal.tasks())
      if (one.responsibleId === 15 && one.createdBy !== 15)
        world.portal.changeTask(one.id, { status: 5, closedBy: 7 })
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    await does(world, () => chat.clicks('Завтра'))
    const seen = world.portal.requests.length
    const stop = world.portal.onChange(() => {
      if (!world.portal.requests.slice(seen).some(({ method }) => method === 'tasks.task.update')) return
      stop()
      world.portal.fault({
        kind: 'status',
        status: 429,
        code: 'OPERATION_TIME_LIMIT',
        method: 'tasks.task.update',
      })
    })
    await does(world, () => chat.clicks('Перенести'))
    expect(chat.screen()).toContain('✅ Срок перенесён: 1 задача')
    expect(chat.screen()).toContain('Битрикс24 просит подождать, срок прежний: «')
    world.portal.clearFaults()
    const deadlines = ['Отправить смету', 'Позвонить в банк'].map((one) => taskNamed(world, one).deadlineMs)
    expect(deadlines.filter((atMs) => atMs === moscow('2026-11-24 19:00'))).toHaveLength(1)
  })

  test('what was closed meanwhile is left alone, and with nothing left it says so', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    const id = ownTask(world, 'Отправить смету', '2026-11-23 19:00')
    await at(world, '2026-11-23 18:00')
    for (const one of world.portal.tasks())
      if (one.responsibleId === 15 && one.id !== id)
        world.portal.changeTask(one.id, { status: 5, closedBy: 7 })
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    expect(chat.screen()).toContain('Осталось: 1 задача.\n• Отправить смету\n')
    await does(world, () => chat.clicks('Завтра'))
    world.portal.changeTask(id, { status: 5, closedBy: 7 })
    await does(world, () => chat.clicks('Перенести'))
    expect(chat.screen()).toContain('Ничего не перенёс.')
    expect(taskNamed(world, 'Отправить смету').deadlineMs).toBe(moscow('2026-11-23 19:00'))
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    expect(chat.screen()).toContain('Переносить уже нечего')
  })

  test('nothing is moved before the confirmation, and what is confirmed is not reminded of that same evening', async () => {
    await using world = await openTicking()
    const chat = await world.linkedChat()
    ownTask(world, 'Отправить смету', '2026-11-23 19:00')
    await at(world, '2026-11-23 18:00')
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    await does(world, () => chat.clicks('Завтра'))
    expect(taskNamed(world, 'Отправить смету').deadlineMs).toBe(moscow('2026-11-23 19:00'))
    await does(world, () => chat.clicks('✕ Отмена'))
    expect(chat.screen()).toContain('Хорошо, сроки прежние.')
    await pressOn(world, chat, tonight, 'Перенести оставшиеся')
    await does(
      world,
      () => chat.clicks('Завтра'),
      () => chat.clicks('Перенести'),
    )
    expect(taskNamed(world, 'Отправить смету').deadlineMs).toBe(moscow('2026-11-24 19:00'))
    expect(await came(chat, () => goOnTo(world, '2026-11-23 23:00', 10))).toEqual([])
  })
})
