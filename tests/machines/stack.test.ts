/** One chat, several dialogs: what is begun on top of an unfinished one, what comes back, and what time does to it. */
import { expect, test } from 'vitest'
import type { LocalService } from '../../src/machines/services.ts'
import { toPortalUserId } from '../../src/ports/identity.ts'
import { fails, fillOrder, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { openRig, type Rig, type RigOptions } from '../support/rig.ts'

/** A dialog of two questions under any name. */
function survey(name: string, more = ''): string {
  return `
dialog: ${name}
version: 1
title: { ru: Опрос «${name}», en: Survey ${name} }
start: { command: ${name}, describe: { ru: Опрос, en: Survey }${more} }
steps:
  - ask: first
    type: text
    prompt: ask_first
    invalid: ask_first
  - ask: second
    type: text
    prompt: ask_second
    invalid: ask_second
  - say: thanks
texts:
  ask_first: { ru: "${name}: первый вопрос", en: "${name}: first question" }
  ask_second: { ru: "${name}: второй вопрос", en: "${name}: second question" }
  thanks: { ru: "${name}: спасибо", en: "${name}: thanks" }
`
}

const join = `
dialog: join
version: 1
title: { ru: Подключение, en: Joining }
start: { command: join, describe: { ru: Подключиться, en: Join } }
steps:
  - ask: word
    type: text
    prompt: ask_word
    invalid: ask_word
  - call: check
    service: join.check
    with: { word: word }
    on_error:
      wrong: { say: wrong, ask_again: word }
      otherwise: { say: closed, end: failed }
  - say: joined
idle:
  - { after: 1h, end: expired }
texts:
  ask_word: { ru: "Какое слово?", en: "Which word?" }
  wrong: { ru: "Не то слово.", en: "Wrong word." }
  closed: { ru: "Закрыто.", en: "Closed." }
  joined: { ru: "Подключено.", en: "Joined." }
`

const joinCheck: LocalService = {
  type: 'local',
  reasons: ['wrong'],
  async run({ chat, input, nowMs }, unit) {
    if (input['word'] === 'стоп') return fails('closed')
    if (input['word'] !== 'мир') return fails('wrong')
    const who = { name: 'Анна Ковалёва', firstName: 'Анна', zone: 'Europe/Moscow' }
    await unit.links.establish({
      ...who,
      chat,
      employee: toPortalUserId(7),
      linkedAtMs: nowMs,
      checkedAtMs: nowMs,
    })
    return ok(true)
  },
}

const members: RigOptions = {
  dialogs: [join, survey('poll', ', requires: { linked: join }')],
  services: { 'join.check': joinCheck },
  byHand: true,
}

const several: RigOptions = {
  dialogs: [orderDialog, ...['alpha', 'beta', 'gamma', 'delta', 'omega'].map((name) => survey(name))],
  services: orderServices(),
  byHand: true,
}

const depth = async (rig: Rig): Promise<number> => (await rig.stored()).state.frames.length
async function says(rig: Rig, ...words: string[]): Promise<void> {
  for (const one of words) await rig.says(one)
}

test('another command in the middle asks once, and what was begun comes back after it with its answers', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  expect(rig.last().message.text).toBe(
    'Сейчас идёт «Заказ». Открыть «Опрос „alpha“»? Потом вернёмся, ответы сохраню.',
  )
  await rig.presses('Перейти')
  expect(rig.last().message.text).toBe('alpha: первый вопрос')
  await says(rig, 'раз', 'два')
  expect(rig.texts().slice(-2)).toEqual(['alpha: спасибо', 'Кому?'])
  await says(rig, 'Иванов', '3')
  expect(rig.last().message.text).toContain('Бумага')
})

test('«Остаться» goes on with what was begun', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  await rig.presses('Остаться')
  expect(rig.last().message.text).toBe('Кому?')
  expect(await depth(rig)).toBe(1)
})

test('a dialog in which nothing has been answered gives way without a question', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order', '/alpha')
  expect(rig.last().message.text).toBe('alpha: первый вопрос')
  expect(await depth(rig)).toBe(1)
})

