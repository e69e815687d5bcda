import { expect, test } from 'vitest'
import { atEventCard, eventsNamed, openMeetings } from './event-talk.ts'

const minuteMs = 60_000

test('a portal that is away is waited for, and the meeting is made once, with the room it had', async () => {
  await using meetings = await openMeetings()
  const { world, telemost } = meetings
  const chat = await world.linkedChat()
  await atEventCard(chat)
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('Битрикс24 не отвечает. Черновик сохранён')
  await world.gate.reopen()
  await world.passUntil(5 * minuteMs, () => chat.screen().includes('✅'))
  expect(eventsNamed(world, 'Показ клиенту')).toBe(1)
  expect(telemost.conferences()).toHaveLength(1)
})

test('a meeting whose answer was lost is found, not made twice', async () => {
  await using meetings = await openMeetings()
  const { world } = meetings
  const chat = await world.linkedChat()
  await atEventCard(chat)
  world.portal.fault({ kind: 'apply-then-cut', method: 'calendar.event.add', times: 1 })
  await chat.clicks('Создать')
  await chat.sees('Не уверен, что встреча создалась. Проверяю, чтобы не сделать две одинаковые.')
  await world.passUntil(minuteMs, () => chat.screen().includes('✅'))
  expect(chat.screen()).toContain('✅ Встреча уже есть: «Показ клиенту», завтра, вт, 24 ноября, 15:00–16:00')
  expect(eventsNamed(world, 'Показ клиенту')).toBe(1)
})

test('a second tap, a late one and a restart in between make no second meeting', async () => {
  await using meetings = await openMeetings()
  const { world } = meetings
  const chat = await world.linkedChat()
  await atEventCard(chat)
  const create = chat.person
    .messages()
    .flatMap(({ messageId, buttons }) => buttons.flat().map((button) => ({ messageId, button })))
    .find(({ button }) => button.label === 'Создать')
  if (create?.button.act.type !== 'callback') throw new Error('no button')
  const { messageId } = create
  const { data } = create.button.act
  await Promise.all([chat.person.press({ messageId, data }), chat.person.press({ messageId, data })])
  await chat.sees('✅')
  await world.restart()
  world.pass(minuteMs)
  await chat.person.press({ messageId, data })
  await world.settled()
  expect(eventsNamed(world, 'Показ клиенту')).toBe(1)
  const igor = await world.linkedChat('igor')
  await igor.person.press({ messageId: igor.person.lastFromBot()?.messageId ?? 0, data })
  await world.settled()
  expect(eventsNamed(world, 'Показ клиенту')).toBe(1)
})

test('a Telemost that fails leaves the meeting its other ways', async () => {
  await using meetings = await openMeetings()
  const { world, telemost } = meetings
  const chat = await world.linkedChat()
  await chat.asks('/event Обзор завтра 15:00–16:00', 'Кого пригласить?')
  await chat.asks('никого', 'Нужна ссылка')
  telemost.fault({ kind: 'status', status: 500 })
  await chat.clicks('Создать ссылку')
  await world.passUntil(minuteMs, () => chat.screen().includes('Телемост не создал ссылку'))
  expect(chat.buttons().flat()).toContain('Без ссылки')
  telemost.clearFaults()
  await chat.clicks('Создать ссылку')
  await chat.sees('Проверьте встречу')
  expect(chat.screen()).toContain('Ссылка: https://telemost.yandex.ru/j/')
})

test('an account of Telemost that may not make rooms is not offered again', async () => {
  await using meetings = await openMeetings()
  const { world, telemost } = meetings
  telemost.modes.restricted = true
  const chat = await world.linkedChat()
  await chat.asks('/event Обзор завтра 15:00–16:00', 'Кого пригласить?')
  await chat.asks('никого', 'Нужна ссылка')
  await chat.clicks('Создать ссылку')
  await chat.sees('Телемост не создал ссылку')
  expect(chat.buttons().flat()).not.toContain('Создать ссылку')
  await chat.clicks('Без ссылки')
  await chat.sees('Проверьте встречу')
})
