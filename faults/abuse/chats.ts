import { shownTexts } from '../../tests/support/faults/outgoing.ts'
import { employees, openWorld, type World } from '../../tests/support/world.ts'
import { tally, type Row, type Trial } from '../row.ts'

const firstStranger = 700_000

export const guessedCodes: Row = {
  name: 'abuse-codes',
  about: 'codes for one employee and for nobody guessed from many chats, hour after hour',
  bases: ['sqlite'],
  async run({ bounded, random }) {
    await using world = await openWorld()
    const victim = employees.anna
    const chats = bounded ? 8 : 60
    let guesses = 0
    for (let place = 0; place < chats; place += 1) {
      const person = world.telegram.addPerson({
        id: firstStranger + place,
        firstName: 'Инкогнито',
        languageCode: 'ru',
      })
      const email = place % 4 === 3 ? `nobody.${place}@romashka.example` : victim.email
      for (const words of ['/start', email]) await spoken(world, person, words)
      for (let tries = 0; tries < 12; tries += 1) {
        // The one right among a million is not meant to be hit by chance.
        await spoken(world, person, `0${String(random.integer(100_000)).padStart(5, '0')}`)
        guesses += 1
      }
      if (place % 10 === 9) world.pass(3_600_000)
    }
    const linked = Array.from({ length: chats }, (_, place) => firstStranger + place).filter((chat) =>
      shownTexts(world.telegram, chat).some((text) => text.includes('Готово, ')),
    ).length
    const notices = world.portal.notices(victim.id).length
    const answers = Array.from(
      { length: chats },
      (_, place) => shownTexts(world.telegram, firstStranger + place)[1],
    )
    return tally({
      runs: guesses,
      faults: chats,
      violations: [
        ...(linked > 0 ? [`${linked} strangers were linked`] : []),
        // A code takes the place of the one before: TAG.
        ...(notices > 5 ? [`${notices} notices for the employee`] : []),
        ...(new Set(answers.slice(0, 4)).size > 1 ? ['the answer tells whether the address is known'] : []),
      ],
      note: `${notices} notices at the employee's bell`,
    })
  },
}

/** One who does not wait for an answer, but does for the assistant to be done. */
async function spoken(
  world: World,
  person: ReturnType<World['telegram']['addPerson']>,
  words: string,
): Promise<void> {
  world.pass(3_500)
  person.say(words)
  await world.settled()
}

export const floods: Row = {
  name: 'abuse-floods',
  about: 'one chat sends a thousand messages at once, while a colleague goes on working',
  bases: ['sqlite'],
  async run({ bounded }) {
    await using world = await openWorld()
    const colleague = await world.linkedChat('anna')
    const flooder = world.telegram.person(501_002)
    const sent = bounded ? 100 : 1_000
    const before = world.telegram.calls.length
    for (let n = 0; n < sent; n += 1) flooder.say(n % 3 === 0 ? '/help' : `Слово ${n}`)
    await colleague.asks('/task', 'Что нужно сделать?')
    await colleague.asks('Подготовить смету', 'Кто исполнитель?')
    await world.settled()
    const answered = world.telegram.calls
      .slice(before)
      .filter(({ chatId, ok, method }) => chatId === 501_002 && ok && method === 'sendMessage').length
    return tally({
      runs: sent,
      violations: answered > 60 ? [`${answered} answers to a flood`] : [],
      note: `${answered} answers to ${sent} messages`,
    })
  },
}

