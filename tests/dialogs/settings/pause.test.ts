import { describe, expect, test } from 'vitest'
import { deskOf, openDesk, type Desk } from './desk.ts'

const dayMs = 86_400_000
const question =
  'До какого дня не присылать уведомления? Например: «до понедельника», «на 3 дня», «до 30 ноября».\n[До завтра] [До понедельника]\n[На неделю] [Календарь]\n[✕ Отмена]'

function paused(until: string): string {
  return `Пауза ${until}. Срочное смотрите в /tasks и /schedule.\n[Снять паузу]`
}

async function pausedUntil(desk: Desk): Promise<string | null> {
  return (await desk.saved())?.notifications.pausedUntil ?? null
}

// The clock of the tests stands on Monday, 23 November 2026.
describe('what is said after the command is the day notifications come again', () => {
  test.each([
    ['до понедельника', '2026-11-30', 'до понедельника, 30 ноября'],
    ['до вторника', '2026-11-24', 'до вторника, 24 ноября'],
    ['до среды', '2026-11-25', 'до среды, 25 ноября'],
    ['на 3 дня', '2026-11-26', 'до четверга, 26 ноября'],
    ['до пятницы', '2026-11-27', 'до пятницы, 27 ноября'],
    ['на 5 дней', '2026-11-28', 'до субботы, 28 ноября'],
    ['до 29 ноября', '2026-11-29', 'до воскресенья, 29 ноября'],
    ['на неделю', '2026-11-30', 'до понедельника, 30 ноября'],
    ['до завтра', '2026-11-24', 'до вторника, 24 ноября'],
    ['завтра в 15:00', '2026-11-24', 'до вторника, 24 ноября'],
    ['до 11 января', '2027-01-11', 'до понедельника, 11 января 2027'],
  ])('/pause %s', async (words, date, until) => {
    await using desk = await openDesk()
    expect(await desk.says(`/pause ${words}`)).toBe(paused(until))
    expect(await pausedUntil(desk)).toBe(date)
  })

  test('in English', async () => {
    await using desk = await openDesk()
    await desk.says('/settings')
    await desk.presses('Язык: English')
    for (const [words, until] of [
      ['until Monday', 'until Monday, 30 November'],
      ['for 3 days', 'until Thursday, 26 November'],
    ])
      expect(await desk.says(`/pause ${words}`)).toBe(
        `Paused ${until}. What is urgent is in /tasks and /schedule.\n[End the pause]`,
      )
    expect(await desk.says('/pause stop')).toBe('The pause has ended. Notifications come again.')
  })
})

test.each([
  ['До завтра', '2026-11-24'],
  ['До понедельника', '2026-11-30'],
  ['На неделю', '2026-11-30'],
])('without a day it is asked for; [%s]', async (label, date) => {
  await using desk = await openDesk()
  expect(await desk.says('/pause')).toBe(question)
  expect(await desk.presses(label)).toContain('Срочное смотрите в /tasks и /schedule.')
  expect(await pausedUntil(desk)).toBe(date)
})

test('what is no day, has passed, is today, or lies beyond a year, is refused and asked for again', async () => {
  await using desk = await openDesk()
  await desk.says('/pause')
  expect(await desk.says('до лучших времён')).toMatch(/^Не понял «до лучших времён»\. Напишите день или срок/)
  expect(await desk.says('на 2 часа')).toMatch(/^Не понял|^Пауза может кончиться не раньше завтрашнего дня\./)
  expect(await desk.says('до вчера')).toMatch(
    /^Это уже прошло: .*22 ноября\. Назовите день позже сегодняшнего\./,
  )
  expect(await desk.says('сегодня')).toMatch(/^Пауза может кончиться не раньше завтрашнего дня\./)
  expect(await desk.says('до 24 ноября 2027')).toMatch(/^Пауза может длиться не больше года\./)
  expect(await desk.says('на 400 дней')).toMatch(/^Пауза может длиться не больше года\./)
  expect(await pausedUntil(desk)).toBeNull()
  expect(await desk.says('до 23 ноября 2027')).toBe(paused('до вторника, 23 ноября 2027'))
})

