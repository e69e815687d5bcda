import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { anna, igor, openSiteRig, type SiteRig } from './site-rig.ts'

let rig: SiteRig
beforeAll(async () => {
  rig = await openSiteRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

/** The newest update of the bot's queue; asking for it confirms the earlier ones. */
async function lastUpdate(): Promise<
  Record<string, { id: string; data?: string; text?: string; caption?: string }>
> {
  const updates = await rig.bot<Record<string, { id: string }>[]>('getUpdates', { offset: -1 })
  return updates[0] ?? {}
}

describe('the phone of a person', () => {
  test('sends what is typed, as a message of that person', async () => {
    expect((await rig.post(`/api/people/${anna}/say`, { text: '  /task Отчёт  ' })).status).toBe(200)
    expect((await lastUpdate())['message']).toMatchObject({ text: '/task Отчёт', from: { id: anna } })
    expect(rig.telegram.person(igor).messages()).toEqual([])
  })

  test('follows a deep link with its payload', async () => {
    await rig.post(`/api/people/${anna}/open-link`, { payload: 'token_1' })
    expect((await lastUpdate())['message']?.text).toBe('/start token_1')
  })

  test('shows formatting, buttons by kind and style, and the edited mark', async () => {
    const sent = await rig.bot<{ message_id: number }>('sendMessage', {
      chat_id: anna,
      text: '<b>Задача</b> создана',
      parse_mode: 'HTML',
      disable_notification: true,
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Готово', callback_data: 'done', style: 'success' }],
          [{ text: 'Открыть', url: `${rig.bitrix.origin}/company/personal/user/15/tasks/task/view/1/` }],
          [
            { text: 'Скопировать', copy_text: { text: '42' } },
            { text: 'Пн', disabled: {} },
          ],
        ],
      },
    })
    const { chat } = await rig.state(anna)
    expect(chat?.messages.at(-1)).toMatchObject({
      id: sent.message_id,
      from: 'bot',
      edited: false,
      silent: true,
      body: [{ tag: 'bold', children: ['Задача'] }, ' создана'],
      rows: [
        [{ text: 'Готово', style: 'success', act: { type: 'press' }, pressing: false }],
        [
          {
            act: {
              type: 'open',
              link: { type: 'portal', path: '/company/personal/user/15/tasks/task/view/1/' },
            },
          },
        ],
        [{ act: { type: 'copy', text: '42' } }, { act: { type: 'disabled' } }],
      ],
    })
    await rig.bot('editMessageText', { chat_id: anna, message_id: sent.message_id, text: 'Готово' })
    expect((await rig.state(anna)).chat?.messages.at(-1)).toMatchObject({
      edited: true,
      body: ['Готово'],
      rows: [],
    })
    await rig.bot('deleteMessage', { chat_id: anna, message_id: sent.message_id })
    expect((await rig.state(anna)).chat?.messages.map(({ id }) => id)).not.toContain(sent.message_id)
  })

  test('spins the pressed button until the bot answers, then passes on what it said', async () => {
    const { message_id: messageId } = await rig.bot<{ message_id: number }>('sendMessage', {
      chat_id: anna,
      text: 'Создать?',
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Нет', callback_data: 'no' },
            { text: 'Да', callback_data: 'yes' },
          ],
        ],
      },
    })
    const pressed = rig.post(`/api/people/${anna}/press`, { messageId, row: 0, column: 1 })
    await expect.poll(async () => (await lastUpdate())['callback_query']?.data).toBe('yes')
    const query = (await lastUpdate())['callback_query']!
    const spinning = (await rig.state(anna)).chat?.messages.at(-1)?.rows.flat()
    expect(spinning?.map(({ pressing }) => pressing)).toEqual([false, true])
    await rig.bot('answerCallbackQuery', { callback_query_id: query.id, text: 'Нельзя', show_alert: true })
    expect(await (await pressed).json()).toMatchObject({
      answered: true,
      toast: null,
      alert: 'Нельзя',
      link: null,
    })
  })

  test('edits an own message and sends stand-ins for media', async () => {
    const messageId = rig.telegram.person(anna).say('до пятнцы')
    await rig.post(`/api/people/${anna}/edit`, { messageId, text: 'до пятницы' })
    expect((await lastUpdate())['edited_message']?.text).toBe('до пятницы')
    await rig.post(`/api/people/${anna}/media`, { kind: 'photo', caption: 'Чек' })
    expect((await lastUpdate())['message']).toMatchObject({ caption: 'Чек' })
    expect((await rig.state(anna)).chat?.messages.at(-1)).toMatchObject({ kind: 'photo', text: 'Чек' })
  })

  test('forwards a colleague’s words, with and without an account here, and a message of the chat', async () => {
    const text = 'Нужна смета до пятницы'
    await rig.post(`/api/people/${anna}/forward`, { text, personId: igor })
    expect((await lastUpdate())['message']).toMatchObject({
      text,
      forward_origin: { type: 'user', sender_user: { id: igor } },
    })
    await rig.post(`/api/people/${anna}/forward`, { text, name: 'Ольга Белова' })
    expect((await rig.state(anna)).chat?.messages.at(-1)).toMatchObject({
      forwardedFrom: 'Ольга Белова',
      text,
    })
    const messageId = rig.telegram.person(anna).say('Смотрите')
    await rig.post(`/api/people/${anna}/forward`, { messageId })
    expect((await rig.state(anna)).chat?.messages.at(-1)).toMatchObject({ forwardedFrom: 'Анна Петрова' })
    expect((await rig.post(`/api/people/${anna}/forward`, { messageId: 1 })).status).toBe(409)
    expect((await rig.post(`/api/people/${anna}/forward`, { text, personId: 4711 })).status).toBe(409)
  })

  test('blocks the bot, cannot write meanwhile, and lets it in again', async () => {
    await rig.post(`/api/people/${igor}/block`)
    expect((await rig.state(igor)).chat?.blocked).toBe(true)
    const refused = await rig.post(`/api/people/${igor}/say`, { text: 'Эй' })
    expect(refused.status).toBe(409)
    await rig.post(`/api/people/${igor}/unblock`)
    expect((await rig.state(igor)).people?.find(({ id }) => id === igor)?.blocked).toBe(false)
    expect((await lastUpdate())['my_chat_member']).toMatchObject({ new_chat_member: { status: 'member' } })
  })

  test('lists the commands the bot has declared and shows that it types', async () => {
    await rig.bot('setMyCommands', { commands: [{ command: 'task', description: 'Создать задачу' }] })
    await rig.bot('sendChatAction', { chat_id: anna, action: 'typing' })
    const { chat } = await rig.state(anna)
    expect(chat?.commands).toEqual([{ command: 'task', description: 'Создать задачу' }])
    expect(chat?.typing).toBe(true)
  })

  test.each([
    ['an unknown person', '/api/people/999/say', { text: 'Привет' }, 404],
    ['an empty text', `/api/people/${anna}/say`, { text: '  ' }, 400],
    ['a text too long for Telegram', `/api/people/${anna}/say`, { text: 'я'.repeat(4097) }, 400],
    ['a payload with a space', `/api/people/${anna}/open-link`, { payload: 'a b' }, 400],
    ['fields nobody asked for', `/api/people/${anna}/say`, { text: 'Привет', chat_id: 1 }, 400],
    ['a button that is not there', `/api/people/${anna}/press`, { messageId: 1, row: 9, column: 9 }, 409],
    ['a body beyond all measure', `/api/people/${anna}/say`, { text: 'я'.repeat(40_000) }, 413],
  ])('refuses %s in a sentence', async (_what, path, body, status) => {
    const response = await rig.post(path, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) as string })
  })
})