test('words instead of a press repeat the question about the other dialog; /cancel stays', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha', 'ну давай')
  expect(rig.texts().slice(-2)[0]).toContain('Нажмите одну из кнопок')
  expect(rig.last().message.text).toContain('Открыть «Опрос „alpha“»?')
  expect(
    rig.messages().filter((one) => one.message.rows.flat().some((row) => row.label === 'Перейти')),
  ).toHaveLength(1)
  await rig.says('/cancel')
  expect(rig.last().message.text).toBe('Кому?')
})

test('whoever goes on with the card above the question has answered it: they stay', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  await rig.presses('← Назад')
  expect(rig.last().message.text).toBe('Что заказать?')
  expect(rig.messages().filter((one) => one.message.rows.length > 0)).toHaveLength(1)
  await says(rig, 'Ручки', '/alpha')
  await rig.presses('✕ Отмена')
  expect(rig.last().message.text).toBe('Отменил. Ничего не создано.')
  expect(rig.messages().flatMap((one) => one.message.rows)).toEqual([])
})

test('help, a picture or an unknown command while the question stands leave it the last thing in the chat', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  const asked = rig.last().message.text
  await rig.says('/help')
  expect(rig.last().message.text).toBe(asked)
  await rig.does({ type: 'media', kind: 'photo', messageId: 4 })
  expect(rig.last().message.text).toBe(asked)
  await rig.says('/nothing')
  expect(rig.last().message.text).toBe(asked)
})

test('a third command while the question stands asks about that one instead', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha', '/beta')
  expect(
    rig.messages().filter((one) => one.message.rows.flat().some((row) => row.label === 'Перейти')),
  ).toHaveLength(1)
  await rig.presses('Перейти')
  expect(rig.last().message.text).toBe('beta: первый вопрос')
})

test('the same dialog again offers to continue or to begin anew', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/order Ручки')
  expect(rig.last().message.text).toBe('У вас есть незаконченный диалог «Заказ». Продолжить?')
  await rig.presses('Продолжить')
  expect(rig.last().message.text).toBe('Кому?')
  await says(rig, '/order Ручки')
  await rig.presses('Начать заново')
  expect(rig.last().message.text).toBe('Кому?')
  await says(rig, 'Иванов', '3')
  expect(rig.last().message.text).toContain('Ручки')
  expect(await depth(rig)).toBe(1)
})