test('words with two meanings are asked about', async () => {
  await using desk = await openDesk()
  await desk.says('/pause')
  expect(await desk.says('до конца недели')).toMatch(/^Уточните, до какого дня:\n\[[^\]]*27 ноября\]/)
  await desk.presses('Другое')
  await desk.says('до конца недели')
  const label = desk.rig.last().message.rows[0]?.[0]?.label ?? ''
  await desk.presses(label)
  expect(await pausedUntil(desk)).toBe('2026-11-27')
})

test('words with two meanings after the command are not lost: their meanings are offered with the question', async () => {
  await using desk = await openDesk()
  expect(await desk.says('/pause до конца недели')).toMatch(
    /^Уточните, до какого дня:\n\[[^\]]*27 ноября\]\n\[[^\]]*29 ноября\]\n/,
  )
  await desk.presses(desk.rig.last().message.rows[1]?.[0]?.label ?? '')
  expect(await pausedUntil(desk)).toBe('2026-11-29')
})

test('given up, nothing changes', async () => {
  await using desk = await openDesk()
  await desk.says('/pause')
  expect(await desk.presses('✕ Отмена')).toBe('Хорошо, ничего не меняю.')
  await desk.says('/pause')
  expect(await desk.says('/cancel')).toBe('Хорошо, ничего не меняю.')
  expect(await desk.saved()).toBeNull()
})

describe('a pause is ended', () => {
  test('by its button, pressed as often and as late as one likes', async () => {
    await using desk = await openDesk()
    await desk.says('/pause до понедельника')
    const data = desk.rig.pressData('Снять паузу')
    expect(await desk.presses('Снять паузу')).toBe('Пауза снята. Уведомления снова приходят.')
    expect((await desk.saved())?.chosenAtMs?.all).toBe(desk.rig.clock.now())
    await desk.rig.waits(5_000)
    await desk.rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    expect(desk.screen()).toBe('Паузы и так нет. Поставить — /pause.')
    expect(await pausedUntil(desk)).toBeNull()
  })

  test.each(['снять', 'сними', 'Снять паузу', 'off'])('by /pause %s', async (words) => {
    await using desk = await openDesk()
    await desk.says('/pause на неделю')
    expect(await desk.says(`/pause ${words}`)).toBe('Пауза снята. Уведомления снова приходят.')
    expect(await desk.says(`/pause ${words}`)).toBe('Паузы и так нет. Поставить — /pause.')
  })

  test('by its day: from its first minute on there is none', async () => {
    await using desk = await openDesk()
    await desk.says('/pause на 1 день')
    desk.rig.clock.set('2026-11-23T23:59:00+03:00')
    await desk.says('/notifications')
    expect(desk.line('Пауза ')).toBe('до вторника, 24 ноября.')
    desk.rig.clock.set('2026-11-24T00:00:00+03:00')
    await desk.says('/notifications')
    expect(desk.line('Пауза ')).toBeUndefined()
    expect(await desk.says('/pause снять')).toBe('Паузы и так нет. Поставить — /pause.')
  })
})

test('another pause takes the place of the first', async () => {
  await using desk = await openDesk()
  await desk.says('/pause на 3 дня')
  await desk.rig.waits(dayMs)
  expect(await desk.says('/pause на 3 дня')).toBe(paused('до пятницы, 27 ноября'))
})

test('where notifications are off there is nothing to pause', async () => {
  await using desk = await openDesk()
  await desk.says('/notifications')
  await desk.presses('Выключить всё')
  expect(await desk.says('/pause на 3 дня')).toBe('Уведомления и так выключены. Включить — /notifications.')
  expect(await pausedUntil(desk)).toBeNull()
})

test('the question survives a restart', async () => {
  await using desk = await openDesk()
  await desk.says('/pause')
  await using later = await desk.rig.restarts()
  expect(await deskOf(later).says('на 3 дня')).toBe(paused('до четверга, 26 ноября'))
})
