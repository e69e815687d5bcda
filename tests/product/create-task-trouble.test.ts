import { expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import { atCard, card, drafted, newTask } from './task-talk.ts'

const minuteMs = 60_000
const willRetry =
  'Битрикс24 не отвечает. Черновик сохранён, попробую ещё раз в течение 10 минут и напишу, чем закончилось.'
const checking = 'Не уверен, что задача создалась. Проверяю, чтобы не сделать две одинаковые.'
const created = [
  '✅ Задача создана: «Подготовить смету».',
  'Исполнитель: Анна Петрова',
  'Срок: —',
  '[Открыть в Битрикс24]',
  '[Ещё задача]',
].join('\n')

test('a portal that is away during the search is named, and the answers are kept', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
  await world.gate.shut()
  // The beginning of a name is for the portal to find.
  chat.says('Ки')
  await world.settled()
  expect(chat.screen()).toBe(
    'Битрикс24 перегружен или не отвечает. Пробую ещё раз, подождите…\n[← Назад] [✕ Отмена]',
  )
  await world.passUntil(20_000, () => chat.screen().includes('сейчас не отвечает'))
  expect(chat.screen()).toBe(
    'Битрикс24 сейчас не отвечает. Ответы сохранены — напишите имя ещё раз.\n[Я]\n[← Назад] [✕ Отмена]',
  )
  await world.gate.reopen()
  await chat.asks('Ким', 'К какому сроку?')
  await chat.asks('без срока', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  expect(chat.screen()).toBe(card({ title: 'Подготовить смету', assignee: 'Игорь Ким' }))
})

test('a portal that is away during the creation is waited for, and the task is made without anybody doing anything', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  await world.settled()
  const lines = chat.transcript().length
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('не отвечает')
  expect(chat.screen()).toBe(`${willRetry}\n[✕ Отмена]`)
  for (let seconds = 0; seconds < 90; seconds += 10) {
    world.pass(10_000)
    await world.settled()
  }
  // Said once, however many attempts there were.
  expect(chat.transcript()).toHaveLength(lines)
  await world.gate.reopen()
  await world.passUntil(5 * minuteMs, () => chat.screen().includes('✅'))
  expect(chat.screen()).toBe(created)
  expect(newTask(world)).toMatchObject({ title: drafted.title })
  await world.settled()
  expect(chat.pressable().slice(1)).toHaveLength(1)
})

test('after ten minutes it is said that there is no task, and the card can be confirmed again', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  await world.gate.shut()
  const begun = world.clock.now()
  await chat.clicks('Создать')
  await world.passUntil(15 * minuteMs, () => chat.screen().includes('не создалась'))
  expect(world.clock.now() - begun).toBeLessThan(11 * minuteMs)
  expect(chat.screen()).toBe(`Задача не создалась. Ничего не потеряно — можно повторить.\n\n${card(drafted)}`)
  await world.gate.reopen()
  await chat.clicks('Создать')
  await chat.sees('✅')
  expect(world.portal.tasks()).toHaveLength(before + 1)
})

test('while it is waited for the task can be called off', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('не отвечает')
  world.pass(5_000)
  await world.settled()
  chat.says('Когда?')
  await world.settled()
  expect(chat.transcript().slice(-2)).toEqual([
    'бот: Секунду, я ещё жду ответа Битрикс24.',
    `бот: ${willRetry}`,
  ])
  const messageId = chat.person.lastFromBot()?.messageId ?? 0
  await chat.person.press({ messageId, label: '✕ Отмена' })
  await chat.sees('Отменил. Ничего не создано.')
  await world.gate.reopen()
  world.pass(15 * minuteMs)
  await world.settled()
  expect(world.portal.tasks()).toHaveLength(before)
})

test.each([
  ['a portal that keeps idempotency keys', {}],
  ['a portal with REST 2 alone', { restV3: false }],
  ['a REST 3.0 that ignores the key', { idempotency: 'ignored' }],
] as const)(
  'a task whose creation was cut off is told of truthfully and made once: %s',
  async (_name, modes) => {
    await using world = await openWorld({ modes })
    const chat = await world.linkedChat()
    await atCard(chat)
    const before = world.portal.tasks().length
    world.portal.fault({
      kind: 'apply-then-cut',
      method: 'tasks.task.add',
      ...('restV3' in modes && { version: 2 }),
      times: 1,
    })
    await chat.clicks('Создать')
    await chat.sees('Не уверен')
    expect(chat.screen()).toBe(checking)
    await world.passUntil(2 * minuteMs, () => chat.screen().includes('✅'))
    expect(chat.screen()).toBe(created.replace('создана', 'уже есть'))
    expect(world.portal.tasks()).toHaveLength(before + 1)
  },
)

