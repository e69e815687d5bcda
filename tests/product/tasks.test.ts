import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { shows } from './event-talk.ts'

/** Анна’s own tasks on the first day: two with a deadline, one without. */
const myTasks = [
  'Ваши задачи — 3, показываю 1–3',
  '',
  '1. Обновить прайс-лист — срок прошёл: сб, 21 ноября, 18:00',
  '2. Подготовить договор с ООО «Вектор» — сегодня, 18:00',
  '3. Разобрать архив писем — без срока',
  '[1] [2] [3]',
  '[Сегодня] [Просроченные] [Поручил]',
  '[➕ Новая]',
].join('\n')

/** The task of the seeded company with this title. */
function task(world: World, title: string) {
  const found = world.portal.tasks().find((one) => one.title.startsWith(title))
  if (found === undefined) throw new Error(`No task «${title}»`)
  return found
}

async function openCard(chat: ChatClient, title: string): Promise<string> {
  await chat.asks('/tasks', 'Ваши задачи')
  const nth = /^(\d+)\. /m.exec(lineOf(chat.screen(), title))?.[1] ?? '?'
  await chat.clicks(nth)
  return chat.sees('Статус: ')
}

function lineOf(screen: string, title: string): string {
  return screen.split('\n').find((line) => line.includes(title)) ?? ''
}