export const forgedPresses: Row = {
  name: 'abuse-presses',
  about: 'forged callback data, and those of another chat',
  bases: ['sqlite'],
  async run({ bounded, random }) {
    await using world = await openWorld()
    const anna = await world.linkedChat('anna')
    await anna.asks('/task Подготовить смету завтра в 15:00, Игорь', /./)
    await world.settled()
    const others = anna.person
      .messages()
      .flatMap(({ buttons }) =>
        buttons.flat().flatMap(({ act }) => (act.type === 'callback' ? [act.data] : [])),
      )
    const stranger = world.chat('igor')
    await stranger.asks('/start', 'Напишите рабочую почту')
    const aim = stranger.person.lastFromBot()?.messageId ?? 0
    const screen = stranger.screen()
    const tasks = world.portal.tasks().length
    const runs = bounded ? 60 : 1_000
    let unanswered = 0
    for (let n = 0; n < runs; n += 1) {
      world.pass(3_500)
      const data = forged(n, others, random)
      await stranger.person.press({ messageId: aim, data }).catch(() => (unanswered += 1))
    }
    await world.settled()
    const made = world.portal.tasks().length - tasks
    const changed = plainOf(stranger.screen()) !== plainOf(screen)
    return tally({
      runs,
      lost: unanswered,
      createdTwice: made,
      violations: changed ? ['the card of the stranger has changed'] : [],
      note: `${others.length} of them real ones of another chat`,
    })
  },
}

function plainOf(screen: string): string {
  return screen.split('\n')[0] ?? ''
}

function forged(n: number, others: readonly string[], random: Trial['random']): string {
  const kinds = [
    () => random.token(1 + random.integer(60)),
    () => others[random.integer(others.length)] ?? random.token(20),
    () => `${random.token(16)}:${random.integer(99)}:${random.integer(99)}`,
    () => `'; drop table chats; --`,
    () => '__proto__:1:0',
    () => '\u0000\u202E🙂'.repeat(4),
  ]
  return kinds[n % kinds.length]?.() ?? ''
}

export const hostileTexts: Row = {
  name: 'abuse-texts',
  about: 'titles of tasks made of HTML, BB codes, bidi marks, 4,096 emoji, NUL, and templates',
  bases: ['sqlite'],
  async run({ bounded, random }) {
    await using world = await openWorld()
    const anna = await world.linkedChat('anna')
    const runs = bounded ? 9 : 270
    const from = world.telegram.calls.length
    for (let n = 0; n < runs; n += 1) {
      world.pass(20_000)
      for (const words of ['/task', hostile(n, random), 'Я', 'завтра в 15:00']) {
        world.pass(3_500)
        if (anna.person.messages().length > 0) anna.person.say(words)
        await world.settled()
      }
      for (const label of ['Пропустить', 'Создать']) {
        const offered = anna.buttons().flat().includes(label)
        if (offered) await anna.clicks(label)
        await world.settled()
      }
      if (!anna.screen().includes('✅')) {
        anna.person.say('/cancel')
        await world.settled()
      }
    }
    const calls = world.telegram.calls.slice(from)
    const refused = calls.filter(({ ok, description = '' }) => !ok && !description.includes('not modified'))
    const incidents = world.logged.filter(({ message }) => message === 'a turn threw').length
    const raw = world.portal
      .tasks()
      .filter(({ description }) => /\[(?:url|send|put|user|img)[=\]]/i.test(description ?? ''))
    return tally({
      runs,
      violations: [
        ...(refused.length > 0 ? [`Telegram refused ${refused.length}: ${refused[0]?.description}`] : []),
        ...(incidents > 0 ? [`${incidents} turns threw`] : []),
        ...(raw.length > 0 ? [`${raw.length} descriptions with BB codes`] : []),
      ],
      note: `${world.portal.tasks().length} tasks`,
    })
  },
}

function hostile(n: number, random: Trial['random']): string {
  const kinds = [
    () => '<b>Смета</b> <a href="tg://user?id=1">мы</a> & <script>alert(1)</script>',
    () => '[URL=https://evil.example]Смета[/URL] [SEND=/quit]да[/SEND] [USER=1]шеф[/USER]',
    () => 'Смета \u202Eexe.fdp\u202C \u2066скрыто\u2069',
    () => '🙂'.repeat(2_048),
    () => 'Смета\u0000на\u0000печать',
    () => 'Смета {title} ${process.env} {{=1}} %s %n',
    () => `Смета ${'а\u0301'.repeat(100)} ${random.token(8)}`,
    () => `'; drop table chats; -- ${random.token(6)}`,
    () => `&lt;b&gt; &#0; </b></i> ${'<'.repeat(60)}`,
  ]
  return kinds[n % kinds.length]?.() ?? ''
}
