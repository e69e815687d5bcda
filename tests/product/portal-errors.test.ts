/**
 * Every error of the portal, met by a read, by writes that were confirmed and by a button: what the employee reads, what
 * the administrator is sent, that what was typed is still there, and that nothing is done twice.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { eventually, openWorld, people, type World } from '../support/world.ts'
import { eventsNamed } from './event-talk.ts'
import { atCard } from './task-talk.ts'

const minuteMs = 60_000

type Fault = Parameters<BitrixSandbox['fault']>[0]
/** Errors that people are told of in the same words. */
type Class = 'config' | 'denied' | 'refused' | 'limited' | 'busy' | 'silent'

interface Row {
  readonly error: string
  readonly fault: Fault
  readonly as: Class
  /** What the administrator is told; null where it is none of their business yet. */
  readonly admin: string | null
}

const rows: readonly Row[] = [
  row(401, 'NO_AUTH_FOUND', 'config', 'не принимает вебхук'),
  row(401, 'expired_token', 'config', 'не принимает вебхук'),
  row(403, 'insufficient_scope', 'config', 'не выдано право'),
  row(403, 'ACCESS_DENIED', 'config', 'закончился тариф'),
  row(403, 'user_access_error', 'config', 'отказал владельцу вебхука'),
  row(401, 'METHOD_CONFIRM_WAITING', 'config', 'ждёт подтверждения'),
  row(403, 'METHOD_CONFIRM_DENIED', 'config', 'ждёт подтверждения'),
  row(404, 'ERROR_METHOD_NOT_FOUND', 'config', 'нет метода'),
  row(400, 'INVALID_REQUEST', 'config', 'только по https'),
  row(503, 'OVERLOAD_LIMIT', 'config', 'напишите в поддержку'),
  row(500, 'PORTAL_DELETED', 'config', 'закрыт или удалён'),
  row(403, 'PORTAL_DELETED', 'config', 'закрыт или удалён'),
  row(403, 'INVALID_CREDENTIALS', 'denied', 'отказал владельцу вебхука'),
  row(429, 'OPERATION_TIME_LIMIT', 'limited', 'исчерпал время работы'),
  row(503, 'QUERY_LIMIT_EXCEEDED', 'busy', null),
  row(400, 'WRONG_ENCODING', 'refused', null),
  row(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'refused', null),
  row(500, 'INTERNAL_SERVER_ERROR', 'silent', null),
  row(500, 'ERROR_UNEXPECTED_ANSWER', 'silent', null),
  {
    error: '302 to elsewhere',
    fault: { kind: 'redirect', location: 'https://elsewhere.example/' },
    as: 'config',
    admin: 'другой адрес',
  },
  { error: 'a page of a proxy', fault: { kind: 'html' }, as: 'silent', admin: null },
  { error: 'an empty body', fault: { kind: 'empty' }, as: 'silent', admin: null },
  { error: 'a connection cut before', fault: { kind: 'cut' }, as: 'silent', admin: null },
]

function row(status: number, code: string, as: Class, admin: string | null): Row {
  return { error: `${status} ${code}`, fault: { kind: 'status', status, code, description: '' }, as, admin }
}