describe('/tasks', () => {
  test('lists what is to be done, soonest first, each line with its button', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/tasks', 'Ваши задачи')
    expect(chat.screen()).toBe(myTasks)
  })

  test.each([
    ['today', 'Срок сегодня — 1', 'Подготовить договор'],
    ['сегодня', 'Срок сегодня — 1', 'Подготовить договор'],
    ['overdue', 'Срок прошёл — 1', 'Обновить прайс-лист'],
    ['просроченные', 'Срок прошёл — 1', 'Обновить прайс-лист'],
    ['поручил', 'Вы поручили — 1', 'Смета на ремонт склада'],
    ['на сегодня', 'Срок сегодня — 1', 'Подготовить договор'],
    ['мои', 'Ваши задачи — 3', 'Разобрать архив писем'],
  ])('/tasks %s lists those', async (words, heading, title) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/tasks ${words}`, heading)
    expect(chat.screen()).toContain(title)
  })

  test('the buttons below change the list in its place', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/tasks', 'Ваши задачи')
    const before = chat.transcript().length
    await chat.clicks('Сегодня')
    await chat.sees('Срок сегодня')
    await chat.clicks('Просроченные')
    await chat.sees('Срок прошёл')
    await chat.clicks('Поручил')
    await chat.sees('Вы поручили')
    await chat.clicks('На проверке')
    await chat.sees('Ждут вашей проверки')
    await chat.clicks('Все')
    await chat.sees('Ваши задачи')
    expect(chat.transcript()).toHaveLength(before)
  })

  test('fifty tasks are turned over page by page, and the card leads back to its page', async () => {
    await using world = await openWorld()
    for (let nth = 1; nth <= 50; nth += 1)
      world.portal.addTask({ title: `Задача ${nth}`, responsibleId: 15, createdBy: 7, deadlineMs: null })
    const chat = await world.linkedChat()
    await chat.asks('/tasks', 'Ваши задачи — 53, показываю 1–7')
    for (let page = 2; page <= 8; page += 1) {
      await chat.clicks('›')
      await chat.sees(new RegExp(`показываю ${(page - 1) * 7 + 1}–`))
    }
    expect(chat.buttons()[1]).toEqual(['‹', '8/8', ' '])
    await chat.clicks('53')
    await chat.sees('Статус: ')
    await chat.clicks('← К списку')
    await chat.sees('показываю 50–53')
  })

  test('words after the command that mean nothing are said not to, and the usual list follows', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/tasks послепослезавтра', 'Ваши задачи — 3')
    expect(chat.transcript().at(-2)).toBe('бот: Не понял, что значит «послепослезавтра» после команды.')
    await chat.asks('/tasks просроченные', 'Срок прошёл — 1')
    expect(chat.transcript().at(-2)).toBe('я: /tasks просроченные')
  })

  test.each(['%s', '№%s', '# %s'])('/tasks %s opens the card of that task', async (words) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await chat.asks(`/tasks ${words.replace('%s', String(id))}`, 'Статус: ждёт выполнения')
    expect(chat.screen()).toMatch(/^Разобрать архив писем\n/)
    await shows(world, () => chat.clicks('Готово'))
    expect(task(world, 'Разобрать архив').status).toBe(5)
    await chat.clicks('← К списку')
    await chat.sees('Ваши задачи — 2')
  })

  test('nothing to list is said in words', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/tasks overdue', 'Просроченных задач нет.')
  })
})

describe('the card of a task', () => {
  test('offers what this employee may do, does it, and says so above the card as it is then', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Обновить прайс-лист')
    expect(chat.screen()).toBe(
      [
        'Обновить прайс-лист',
        'Статус: в работе',
        'Срок: сб, 21 ноября, 18:00 — прошёл',
        'Исполнитель: Анна Петрова',
        'Постановщик: Ольга Белова',
        '[Готово] [Приостановить]',
        '[Передать] [Комментарий]',
        '[Открыть в Битрикс24]',
        '[← К списку]',
      ].join('\n'),
    )
    await chat.clicks('Готово')
    await chat.sees('✅ Готово: «Обновить прайс-лист».')
    expect(chat.screen()).toContain('Статус: завершена')
    expect(task(world, 'Обновить прайс-лист').status).toBe(5)
    await chat.clicks('Возобновить')
    await chat.sees('Статус задачи — ждёт выполнения.')
    expect(task(world, 'Обновить прайс-лист').status).toBe(2)
  })

  test('a task under control goes to its author, who accepts it', async () => {
    await using world = await openWorld()
    world.portal.addTask({ title: 'Проверить смету', responsibleId: 27, createdBy: 15, taskControl: true })
    const igor = await world.linkedChat('igor')
    await openCard(igor, 'Проверить смету')
    await igor.clicks('Готово')
    await igor.sees('✅ «Проверить смету» отправлена на проверку постановщику.')
    expect(task(world, 'Проверить смету').status).toBe(4)
    const anna = await world.linkedChat()
    await anna.asks('/tasks control', 'Ждут вашей проверки')
    await anna.clicks(/^(\d+)\./.exec(lineOf(anna.screen(), 'Проверить смету'))?.[1] ?? '?')
    await anna.sees('Статус: на проверке')
    await anna.clicks('Принять')
    await anna.sees('✅ Готово')
    expect(task(world, 'Проверить смету').status).toBe(5)
  })

  test('an action pressed twice, or from a card that has grown old, is done once', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    await Promise.all([chat.clicks('Готово'), chat.clicks('Готово')])
    await chat.sees('✅ Готово')
    const asked = world.portal.requests.filter(({ method }) => method === 'tasks.task.complete')
    expect(asked).toHaveLength(1)
  })

  test('what was done in the portal meanwhile is told, not done over', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    world.portal.changeTask(task(world, 'Подготовить договор').id, { status: 5, closedBy: 7 })
    await chat.clicks('Готово')
    await chat.sees(/Статус: завершена/)
    expect(task(world, 'Подготовить договор').closedBy).toBe(7)
  })

  test('a right that was taken away between card and press is respected', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    world.portal.changeTask(task(world, 'Подготовить договор').id, { responsibleId: 27, auditors: [15] })
    await chat.clicks('Готово')
    await chat.sees('Это действие вам сейчас недоступно.')
    expect(chat.screen()).toContain('Исполнитель: Игорь Ким')
    expect(task(world, 'Подготовить договор').status).toBe(2)
  })

  test('a task that is gone is said not to be there, and the list follows', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/tasks', 'Ваши задачи')
    world.portal.removeTask(task(world, 'Разобрать архив').id)
    await chat.clicks('3')
    await world.settled()
    expect(chat.screen()).toContain('Не нашёл такую задачу среди доступных вам.')
    expect(chat.buttons()[0]).toEqual(['1', '2'])
  })
})

describe('moving a deadline', () => {
  test('is said on the way back to the card, and can be undone', async () => {
    await using world = await openWorld()
    const id = world.portal.addTask({
      title: 'Собрать подписи',
      responsibleId: 15,
      createdBy: 15,
      deadlineMs: Date.parse('2026-11-25T12:00:00+03:00'),
    })
    const chat = await world.linkedChat()
    await openCard(chat, 'Собрать подписи')
    await chat.clicks('Перенести срок')
    await chat.sees('Какой новый срок?')
    chat.says('в пятницу в 18')
    await world.settled()
    expect(chat.transcript().slice(-2)[0]).toContain(
      'Срок «Собрать подписи» — теперь пт, 27 ноября, 18:00 · Москва (UTC+3).',
    )
    expect(chat.screen()).toContain('Срок: пт, 27 ноября, 18:00')
    await chat.clicks('Вернуть прежний')
    await world.settled()
    expect(world.portal.tasks().find((one) => one.id === id)?.deadlineMs).toBe(
      Date.parse('2026-11-25T12:00:00+03:00'),
    )
  })

  test('is refused to whom the portal refuses it, with who may', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    expect(chat.buttons().flat()).not.toContain('Перенести срок')
  })
})

/** A command, and what is said to it first. */
const badArguments = [
  ['/task_status готово', 'бот: Статус какой задачи изменить?'],
  ['/task_status 999999', 'бот: Не нашёл такую задачу среди доступных вам.'],
  ['/task_status 999999 готово', 'бот: Не нашёл такую задачу среди доступных вам.'],
  ['/task_status 999999 сломана', 'бот: Не понял, что значит «сломана» после команды.'],
  ['/task_status готово 8004', 'бот: Не понял, что значит «готово 8004» после команды.'],
  ['/task_assign Ким', 'бот: Какую задачу передать?'],
  ['/task_assign 8004 12', 'бот: Не понял, что значит «12» после команды.'],
  ['/task_assign 8004 Ъъъ', 'бот: Никого не нашёл по «Ъъъ».'],
  ['/task_assign 999999 Ким', 'бот: Не нашёл такую задачу среди доступных вам.'],
  ['/event_update завтра', 'бот: Не понял, что значит «завтра» после команды.'],
  ['/event_update 999999', 'бот: Не нашёл такую встречу среди доступных вам.'],
  ['/schedule когда-нибудь', 'бот: Не понял, что значит «когда-нибудь» после команды.'],
  ['/schedule 31.02', 'бот: Не понял, что значит «31.02» после команды.'],
  ['/tasks 8004 готово', 'бот: Не понял, что значит «8004 готово» после команды.'],
  ['/tasks 0', 'бот: Не понял, что значит «0» после команды.'],
] as const

describe('/task_assign and /task_status', () => {
  test('hand a task over after a look at who it is', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await chat.asks(`/task_assign ${id} Ким`, 'Передать задачу?')
    expect(chat.screen()).toBe(
      [
        'Передать задачу?',
        'Разобрать архив писем',
        'Новый исполнитель: Игорь Ким',
        'Должность: Инженер-сметчик',
        '[Передать]',
        '[Изменить] [✕ Отмена]',
      ].join('\n'),
    )
    await chat.clicks('Передать')
    await chat.sees('✅ Задача «Разобрать архив писем» передана. Исполнитель — Игорь Ким.')
    expect(task(world, 'Разобрать архив').responsibleId).toBe(27)
  })

  test('a name that several have is asked about, never guessed', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/task_assign ${task(world, 'Разобрать архив').id} Соколова`, 'Кого выбрать?')
    expect(chat.buttons().slice(0, 2)).toEqual([
      ['Мария Соколова · Бухгалтер'],
      ['Мария Соколова · Руководитель снабжения'],
    ])
  })

  test.each(['готово', 'завершена', 'complete', 'Готово'])('«%s» finishes a task', async (word) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await chat.asks(`/task_status ${id} ${word}`, 'Статус задачи — завершена.')
    expect(task(world, 'Разобрать архив').status).toBe(5)
  })

  test('a word that is no status is quoted, and the rest of the command kept', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await shows(world, () => chat.says(`/task_status ${id} сломана`))
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Не понял, что значит «сломана» после команды.',
      'бот: Что сделать с задачей «Разобрать архив писем»? Сейчас она ждёт выполнения.',
    ])
    await shows(world, () => chat.says('починена'))
    expect(chat.screen()).toContain('Не понял, какой это статус — «починена». Выберите кнопкой.')
    await chat.clicks('Готово')
    await chat.sees('Статус задачи — завершена.')
  })

  test('offer what the portal lets this person do with the task, and nothing else', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await chat.asks(`/task_status ${id}`, 'Что сделать с задачей «Разобрать архив писем»?')
    expect(chat.buttons().flat()).toEqual(expect.arrayContaining(['Готово', 'Начать', 'Отложить']))
    for (const other of ['Приостановить', 'Возобновить', 'Принять', 'Вернуть на доработку'])
      expect(chat.buttons().flat()).not.toContain(other)
    await chat.asks('/cancel', 'Отменил.')

    world.portal.changeTask(id, { status: 4, createdBy: 15, taskControl: true })
    await chat.asks(`/task_status ${id}`, 'Сейчас она на проверке.')
    expect(chat.buttons().flat()).toContain('Принять')
    expect(chat.buttons().flat()).not.toContain('Начать')
    await chat.asks('/cancel', 'Отменил.')
  })

  test('refuse in words what the portal refuses, and offer what is left', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    await shows(world, () => chat.says(`/task_status ${id} принять`))
    expect(chat.screen()).toContain('Это действие вам сейчас недоступно. Можно выбрать другое.\n[Готово]')
    expect(chat.buttons().flat()).not.toContain('Принять')
    await chat.clicks('Готово')
    await chat.sees('Статус задачи — завершена.')
    expect(task(world, 'Разобрать архив').status).toBe(5)
  })

  test('say so when there is nothing that this person may do', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const { id } = task(world, 'Разобрать архив')
    world.portal.changeTask(id, { responsibleId: 27, createdBy: 7, auditors: [15] })
    await shows(world, () => chat.says(`/task_status ${id}`))
    expect(chat.screen()).toBe(
      'С задачей «Разобрать архив писем» вы сейчас ничего сделать не можете. Она ждёт выполнения.\n[К задаче]',
    )
    // Said after the command, it is no more possible, and no less honestly told.
    await shows(world, () => chat.says(`/task_status ${id} готово`))
    expect(chat.screen()).toContain('вы сейчас ничего сделать не можете')
    expect(task(world, 'Разобрать архив').status).toBe(2)
  })

  test('words that mean nothing are named, and whatever else was said is kept', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    for (const [command, answer] of badArguments) {
      await shows(world, () => chat.says(command))
      const heard = chat.transcript().join('\n').split(`я: ${command}\n`).at(-1) ?? ''
      expect(`${command}\n${heard}`).toContain(`${command}\n${answer}`)
      if (chat.buttons().flat().includes('✕ Отмена')) await chat.asks('/cancel', 'Отменил.')
    }
  })

  test('without a number or a status they ask for what is missing', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task_status', 'Статус какой задачи изменить?')
    await chat.clicks('3')
    await chat.sees('Что сделать с задачей «Разобрать архив писем»?')
    await chat.asks('в работе', 'Статус задачи — в работе.')
  })
})