test('a task that may exist is not made twice when it is confirmed again, nor denied when it is cancelled', async () => {
  await using world = await openWorld({ modes: { restV3: false } })
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  world.portal.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', version: 2, times: 1 })
  world.portal.fault({ kind: 'status', status: 500, method: 'tasks.task.list' })
  await chat.clicks('Создать')
  await world.passUntil(20 * minuteMs, () => chat.screen().includes('Не удалось узнать'))
  expect(chat.screen()).toBe(
    `Не удалось узнать, создалась ли задача. Проверьте в Битрикс24, прежде чем повторять: повтор не создаст вторую, если первая уже есть.\n\n${card(drafted)}`,
  )
  world.portal.clearFaults()
  await chat.clicks('Изменить')
  await chat.sees('Что изменить?')
  await chat.clicks('← Назад')
  await chat.sees('Проверьте задачу')
  await chat.clicks('Создать')
  await world.passUntil(minuteMs, () => chat.screen().includes('✅'))
  expect(world.portal.tasks()).toHaveLength(before + 1)

  await atCard(chat)
  world.portal.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', version: 2, times: 1 })
  world.portal.fault({ kind: 'status', status: 500, method: 'tasks.task.list' })
  await chat.clicks('Создать')
  await world.passUntil(20 * minuteMs, () => chat.screen().includes('Не удалось узнать'))
  await chat.clicks('✕ Отмена')
  await chat.sees('Отменил. Но удалась ли прошлая попытка, узнать не получилось — проверьте в Битрикс24.')
})

test('a task the portal does not allow is told of with its card, and can be changed', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  refuse(world, 403, 'BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION', 'Доступ запрещён')
  await chat.clicks('Создать')
  await chat.sees('не разрешил')
  expect(chat.screen()).toBe(
    `Битрикс24 не разрешил поставить эту задачу. Ничего не потеряно: измените исполнителя или обратитесь к администратору.\n\n${card(drafted)}`,
  )
  await chat.clicks('Создать')
  await chat.sees('✅')
})

test('a field that the portal demands is named', async () => {
  await using world = await openWorld({ modes: { restV3: false, mandatoryTaskField: 'UF_ORDER' } })
  const chat = await world.linkedChat()
  await atCard(chat)
  await chat.clicks('Создать')
  await chat.sees('обязательно поле')
  expect(chat.screen()).toBe(
    `В вашем Битрикс24 для задач обязательно поле «UF_ORDER». Создайте эту задачу на портале или попросите администратора добавить поле в настройки бота.\n\n${card(drafted)}`,
  )
})

test('a title and an assignee that the portal refuses are asked for again, and the rest is kept', async () => {
  await using world = await openWorld({ modes: { restV3: false } })
  const chat = await world.linkedChat()
  await atCard(chat)
  refuse(world, 400, 'ERROR_CORE', 'Не указано название задачи')
  await chat.clicks('Создать')
  await chat.sees('не принял такое название')
  expect(chat.screen()).toBe('Битрикс24 не принял такое название. Напишите другое.\n[✕ Отмена]')
  await chat.asks('Смета на склад', 'Проверьте задачу')
  refuse(world, 400, 'ERROR_CORE', 'Указанный исполнитель не найден')
  await chat.clicks('Создать')
  await chat.sees('не может быть исполнителем')
  expect(chat.screen()).toBe(
    'Этот сотрудник не может быть исполнителем. Кого назначить вместо него?\n[Я]\n[← Назад] [✕ Отмена]',
  )
  await chat.asks('Ким', 'Проверьте задачу')
  expect(chat.screen()).toBe(card({ title: 'Смета на склад', assignee: 'Игорь Ким' }))
  await chat.clicks('Создать')
  await chat.sees('✅')
  expect(newTask(world)).toMatchObject({ title: 'Смета на склад', responsibleId: 27 })
})