test('a call under way is not given up to begin the same dialog anew', async () => {
  await using rig = await openRig({
    ...several,
    services: orderServices({ 'orders.add': () => fails('uncertain') }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  await rig.says('/order Ручки')
  await rig.presses('Начать заново')
  expect(rig.texts()).toContain('Секунду, я ещё жду ответа Битрикс24.')
  expect((await rig.stored()).state.frames[0]?.context.answers['what']).toBe('Бумага')
})

test('when what was to be kept comes to its end meanwhile, what was wanted begins', async () => {
  await using rig = await openRig(several)
  await fillOrder(rig)
  await rig.turns.intake([
    rig.update({ type: 'press', pressId: 'p', data: rig.pressData('Заказать'), messageId: 1 }),
    rig.update({ type: 'command', name: 'alpha', argument: '', messageId: 5 }),
  ])
  await rig.settles()
  expect(rig.texts().slice(-2)).toEqual(['Заказано: Бумага.', 'alpha: первый вопрос'])
  await says(rig, 'раз', 'два')
  expect(rig.last().message.text).toBe('alpha: спасибо')
})

test('when what was to be kept has been closed for idleness, the question about it is withdrawn', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  await rig.waits(25 * 3_600_000)
  expect(rig.messages().flatMap((one) => one.message.rows)).toEqual([])
  await rig.says('/beta')
  expect(rig.last().message.text).toBe('beta: первый вопрос')
})

test('when the dialog underneath comes back, the question is asked about that one', async () => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', 'раз', '/order Бумага')
  await rig.presses('Перейти')
  await says(rig, 'Иванов', '3')
  await rig.turns.intake([
    rig.update({ type: 'press', pressId: 'p', data: rig.pressData('Заказать'), messageId: 1 }),
    rig.update({ type: 'command', name: 'beta', argument: '', messageId: 5 }),
  ])
  await rig.settles()
  expect(rig.texts().slice(-2)).toEqual([
    'Заказано: Бумага.',
    'Сейчас идёт «Опрос „alpha“». Открыть «Опрос „beta“»? Потом вернёмся, ответы сохраню.',
  ])
  await rig.presses('Остаться')
  expect(rig.last().message.text).toBe('alpha: второй вопрос')
})

test('a dialog that needs another one first runs it, and comes back to itself', async () => {
  await using rig = await openRig(members)
  await rig.says('/poll')
  expect(rig.last().message.text).toBe('Какое слово?')
  await says(rig, 'дом', 'мир')
  expect(rig.texts().slice(-2)).toEqual(['Подключено.', 'poll: первый вопрос'])
  await says(rig, 'раз', 'два')
  expect(rig.last().message.text).toBe('poll: спасибо')
  expect(await depth(rig)).toBe(0)
})

test.for([
  ['is cancelled', '/cancel'],
  ['fails', 'стоп'],
  ['expires', null],
] as const)(
  'when the dialog that had to come first %s, what waited for it is gone too',
  async ([, words]) => {
    await using rig = await openRig(members)
    await rig.says('/poll')
    await (words === null ? rig.waits(3_700_000) : says(rig, words))
    expect(await depth(rig)).toBe(0)
    await rig.says('/cancel')
    expect(rig.last().message.text).toContain('отменять нечего')
  },
)

test('a second wish while the first dialog is still being made possible does not begin that one twice', async () => {
  await using rig = await openRig({
    ...members,
    dialogs: [...members.dialogs, survey('vote', ', requires: { linked: join }')],
  })
  await says(rig, '/poll', '/vote')
  expect(rig.last().message.text).toBe('Какое слово?')
  await rig.says('мир')
  expect(rig.last().message.text).toBe('vote: первый вопрос')
  await says(rig, 'раз', 'два')
  expect(await depth(rig)).toBe(0)
})

test('what becomes possible through the dialog under way waits for that one, instead of beginning it again', async () => {
  const checked = join.replace(
    '  - call: check',
    `  - ask: again
    type: text
    prompt: ask_word
    invalid: ask_word
  - call: check`,
  )
  await using rig = await openRig({ ...members, dialogs: [checked, ...members.dialogs.slice(1)] })
  await says(rig, '/join', 'мир', '/poll')
  expect(rig.last().message.text).toBe('Какое слово?')
  expect(
    rig
      .messages()
      .flatMap((one) => one.message.rows.flat())
      .map((one) => one.label),
  ).not.toContain('Перейти')
  await rig.says('мир')
  expect(rig.texts().slice(-2)).toEqual(['Подключено.', 'poll: первый вопрос'])
  await says(rig, 'раз', 'два')
  expect(await depth(rig)).toBe(0)
})

test('there are at most five unfinished dialogs, and the sixth is refused with a way out', async () => {
  await using rig = await openRig(several)
  await rig.says('/order Бумага')
  for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
    await rig.says(`/${name}`)
    await rig.presses('Перейти')
    await rig.says('раз')
  }
  expect(await depth(rig)).toBe(5)
  rig.clock.advance(60_000)
  await rig.says('/omega')
  expect(rig.texts().slice(-2)[0]).toContain('Слишком много незаконченных диалогов')
  expect(rig.last().message.text).toBe('delta: второй вопрос')
  await says(rig, '/cancel')
  expect(rig.texts().slice(-2)).toEqual(['Отменил. Ничего не создано.', 'gamma: второй вопрос'])
  for (let left = 4; left > 0; left -= 1) await rig.says('/cancel')
  expect(await depth(rig)).toBe(0)
})

test('the card of the dialog underneath is dead while another is on top, and says so', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага')
  const back = rig.pressData('← Назад')
  await rig.says('/alpha')
  await rig.presses('Перейти')
  const { note } = await rig.does({ type: 'press', pressId: 'p', data: back, messageId: 1 })
  expect(note).toMatch(/устарел/)
  expect(rig.last().message.text).toBe('alpha: первый вопрос')
  expect((await rig.stored()).state.frames[0]?.context.answers).toEqual({ what: 'Бумага' })
  const buttons = rig.messages().filter((one) => one.message.rows.length > 0)
  expect(buttons).toHaveLength(1)
})