describe('nobody gets at what is not theirs', () => {
  test('a number of somebody else’s task reads like one that does not exist', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    const foreign = task(world, 'Отчёт за квартал').id
    for (const command of ['/tasks %s', '/task_status %s готово', '/task_assign %s Ким']) {
      const answers: string[] = []
      for (const id of [foreign, 999_999]) {
        await chat.asks(command.replace('%s', String(id)), 'Не нашёл такую задачу среди доступных вам.')
        answers.push(chat.screen())
      }
      expect(answers[0]).toBe(answers[1])
    }
    expect(task(world, 'Отчёт за квартал').status).toBe(2)
  })

  test('a colleague’s button does nothing in another chat', async () => {
    await using world = await openWorld()
    const anna = await world.linkedChat()
    const igor = await world.linkedChat('igor')
    await openCard(anna, 'Подготовить договор')
    const stolen = anna.person
      .messages()
      .flatMap(({ buttons }) => buttons.flat())
      .find(({ label }) => label === 'Готово')?.act
    if (stolen?.type !== 'callback') throw new Error('No button to steal')
    const own = igor.person.lastFromBot()?.messageId ?? 0
    await igor.person.press({ messageId: own, data: stolen.data })
    await world.settled()
    expect(task(world, 'Подготовить договор').status).toBe(2)
  })

  test('an administrator linked as an ordinary employee sees no more than anyone', async () => {
    await using world = await openWorld()
    world.portal.changeEmployee(27, { isAdmin: true })
    const chat = await world.linkedChat('igor')
    await chat.asks(
      `/task_status ${task(world, 'Подготовить договор').id} готово`,
      'Не нашёл такую задачу среди доступных вам.',
    )
  })

  test('whoever was dismissed between card and press does nothing any more', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    world.portal.changeEmployee(15, { active: false })
    world.pass(20 * 60_000)
    await chat.clicks('Готово')
    await chat.sees('Доступ закрыт: учётная запись в Битрикс24 не активна.')
    expect(task(world, 'Подготовить договор').status).toBe(2)
  })
})

describe('comments', () => {
  test('are written in the employee’s own name', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await openCard(chat, 'Подготовить договор')
    await chat.clicks('Комментарий')
    await chat.sees('Напишите комментарий')
    chat.says('Жду [B]реквизиты[/B]')
    await world.settled()
    expect(chat.transcript().slice(-2)[0]).toBe('бот: Комментарий добавлен.')
    expect(task(world, 'Подготовить договор').comments.at(-1)).toMatchObject({ authorId: 15 })
  })
})

describe('a portal that is away', () => {
  test('is named, and the list can be asked for again', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await world.gate.shut()
    chat.says('/tasks')
    await world.passUntil(60_000, () => chat.screen().startsWith('Битрикс24 сейчас не отвечает.'))
    await world.gate.reopen()
    await chat.asks('/tasks', 'Ваши задачи')
  })
})

test('English is spoken to whose Telegram is English', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('john')
  await chat.asks('/tasks', /You have no open tasks|Your tasks/)
  expect(chat.screen()).not.toMatch(/[А-я]{3,} — \d/)
})