/** One world for all the rows of a table: each leaves the portal whole, and time between itself and the next. */
function inOneWorld() {
  let world: World
  let chat: ChatClient
  let admin: ChatClient
  beforeAll(async () => {
    world = await openWorld({ env: { ALERT_CHAT_ID: String(people.igor.id) } })
    admin = world.chat('igor')
    await admin.asks('/start', 'рабочую почту')
    chat = await world.linkedChat()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  return {
    world: () => world,
    chat: () => chat,
    alerts: () => admin.transcript().filter((line) => line.startsWith('бот: ⚠️')),
    /** Until these words are on the screen, however long the assistant tries. */
    reads: (words: string) => world.passUntil(15 * minuteMs, () => chat.screen().includes(words)),
    /** Until the assistant has nothing left to do, with a portal that works. */
    async recovers() {
      world.portal.clearFaults()
      let calm = false
      void world.settled().then(() => (calm = true))
      await world.passUntil(15 * minuteMs, () => calm)
    },
    /** So long that the next row is told to the administrator anew; in it the person is seen to work here. */
    async rests() {
      world.pass(11 * minuteMs)
      await world.settled()
      await chat.asks('/tasks', 'Ваши задачи')
    },
  }
}

/** What passes by itself, and is waited for. */
function passing(one: Row): boolean {
  return one.as === 'busy' || one.as === 'limited'
}

/** What the administrator is sent: this and nothing else. */
function only(words: string | null): readonly unknown[] {
  return [words].filter((text) => text !== null).map((text): unknown => expect.stringContaining(text))
}

const unavailable = 'Помощник временно недоступен, администратор уже знает.'
const limited = 'Битрикс24 просит подождать несколько минут.'
const down = 'Битрикс24 сейчас не отвечает. Попробуйте через пару минут.'

describe('a read, /tasks', () => {
  const at = inOneWorld()
  const told: Readonly<Record<Class, string>> = {
    config: unavailable,
    denied: unavailable,
    refused: 'Битрикс24 не принял запрос. Попробуйте ещё раз',
    limited,
    busy: down,
    silent: down,
  }

  test.each(rows)('$error: said in one message, and the list is there afterwards', async (one) => {
    const [chat, portal] = [at.chat(), at.world().portal]
    const [said, alerts] = [chat.transcript().length, at.alerts().length]
    portal.fault(one.fault)
    chat.says('/tasks')
    await at.reads(told[one.as])
    await at.recovers()
    const since = chat.transcript().slice(said + 1)
    expect(since.filter((line) => line.includes(told[one.as]))).toHaveLength(1)
    expect(at.alerts().slice(alerts)).toEqual(only(one.admin))
    await at.rests()
  })
})

describe.each([
  {
    kind: 'task',
    begin: async (chat: ChatClient, title: string) => {
      await chat.asks(`/task ${title}`, 'Кто исполнитель?')
      await chat.asks('я', 'К какому сроку?')
      await chat.asks('без срока', 'Добавить описание?')
      await chat.asks('Взять прошлогоднюю форму', 'Проверьте задачу')
    },
    kept: 'Взять прошлогоднюю форму',
    count: (world: World, title: string) => world.portal.tasks().filter((one) => one.title === title).length,
    add: 'tasks.task.add',
    told: {
      config: 'временно недоступен, администратор уже знает. Черновик сохранён.',
      denied: 'не разрешил поставить эту задачу. Ничего не потеряно',
      refused: 'не принял задачу. Ничего не потеряно',
      limited: 'подожду, попробую ещё раз и напишу',
      busy: 'Создаю', // people are told nothing of it unless it lasts
      silent: 'Не удалось узнать, создалась ли задача.',
    },
  },
  {
    kind: 'event',
    begin: async (chat: ChatClient, title: string) => {
      await chat.asks(`/event ${title} завтра 15:00–16:00`, 'Кого пригласить?')
      await chat.asks('никого', 'Нужна ссылка')
      await chat.clicks('Без ссылки')
      await chat.sees('Проверьте встречу')
    },
    kept: '15:00–16:00',
    count: (world: World, title: string) => eventsNamed(world, title),
    add: 'calendar.event.add',
    told: {
      config: 'временно недоступен, администратор уже знает. Черновик сохранён.',
      denied: 'не разрешил создать встречу',
      refused: 'не принял встречу. Ничего не потеряно',
      limited: 'подожду, попробую ещё раз и напишу',
      busy: 'Создаю', // people are told nothing of it unless it lasts
      silent: 'Не удалось узнать, создалась ли встреча.',
    },
  },
])('a confirmed write, /$kind', ({ begin, kept, count, add, told }) => {
  const at = inOneWorld()

  test.each(rows.filter((one) => !passing(one)))(
    '$error: the draft stays, and confirmed again it is made once',
    async (one) => {
      const title = `Отчёт ${rows.indexOf(one) + 1}`
      const [world, chat, alerts] = [at.world(), at.chat(), at.alerts().length]
      await begin(chat, title)
      world.portal.fault(one.fault)
      await chat.clicks('Создать')
      await at.reads(told[one.as])
      for (const part of [title, kept, '[Создать]']) expect(chat.screen()).toContain(part)
      expect(count(world, title)).toBe(0)
      world.portal.clearFaults()
      await chat.clicks('Создать')
      await at.reads('✅')
      await at.recovers()
      const admin = one.admin ?? (one.as === 'silent' ? 'уже несколько минут не отвечает' : null)
      expect(at.alerts().slice(alerts)).toEqual(only(admin))
      await at.rests()
      expect(count(world, title)).toBe(1)
    },
  )

  test.each(rows.filter(passing))('$error: it is waited for, and made once by itself', async (one) => {
    const title = `Отчёт ${rows.indexOf(one) + 1}`
    const [world, chat, alerts] = [at.world(), at.chat(), at.alerts().length]
    await begin(chat, title)
    world.portal.fault({ ...one.fault, times: 4 })
    await chat.clicks('Создать')
    await at.reads(told[one.as])
    await at.reads('✅')
    await at.recovers()
    expect(at.alerts().slice(alerts)).toEqual(only(one.admin))
    await at.rests()
    expect(count(world, title)).toBe(1)
  })

  test.each([
    ['cut after it was done', { kind: 'apply-then-cut' }],
    ['a page of a proxy after it was done', { kind: 'html', applied: true }],
    ['nothing after it was done', { kind: 'empty', applied: true }],
  ] as const)('%s: the person waits, and it is made once', async (name, fault) => {
    const title = `Отчёт: ${name}`
    const [world, chat, alerts] = [at.world(), at.chat(), at.alerts().length]
    await begin(chat, title)
    world.portal.fault({ ...fault, method: add, times: 1 })
    await chat.clicks('Создать')
    await at.reads('✅')
    await at.recovers()
    expect(at.alerts()).toHaveLength(alerts)
    await at.rests()
    expect(count(world, title)).toBe(1)
  })
})

describe('a button, «Готово»', () => {
  const at = inOneWorld()
  const told: Readonly<Record<Class, string>> = {
    config: unavailable,
    denied: 'Это действие вам сейчас недоступно.',
    refused: 'Это действие вам сейчас недоступно.',
    limited,
    busy: down,
    silent: 'Не удалось узнать, получилось ли.',
  }

  test.each(rows)('$error: the card comes back with the words, and the task is done once', async (one) => {
    const title = `Дело ${rows.indexOf(one) + 1}`
    const [world, chat] = [at.world(), at.chat()]
    const id = world.portal.addTask({ title, responsibleId: 15, createdBy: 15, deadlineMs: 0 })
    await chat.asks('/tasks', title)
    await chat.clicks('1')
    await chat.sees('Статус: ')
    const [alerts, from] = [at.alerts().length, world.portal.requests.length]
    world.portal.fault({ ...one.fault, method: 'tasks.task.complete' })
    await chat.clicks('Готово')
    await at.reads(told[one.as])
    await at.reads('Статус: ')
    expect(chat.screen()).toContain(title)
    expect(at.alerts().slice(alerts)).toEqual(only(one.admin))
    await at.recovers()
    // After too many requests, or too much work, the method itself is left alone for some minutes.
    world.pass(11 * minuteMs)
    await chat.clicks('Готово')
    await chat.sees('✅ Готово')
    const done = world.portal.requests
      .slice(from)
      .filter(({ method, fault }) => method === 'tasks.task.complete' && fault === undefined)
    expect(done).toHaveLength(1)
    await at.rests()
    expect(world.portal.tasks().find((task) => task.id === id)?.status).toBe(5)
  })
})

describe('an answer that is slow', () => {
  const at = inOneWorld()
  const slow = 'Битрикс24 перегружен, подождите…'
  /** Of real time: nobody waits for it, the connection is cut first. */
  const forEver = { kind: 'delay', delayMs: 3_600_000, times: 1 } as const

  /** Until the portal is at work on a method, so that time going by now is time that it takes. */
  async function isAtWork(from: number): Promise<void> {
    await eventually(() => at.world().gate.asked() > from)
  }

  async function cutConnections(): Promise<void> {
    await at.world().gate.shut()
    await at.world().gate.reopen()
  }

  test('is excused after a quarter of a minute, asked for again, and the late one changes nothing', async () => {
    const [world, chat] = [at.world(), at.chat()]
    world.portal.fault({ ...forEver, method: 'batch' })
    const from = world.gate.asked()
    chat.says('/tasks')
    await chat.sees('Смотрю в Битрикс24…')
    await isAtWork(from)
    world.pass(14_999)
    expect(chat.screen()).toBe('Смотрю в Битрикс24…')
    world.pass(1)
    await chat.sees(slow)
    world.pass(4_999)
    expect(chat.screen()).toContain(slow)
    world.pass(1)
    await chat.sees('Пробую ещё раз, подождите…')
    await cutConnections()
    await at.reads('Ваши задачи')
    const shown = chat.transcript()
    await at.recovers()
    expect(chat.transcript()).toEqual(shown)
    expect(chat.screen()).not.toContain('подождите')
  })

  test('that comes after the excuse is shown without it', async () => {
    const [world, chat] = [at.world(), at.chat()]
    world.portal.fault({ ...forEver, method: 'batch' })
    const from = world.gate.asked()
    chat.says('/tasks')
    await isAtWork(from)
    world.pass(15_000)
    await chat.sees(slow)
    // Whoever reads asks again by themselves when the connection breaks.
    await cutConnections()
    await chat.sees('Ваши задачи')
    expect(chat.screen()).not.toContain('подождите')
    await at.recovers()
  })

  test.each([
    {
      kind: 'task',
      add: 'tasks.task.add',
      begin: async (chat: ChatClient, title: string) => {
        await chat.asks(`/task ${title}`, 'Кто исполнитель?')
        await chat.asks('я', 'К какому сроку?')
        await chat.asks('без срока', 'Добавить описание?')
        await chat.asks('пропустить', 'Проверьте задачу')
      },
      count: (world: World, title: string) =>
        world.portal.tasks().filter((one) => one.title === title).length,
      checking: 'Не уверен, что задача создалась. Проверяю',
    },
    {
      kind: 'event',
      add: 'calendar.event.add',
      begin: async (chat: ChatClient, title: string) => {
        await chat.asks(`/event ${title} завтра 15:00–16:00`, 'Кого пригласить?')
        await chat.asks('никого', 'Нужна ссылка')
        await chat.clicks('Без ссылки')
        await chat.sees('Проверьте встречу')
      },
      count: eventsNamed,
      checking: 'Не уверен, что встреча создалась. Проверяю',
    },
  ])(
    'to a write that was done ($kind): the person is told the truth at each moment, and it is made once',
    async ({ kind, add, begin, count, checking }) => {
      const title = `Медленный ответ, ${kind}`
      const [world, chat, alerts] = [at.world(), at.chat(), at.alerts().length]
      await begin(chat, title)
      world.portal.fault({ ...forEver, method: add })
      await chat.clicks('Создать')
      await chat.sees('Создаю')
      await eventually(() => count(world, title) === 1)
      world.pass(15_000)
      await chat.sees(slow)
      expect(chat.screen()).not.toContain('Создать')
      world.pass(45_000)
      await chat.sees(checking)
      await cutConnections()
      await at.reads('✅')
      await at.recovers()
      expect(count(world, title)).toBe(1)
      expect(chat.transcript().filter((line) => line.includes('✅') && line.includes(title))).toHaveLength(1)
      expect(at.alerts()).toHaveLength(alerts)
      await at.rests()
    },
  )
})

test('an employee dismissed between card and press reads one farewell, and no card comes back', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await atCard(chat)
  const before = world.portal.tasks().length
  world.portal.dismiss(15)
  // The card may still be on its way: a clock that jumps must not send it twice.
  world.pass(16 * minuteMs)
  await world.settled()
  const said = chat.transcript().length
  await chat.clicks('Создать')
  await chat.sees('Доступ закрыт')
  await world.settled()
  const since = chat.transcript().slice(said)
  expect(since.filter((line) => line.includes('Доступ закрыт'))).toHaveLength(1)
  expect(since.at(-1)).toContain('Доступ закрыт')
  await eventually(() => !chat.buttons().flat().includes('Создать') && chat.pressable().length === 1)
  expect(world.portal.tasks()).toHaveLength(before)
})
