/**
 * What each command costs: requests to the portal, milliseconds to the first visible reaction and to the answer, in the
 * sandbox with its real limits on (2 requests a second after a burst of 50), over real HTTP, in real time. Each of five
 * people does everything once; the middle one of five is told.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandbox } from '../sandbox/bitrix24/server.ts'
import type { Person } from '../sandbox/telegram/person.ts'
import { startTelegramSandbox } from '../sandbox/telegram/server.ts'
import { systemClock } from '../src/adapters/clock.ts'
import { openApp } from '../src/app.ts'
import { readConfig } from '../src/config/read-config.ts'
import { median } from './measuring.ts'
import type { Question, Report } from './report.ts'

const people = [
  { id: 501_001, employee: 15 },
  { id: 501_002, employee: 27 },
  { id: 501_003, employee: 7 },
  { id: 501_004, employee: 9 },
  { id: 501_005, employee: 31 },
] as const

interface Command {
  readonly name: string
  act(person: Person): void
  readonly answer: RegExp
}

const commands: readonly Command[] = [
  { name: '/tasks, of more than 50', act: (person) => person.say('/tasks'), answer: /Ваши задачи — \d+/ },
  { name: 'its next page', act: (person) => press(person, '›'), answer: /показываю 8–/ },
  { name: 'the card of a task', act: (person) => press(person, /^\d+$/), answer: /Статус: / },
  { name: 'done', act: (person) => press(person, 'Готово'), answer: /✅ Готово/ },
  { name: '/schedule today', act: (person) => person.say('/schedule today'), answer: /^Сегодня/ },
  { name: '/schedule week', act: (person) => person.say('/schedule week'), answer: /^Ближайшие/ },
  {
    name: 'the card of an event',
    act: (person) => press(person, '1'),
    answer: /\d\d:\d\d–\d\d:\d\d|весь день/,
  },
]

export const question: Question = {
  title:
    'what commands cost the portal and the person: requests, milliseconds to the first reaction and to the answer',
  ask,
}

async function ask(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const telegram = await startTelegramSandbox({
    clock: systemClock,
    persons: people.map(({ id }) => ({ id, firstName: 'Анна', languageCode: 'ru' })),
  })
  const portal = await startBitrixSandbox({ clock: systemClock, limits: true })
  const { config } = readConfig({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BITRIX24_WEBHOOK: portal.webhook,
    DATABASE_URL: `sqlite:${folder}/bench.db`,
  })
  if (config === null) throw new Error('the configuration of the measurement is wrong')
  for (const { employee } of people)
    for (let nth = 1; nth <= 50; nth += 1)
      portal.addTask({
        title: `Задача ${nth}`,
        responsibleId: employee,
        createdBy: employee,
        deadlineMs: null,
      })

  const measured = new Map(commands.map(({ name }) => [name, [] as Measurement[]]))
  {
    await using _app = await openApp(config, { roles: ['bot'], log: () => {} })
    for (const { id, employee } of people) {
      const person = telegram.person(id)
      await link(portal, person, employee)
      for (const command of commands) measured.get(command.name)?.push(await measure(portal, person, command))
    }
  }
  await telegram[Symbol.asyncDispose]()
  await portal[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
  return {
    rows: [...measured].map(([command, all]) => ({
      command,
      requests: median(all.map(({ requests }) => requests)),
      'first reaction, ms': median(all.map(({ firstMs }) => firstMs)).toFixed(1),
      'answer, ms': median(all.map(({ answerMs }) => answerMs)).toFixed(1),
    })),
    notes: [
      'each the median of five people, against the portal with its limits on (2 requests a second after 50)',
    ],
  }
}

interface Measurement {
  readonly requests: number
  readonly firstMs: number
  readonly answerMs: number
}

async function measure(portal: BitrixSandbox, person: Person, command: Command): Promise<Measurement> {
  await quiet(person)
  const before = portal.requests.length
  const seen = look(person)
  const startedAt = performance.now()
  command.act(person)
  const spins = person.pressing().length > 0
  await until(() => look(person) !== seen || (spins && person.pressing().length === 0))
  const firstMs = performance.now() - startedAt
  await until(() => look(person) !== seen && command.answer.test(person.lastFromBot()?.text ?? ''))
  const answerMs = performance.now() - startedAt
  // A batch is one request to the portal's limit, whatever is in it.
  return { requests: portal.requests.length - before, firstMs, answerMs }
}

async function link(portal: BitrixSandbox, person: Person, employee: number): Promise<void> {
  const says = async (text: string, answer: RegExp): Promise<void> => {
    person.say(text)
    await until(() => answer.test(person.lastFromBot()?.text ?? ''))
  }
  await says('/start', /рабочую почту/)
  await says(portal.employees().find(({ id }) => id === employee)?.email ?? '', /шесть цифр/)
  await until(() => portal.notices(employee).length > 0)
  const notice = portal.notices(employee).at(-1)?.message ?? ''
  await says(/: (\d{3})\s(\d{3})\./.exec(notice)?.slice(1).join('') ?? '', /Чат подключён/)
}

/** What the window shows of the bot: its last message, and «печатает…». */
function look(person: Person): string {
  const last = person.lastFromBot()
  return JSON.stringify([last?.messageId, last?.text, person.typing()])
}

/** Nothing is on its way any more. */
async function quiet(person: Person): Promise<void> {
  await until(() => person.pressing().length === 0)
  await new Promise((resolve) => setTimeout(resolve, 200))
}

function press(person: Person, label: string | RegExp): void {
  const message = person.lastFromBot()
  const fits = (one: string): boolean => (typeof label === 'string' ? one === label : label.test(one))
  const button = message?.buttons.flat().find((one) => fits(one.label))
  if (message === undefined || button === undefined) throw new Error(`No button ${String(label)}`)
  void person.press({ messageId: message.messageId, label: button.label })
}

async function until(ask: () => boolean): Promise<void> {
  const limit = Date.now() + 30_000
  while (!ask()) {
    if (Date.now() > limit) throw new Error(`It never came about: ${ask.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
