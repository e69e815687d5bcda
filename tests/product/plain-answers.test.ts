/** What people in a hurry were told that was not so, or left them without a way on. */
import { expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { shows } from './event-talk.ts'

test('of more tasks than are listed nobody is told how many there are', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  const { portal } = world
  for (let nth = 1; nth <= 230; nth += 1)
    portal.addTask({ title: `Акт ${nth}`, responsibleId: 15, createdBy: 15, deadlineMs: null })
  await shows(world, () => chat.says('/tasks'))
  expect(chat.screen()).toContain('Ваши задачи — не меньше 200, показываю 1–7')
  await shows(world, () => chat.clicks('›'))
  expect(chat.screen()).toContain('Ваши задачи — не меньше 200, показываю 8–14')
})

test('a bare hour is one of the morning for the morning digest, and one of the evening for the evening one', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  for (const [words, saved] of [
    ['7', 'утро — 7:00'],
    ['в 6', 'утро — 6:00'],
    ['10', 'утро — 10:00'],
    ['6:45', 'утро — 6:45'],
  ] as const) {
    await chat.asks('/notifications утро', 'Во сколько присылать утреннюю сводку?')
    await chat.asks(words, `Сохранил: ${saved}`)
  }
  for (const [words, saved] of [
    ['8', 'вечер — 20:00'],
    ['в 5', 'вечер — 17:00'],
    ['21', 'вечер — 21:00'],
    ['7 вечера', 'вечер — 19:00'],
  ] as const) {
    await chat.asks('/notifications вечер', 'Во сколько присылать вечернюю сводку?')
    await chat.asks(words, `Сохранил: ${saved}`)
  }
})

test('who may move a deadline or hand a task over is not told otherwise when the portal says no', async () => {
  await using world = await openWorld()
  const { portal } = world
  const chat = await world.linkedChat()
  const id = portal.addTask({ title: 'Смета', responsibleId: 15, createdBy: 15, deadlineMs: null })
  for (const method of ['tasks.task.update', 'tasks.task.delegate'])
    portal.fault({
      kind: 'status',
      status: 400,
      code: 'ERROR_CORE',
      description: 'Действие недоступно',
      method,
    })

  await chat.asks(`/tasks ${id}`, 'Статус: ждёт выполнения')
  await chat.clicks('Перенести срок')
  await chat.sees('«Смета». Сейчас: без срока.')
  await shows(world, () => chat.says('завтра'))
  expect(chat.screen()).toContain('Битрикс24 не принял запрос.')
  expect(chat.buttons().flat()).toContain('Завтра')

  await shows(world, () => chat.says(`/task_assign ${id} Ким`))
  expect(chat.screen()).toContain('Передать задачу?')
  await shows(world, () => chat.clicks('Передать'))
  expect(chat.screen()).toMatch(/^Битрикс24 не принял запрос\.[^]*Новый исполнитель: Игорь Ким/)
  expect(chat.transcript().join('\n')).not.toContain('У вас нет права')
})

test('the card of a private event says why it has no title', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await shows(world, () => chat.says('/schedule завтра'))
  const nth = /(\d+)\. 18:30–19:30 личное событие/.exec(chat.screen())?.[1] ?? '?'
  await shows(world, () => chat.clicks(nth))
  expect(chat.screen()).toContain(
    'Личное событие\nзавтра, вт, 24 ноября, 18:30–19:30\nНазвание скрыто настройками приватности Битрикс24.',
  )
})

test('what could not be learnt can be looked at with one press, and what needs the portal opened there', async () => {
  await using world = await openWorld()
  const { portal } = world
  const chat = await world.linkedChat()
  const id = portal.addTask({ title: 'Смета', responsibleId: 15, createdBy: 15, deadlineMs: null })
  for (const method of ['tasks.task.update', 'tasks.task.delegate'])
    portal.fault({ kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR', method })
  await chat.asks(`/task_assign ${id} Ким`, 'Передать задачу?')
  await shows(world, () => chat.clicks('Передать'))
  expect(chat.screen()).toContain('Не удалось узнать, передалась ли задача.')
  portal.clearFaults()
  await chat.clicks('К задаче')
  await chat.sees('Статус: ждёт выполнения')

  const strict = portal.addTask({ title: 'Отчёт', responsibleId: 15, createdBy: 27, requireResult: true })
  await shows(world, () => chat.says(`/task_status ${strict} готово`))
  expect(chat.screen()).toContain('Для этой задачи нужен результат — закройте её на портале.')
  expect(chat.buttons()).toContainEqual(['Открыть в Битрикс24'])
})
