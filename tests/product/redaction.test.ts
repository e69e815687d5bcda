import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import { codeFor, codes, employees, openWorld, people, type World } from '../support/world.ts'

const minuteMs = 60_000
const title = 'Тайная смета Ромашкова'
const description = 'Никому не показывать'
const nonsense = 'как звёзды встанут'

const printed: string[] = []
beforeEach(() => {
  printed.length = 0
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk))
      return true
    })
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('whatever goes wrong, nothing that is secret or personal gets into the log, nor onto the terminal', async () => {
  await using world = await openWorld({ env: { ALERT_CHAT_ID: String(people.igor.id) } })
  const chat = world.chat()
  const secrets = [...(await linkBadly(world, chat)), ...(await createBadly(world, chat))]
  const { token } = world.telegram
  const [, , , webhookSecret] = new URL(world.portal.webhook).pathname.split('/')

  const words = [
    token,
    token.split(':')[1],
    webhookSecret,
    ...secrets,
    ...Object.values(employees).map(({ email }) => email),
    'nobody@romashka.example',
    title,
    description,
    nonsense,
    'Анна Петрова',
    'test-secret-of-more-than-32-bytes!!',
  ].filter((word) => word !== undefined)
  expect(words.filter((word) => word.length < 6)).toEqual([])
  const lines = world.logged.map((entry) => inspect(entry, { depth: null, maxStringLength: null }))
  // There was something to be careless with.
  expect(new Set(world.logged.map(({ level }) => level))).toEqual(new Set(['debug', 'info', 'warn', 'error']))
  for (const word of words) {
    expect(leaks([...lines, ...printed, await world.logText()], word)).toEqual([])
  }
  const loud = world.logged.filter(({ level }) => level !== 'debug')
  for (const { id } of Object.values(people)) {
    expect(
      leaks(
        loud.map((entry) => inspect(entry, { depth: null })),
        String(id),
      ),
    ).toEqual([])
  }
})

/** The places where a word is found, with a little around them. */
function leaks(texts: readonly string[], word: string): readonly string[] {
  // A code is no part of a longer number, which a time of day may be.
  const digits = /^\d+$/.test(word) ? new RegExp(`(?<!\\d)${word}(?!\\d)`) : null
  return texts.flatMap((text) => {
    const at = digits === null ? text.indexOf(word) : text.search(digits)
    return at < 0 ? [] : [text.slice(Math.max(0, at - 80), at + word.length + 20)]
  })
}

/** Connects the chat while both sides misbehave; returns what was secret on the way. */
async function linkBadly(world: World, chat: ChatClient): Promise<readonly string[]> {
  const { telegram, portal } = world
  telegram.fault({ kind: 'error', code: 429, retryAfter: 3, method: 'sendMessage', times: 1 })
  telegram.fault({ kind: 'error', code: 500, method: 'getUpdates', times: 1 })
  chat.says('/start')
  await world.passUntil(minuteMs, () => chat.screen().includes('рабочую почту'))
  telegram.fault({ kind: 'drop', method: 'sendMessage', times: 1 })
  chat.says('nobody@romashka.example')
  await world.passUntil(minuteMs, () => chat.screen().includes('шесть цифр'))
  await chat.asks('123456', 'Код не подошёл')

  world.pass(minuteMs)
  portal.fault({ kind: 'cut', method: 'user.get', times: 1 })
  portal.fault({ kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', method: 'user.get', times: 1 })
  portal.fault({ kind: 'html', method: 'im.notify.system.add', times: 1 })
  telegram.fault({ kind: 'error', code: 500, method: 'answerCallbackQuery', times: 1 })
  // Its answer is lost, so the button spins until the press is too old.
  void chat.clicks('Другая почта')
  await chat.sees('рабочую почту')
  await chat.asks(employees.anna.email, 'шесть цифр')
  await world.passUntil(2 * minuteMs, () => codes(portal, 15).length > 0)
  const code = await codeFor(portal, 15)
  const invites = portal.notices(15).flatMap(({ message }) => /start=([\w-]+)/.exec(message)?.[1] ?? [])
  telegram.fault({ kind: 'error', code: 400, method: 'deleteMessage', times: 1 })
  await chat.asks(`${code.slice(0, 3)} ${code.slice(3)}`, 'Готово, Анна!')
  chat.person.openLink(invites.at(-1) ?? '')
  await world.settled()
  return [
    '123456',
    code,
    `${code.slice(0, 3)} ${code.slice(3)}`,
    `${code.slice(0, 3)}\u00A0${code.slice(3)}`,
    ...invites,
  ]
}

/** Creates tasks while both sides misbehave. */
async function createBadly(world: World, chat: ChatClient): Promise<readonly string[]> {
  const { telegram, portal } = world
  telegram.fault({ kind: 'apply-then-cut', method: 'sendMessage', times: 1 })
  chat.says(`/task ${title}`)
  await world.passUntil(minuteMs, () => chat.screen().includes('Кто исполнитель'))
  portal.fault({ kind: 'empty', method: 'user.search', times: 3 })
  portal.fault({ kind: 'status', status: 500, method: 'user.search', times: 3 })
  portal.fault({
    kind: 'redirect',
    method: 'user.search',
    location: 'https://elsewhere.example/rest/',
    times: 1,
  })
  chat.says('Ки')
  await world.passUntil(
    minuteMs,
    () => chat.screen().includes('напишите имя ещё раз') || chat.screen().includes('недоступен'),
  )
  await world.settled()
  portal.clearFaults()
  await chat.asks('Ким', 'К какому сроку?')
  await chat.asks(nonsense, 'Не понял дату')
  await chat.asks('завтра', 'Добавить описание?')
  await chat.asks(description, 'Проверьте задачу')
  portal.modes.webhookExpired = true
  await chat.clicks('Создать')
  await chat.sees('временно недоступен')
  portal.modes.webhookExpired = false
  await world.gate.shut()
  telegram.fault({ kind: 'drop', method: 'editMessageText', times: 1 })
  await chat.clicks('Создать')
  await world.passUntil(minuteMs, () => chat.screen().includes('попробую ещё раз'))
  await world.gate.reopen()
  portal.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', times: 1 })
  await world.passUntil(10 * minuteMs, () => chat.screen().includes('✅'))
  telegram.fault({
    kind: 'error',
    code: 400,
    description: 'Bad Request: message is too long',
    method: 'sendMessage',
    times: 1,
  })
  chat.says('/help')
  await world.settled()
  await world.restart()
  return []
}