test('the buttons of a question that has been answered mean nothing any more', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  const data = rig.pressData('Перейти')
  await rig.presses('Остаться')
  rig.clock.advance(5_000)
  const { note } = await rig.does({ type: 'press', pressId: 'p', data, messageId: 1 })
  expect(note).toBe('Кнопка устарела.')
  expect(await depth(rig)).toBe(1)
})

test('help in the middle of a dialog tells where one is, and the question stands below it', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/help')
  expect(rig.texts().slice(-2)).toEqual([
    'Сейчас идёт «Заказ»: ответьте на вопрос ниже, «← Назад» вернёт к прошлому, /cancel прервёт.',
    'Кому?',
  ])
  await says(rig, 'Иванов')
  expect(rig.last().message.text).toBe('Сколько пачек?')
})

test('a draft left alone is mentioned after half an hour and closed after a day', async () => {
  await using rig = await openRig(several)
  await rig.says('/order Бумага')
  await rig.waits(29 * 60_000)
  expect(rig.last().message.text).toBe('Кому?')
  await rig.waits(60_000)
  expect(rig.last().message.text).toBe('Заказ «Бумага» не закончен.')
  await rig.waits(23.5 * 3_600_000 - 1)
  expect(await depth(rig)).toBe(1)
  await rig.waits(1)
  expect(await depth(rig)).toBe(0)
  expect(await rig.pending()).toEqual([])
  expect(rig.messages().flatMap((one) => one.message.rows)).toEqual([])
})

test('the clock of idleness begins anew with everything the person does', async () => {
  await using rig = await openRig(several)
  await rig.says('/order Бумага')
  await rig.waits(20 * 60_000)
  await rig.says('Б')
  await rig.waits(20 * 60_000)
  expect(rig.texts()).not.toContain('Заказ «Бумага» не закончен.')
  await rig.waits(10 * 60_000)
  expect(rig.last().message.text).toBe('Заказ «Бумага» не закончен.')
  await rig.waits(24 * 3_600_000)
  expect(await depth(rig)).toBe(0)
})

test('what is said when a draft is closed is said', async () => {
  const dialog = survey('alpha')
    .replace('texts:', 'idle:\n  - { after: 2h, say: closed, end: expired }\ntexts:')
    .concat('  closed: { ru: "Опрос закрыт, ответ «{first}» не сохранён.", en: "Closed." }\n')
  await using rig = await openRig({ dialogs: [dialog], byHand: true })
  await says(rig, '/alpha', 'раз')
  await rig.waits(2 * 3_600_000)
  expect(rig.last().message.text).toBe('Опрос закрыт, ответ «раз» не сохранён.')
  expect(await depth(rig)).toBe(0)
})

test('a draft whose call must not be given up is closed only when the call has come to its end', async () => {
  let down = true
  await using rig = await openRig({
    ...several,
    dialogs: [orderDialog.replaceAll('retry: 2', 'retry: 10').replaceAll('24h', '40s')],
    services: orderServices({ 'orders.add': () => (down ? fails('uncertain') : ok({ url: 'u' })) }),
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  for (let at = 0; at < 10; at += 1) await rig.waits(20_000)
  expect(await depth(rig)).toBe(1)
  down = false
  for (let at = 0; at < 4; at += 1) await rig.waits(300_000)
  expect(await depth(rig)).toBe(0)
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
})

test('a nudge for a dialog underneath does not disturb the one on top', async () => {
  await using rig = await openRig(several)
  await says(rig, '/order Бумага', '/alpha')
  await rig.presses('Перейти')
  await rig.waits(20 * 60_000)
  await rig.says('раз')
  await rig.waits(10 * 60_000)
  await rig.says('два')
  expect(rig.texts().slice(-2)).toEqual(['alpha: спасибо', 'Кому?'])
})

test('/cancel under the question whether to go on gives the draft up, and nothing is left to cancel', async () => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', 'раз', '/alpha', '/cancel')
  expect(rig.last().message.text).toBe('Отменил. Ничего не создано.')
  expect(await depth(rig)).toBe(0)
  expect(rig.messages().filter((one) => one.message.rows.length > 0)).toEqual([])
  await rig.says('/cancel')
  expect(rig.last().message.text).toContain('Сейчас отменять нечего')
})

test('the same command again in a dialog in which nothing was answered asks the same question, once', async () => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', '/alpha', '/cancel')
  expect(rig.last().message.text).toBe('Отменил. Ничего не создано.')
  expect(await depth(rig)).toBe(0)
})