describe('the portal', () => {
  test('shows who works here, with the e-mail to type, and hides bots and mail users', async () => {
    const { portal } = await rig.state()
    const petrova = portal?.employees.find(({ name }) => name === 'Анна Петрова')
    expect(portal?.company).toBe('ООО «Ромашка»')
    expect(petrova).toMatchObject({
      email: 'anna.petrova@romashka.example',
      departments: ['Отдел продаж'],
      active: true,
    })
    expect(portal?.namesakes).toEqual({ [anna]: petrova?.id, [igor]: 27 })
    expect(portal?.employees.filter(({ extranet }) => extranet).map(({ name }) => name)).toEqual([
      'Елена Маркова',
    ])
    expect(portal?.employees.map(({ name }) => name)).not.toContain('Николай Клиентов')
  })

  test('shows a notice with its code and its link into the chat', async () => {
    const url = `https://t.me/${rig.telegram.botUsername}?start=abc`
    await rig.portal('im.notify.system.add', {
      USER_ID: 15,
      MESSAGE: `Код для подключения: [B]483920[/B].[BR][URL=${url}]Открыть чат[/URL]`,
    })
    expect((await rig.state()).portal?.notices[0]).toMatchObject({
      userId: 15,
      code: '483920',
      body: [
        'Код для подключения: ',
        { tag: 'bold' },
        '.\n',
        { tag: 'link', link: { type: 'start', payload: 'abc' }, children: ['Открыть чат'] },
      ],
    })
  })

  test('shows a new task first, with people by name and the path of its card', async () => {
    const id = rig.bitrix.addTask({
      title: 'Подготовить смету',
      responsibleId: 27,
      createdBy: 15,
      priority: 2,
    })
    expect((await rig.state()).portal?.tasks[0]).toMatchObject({
      id,
      title: 'Подготовить смету',
      responsible: 'Игорь Ким',
      creator: 'Анна Петрова',
      status: 'pending',
      important: true,
      deadlineAtMs: null,
      path: `/company/personal/user/27/tasks/task/view/${id}/`,
    })
  })

  test('tells each occurrence of an event once, with everybody who is asked', async () => {
    const { portal } = await rig.state()
    const demo = portal?.events.filter(({ title }) => title === 'Показ для ООО «Вектор»')
    expect(demo).toMatchObject([
      {
        startMs: Date.parse('2026-11-23T15:00:00+03:00'),
        endMs: Date.parse('2026-11-23T16:00:00+03:00'),
        dates: null,
        conference: 'https://telemost.yandex.ru/j/73304418295561',
        host: 'Анна Петрова',
        important: true,
        series: false,
        attendees: [
          { id: 15, name: 'Анна Петрова', answer: 'H' },
          { id: 7, name: 'Ольга Белова', answer: 'Y' },
          { id: 31, name: 'Пётр Иванов', answer: 'Q' },
        ],
      },
    ])
    const meetings = portal?.events.filter(({ title }) => title === 'Планёрка отдела продаж') ?? []
    // Ten weeks of working days from the Monday of last week, and the Monday nine weeks ahead.
    expect(meetings).toHaveLength(51)
    expect(new Set(meetings.map(({ key }) => key)).size).toBe(51)
    expect(portal?.events.find(({ title }) => title === 'Отпуск')?.dates).toEqual({
      first: '2026-11-25',
      last: '2026-11-27',
    })
  })

  test('dismisses an employee and takes them back', async () => {
    const isActive = async () => (await rig.state()).portal?.employees.find(({ id }) => id === 19)?.active
    await rig.post('/api/employees/19/dismiss')
    expect(await isActive()).toBe(false)
    await rig.post('/api/employees/19/rehire')
    expect(await isActive()).toBe(true)
    expect((await rig.post('/api/employees/9999/dismiss')).status).toBe(404)
  })

  test('answers at the address that a task has on a real portal', async () => {
    const response = await fetch(`${rig.url}/company/personal/user/27/tasks/task/view/8001/`)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain('/assets/portal-page.js')
  })
})