test('a webhook that is refused is the administrator’s business: neutral words in the chat, an alert in the log', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  world.portal.modes.webhookExpired = true
  await chat.clicks('Создать')
  await chat.sees('временно недоступен')
  expect(chat.screen()).toBe(
    `Помощник временно недоступен, администратор уже знает. Черновик сохранён.\n\n${card(drafted)}`,
  )
  await chat.clicks('Изменить')
  await chat.clicks('Исполнитель')
  await chat.asks('Ки', 'временно недоступен')
  expect(chat.buttons()).toEqual([['Я'], ['← Назад', '✕ Отмена']])
  const alerts = (await world.logText()).split('\n').filter((line) => line.includes('"msg":"alert"'))
  expect(alerts).toEqual([
    expect.stringContaining('"problem":"portal_webhook","detail":"tasks.task.add"'),
    expect.stringContaining('"problem":"portal_webhook","detail":"user.search"'),
  ])
  world.portal.modes.webhookExpired = false
  await chat.asks('Ким', 'Проверьте задачу')
  await chat.clicks('Создать')
  await chat.sees('✅')
})

test('the portal’s own trouble and too many requests are waited out', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  world.portal.fault({
    kind: 'status',
    status: 503,
    code: 'QUERY_LIMIT_EXCEEDED',
    method: 'tasks.task.add',
    times: 2,
  })
  await chat.clicks('Создать')
  await world.passUntil(minuteMs, () => chat.screen().includes('✅'))
  expect(world.portal.tasks()).toHaveLength(before + 1)
  expect(chat.transcript().filter((line) => line.includes('не отвечает'))).toEqual([])
})

test('whoever blocks the bot while the portal is away finds the outcome when they come back', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('не отвечает')
  await world.settled()
  chat.person.block()
  await world.settled()
  await world.gate.reopen()
  await world.passUntil(minuteMs, () => newTask(world)?.title === drafted.title)
  await world.settled()
  chat.person.unblock()
  await world.settled()
  expect(chat.screen()).toBe(created)
})

test('a restart while the portal is away loses nothing', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('не отвечает')
  await world.settled()
  await world.restart()
  await world.gate.reopen()
  await world.passUntil(minuteMs, () => chat.screen().includes('✅'))
  expect(world.portal.tasks()).toHaveLength(before + 1)
})

test('nobody can copy the staff by searching: thirty names in any hour, whoever is restarted', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await chat.asks('/task Сверить счета', 'Кто исполнитель?')
  for (let count = 0; count < 20; count += 1) await chat.asks(`Неттаких${count}`, `«Неттаких${count}»`)
  await chat.asks('Белова', 'Слишком много поисков подряд.')
  await world.restart()
  await chat.asks('Белова', 'Слишком много поисков подряд.')
  world.pass(6 * minuteMs)
  await chat.asks('Белова', 'К какому сроку?')
  const other = await world.linkedChat('igor')
  await other.asks('/task Сверить счета', 'Кто исполнитель?')
  await other.asks('Белова', 'К какому сроку?')
})

test('a name that half the staff has shows eight of them, by name and position, and no address', async () => {
  await using world = await openWorld()
  for (let count = 0; count < 12; count += 1)
    world.portal.addEmployee({
      name: 'Мирон',
      lastName: `Фамильный${'абвгдежзиклм'[count] ?? ''}`,
      email: `miron${count}@romashka.example`,
      position: 'инженер',
    })
  await world.restart()
  const chat = await world.linkedChat()
  await chat.asks('/task Сверить счета', 'Кто исполнитель?')
  await chat.asks('Мирон', 'Нашёл 8 человек. Кого выбрать?')
  const shown = new Set<string>()
  for (;;) {
    for (const label of chat.buttons().flat()) if (label.startsWith('Мирон')) shown.add(label)
    if (!chat.buttons().flat().includes('›')) break
    await chat.clicks('›')
    await world.settled()
  }
  expect(shown.size).toBe(8)
  expect([...shown].filter((label) => !label.endsWith('инженер'))).toEqual([])
  expect([...shown].filter((label) => label.includes('@'))).toEqual([])
})

/** The portal refuses the next task, on either REST. */
function refuse(world: World, status: number, code: string, description: string): void {
  world.portal.fault({ kind: 'status', status, code, description, method: 'tasks.task.add', times: 1 })
}