test('a dialog begun before, under another one, is gone back to and not begun a second time', async () => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', 'раз', '/beta')
  await rig.presses('Перейти')
  await says(rig, 'раз', '/alpha')
  await rig.presses('Перейти')
  expect(rig.last().message.text).toBe('У вас есть незаконченный диалог «Опрос „alpha“». Продолжить?')
  await rig.presses('Продолжить')
  expect(rig.last().message.text).toBe('alpha: второй вопрос')
  await rig.says('два')
  expect(rig.texts().slice(-2)).toEqual(['alpha: спасибо', 'beta: второй вопрос'])
  expect(await depth(rig)).toBe(1)
})

test('a dialog begun before may be begun anew instead, and one in which nothing was answered gives way', async () => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', 'раз', '/beta', 'перейти', '/alpha')
  expect(rig.last().message.text).toBe('У вас есть незаконченный диалог «Опрос „alpha“». Продолжить?')
  await rig.says('Начать заново')
  expect(rig.last().message.text).toBe('alpha: первый вопрос')
  expect(await depth(rig)).toBe(1)
})

test.each([
  ['продолжить', 'alpha: второй вопрос'],
  ['НАЧАТЬ ЗАНОВО', 'alpha: первый вопрос'],
  ['отмена', 'Отменил. Ничего не создано.'],
])('the answer to the question may be typed: «%s»', async (words, answer) => {
  await using rig = await openRig(several)
  await says(rig, '/alpha', 'раз', '/alpha', words)
  expect(rig.last().message.text).toBe(answer)
})

/** Says its piece and asks nothing. */
const aside = `
dialog: about
version: 1
title: { ru: О боте, en: About }
start: { command: about, describe: { ru: О боте, en: About } }
steps:
  - call: look
    service: about.look
    on_error: { otherwise: { say: broken, end: failed } }
  - say: told
texts:
  broken: { ru: "Не знаю.", en: "I do not know." }
  told: { ru: "Это бот.", en: "This is a bot." }
`

const withAside: RigOptions = {
  dialogs: [...(several.dialogs ?? []), aside, ...members.dialogs],
  services: {
    ...several.services,
    ...members.services,
    'about.look': { type: 'local', reasons: [], run: async () => ok(true) },
  },
  byHand: true,
}

test('a dialog that only says something does so in the middle of another one, which goes on', async () => {
  await using rig = await openRig(withAside)
  await says(rig, '/alpha', 'раз', '/about')
  expect(rig.texts().slice(-2)).toEqual(['Это бот.', 'alpha: второй вопрос'])
  await rig.says('/beta')
  await rig.says('/about')
  expect(rig.texts().slice(-2)).toEqual([
    'Это бот.',
    'Сейчас идёт «Опрос „alpha“». Открыть «Опрос „beta“»? Потом вернёмся, ответы сохраню.',
  ])
  await rig.presses('Остаться')
  await rig.says('два')
  expect(rig.last().message.text).toBe('alpha: спасибо')
})

test('a dialog for what is so already leaves the one under way alone', async () => {
  await using rig = await openRig(withAside)
  await rig.links()
  await says(rig, '/alpha', 'раз', '/join')
  expect(rig.last().message.text).toBe('Какое слово?')
})

test('a refusal stands until something else is done; then the plain question is asked again', async () => {
  await using rig = await openRig(withAside)
  await says(rig, '/join', 'мимо')
  expect(rig.last().message.text).toBe('Не то слово.')
  for (const digression of ['/help', '/nonsense', '/join', '/about']) {
    await rig.says('мимо')
    expect(rig.last().message.text).toBe('Не то слово.')
    await rig.says(digression)
    expect(rig.last().message.text).toBe('Какое слово?')
  }
  await rig.says('мимо')
  await rig.does({ type: 'media', kind: 'sticker', messageId: 7 })
  expect(rig.last().message.text).toBe('Какое слово?')
  await rig.says('мимо')
  await rig.does({ type: 'press', pressId: 'p', data: 'AAAAAAAAAAAAAA.1.0', messageId: 1 })
  expect(rig.last().message.text).toBe('Какое слово?')
})