async function portalAnswers(): Promise<number> {
  return (await fetch(`${rig.bitrix.webhook}server.time`)).status
}

describe('the strip of faults', () => {
  test('takes the portal down and brings it back, leaving the other switches as they were', async () => {
    await rig.post('/api/faults', { name: 'telegram-429', on: true })
    await rig.post('/api/faults', { name: 'portal-down', on: true })
    expect(await portalAnswers()).toBe(503)
    await rig.post('/api/faults', { name: 'portal-down', on: false })
    expect(await portalAnswers()).toBe(200)
    await expect(rig.bot('sendMessage', { chat_id: anna, text: 'Привет' })).rejects.toThrow(/retry after 5/)
    expect((await rig.state()).faults?.filter(({ on }) => on).map(({ name }) => name)).toEqual([
      'telegram-429',
    ])
    await rig.post('/api/faults', { name: 'telegram-429', on: false })
    await expect(rig.bot('sendMessage', { chat_id: anna, text: 'Привет' })).resolves.toBeDefined()
  })

  test('creates a task whose answer never arrives', async () => {
    await rig.post('/api/faults', { name: 'portal-cut', on: true })
    const add = rig.portal('tasks.task.add', {
      fields: { TITLE: 'Без ответа', RESPONSIBLE_ID: 15, CREATED_BY: 15 },
    })
    await expect(add).rejects.toThrow(TypeError)
    expect(rig.bitrix.tasks().filter(({ title }) => title === 'Без ответа')).toHaveLength(1)
    await rig.post('/api/faults', { name: 'portal-cut', on: false })
  })

  test('has no other switches', async () => {
    expect((await rig.post('/api/faults', { name: 'all', on: true })).status).toBe(400)
  })
})
