/** A person at a Telegram chat: says, clicks, and waits until they see something. */
import type { ButtonAim, Person, PressResult } from '../../sandbox/telegram/person.ts'
import type { TestClock } from './clock.ts'

export interface ChatClient {
  readonly person: Person
  /** Types a text; returns its `message_id`. */
  says(text: string): number
  /** Types, and resolves with the words of the answer once they hold `text`. */
  asks(words: string, text: string | RegExp): Promise<string>
  /** Presses the newest button with this label, as soon as there is one; returns what the press answered. */
  clicks(label: string): Promise<PressResult>
  /** Resolves once the newest message of the bot holds `text`. */
  sees(text: string | RegExp): Promise<string>
  /** The newest message of the bot as it is seen: its words, then a line «[Да] [Нет]» for each row of buttons. */
  screen(): string
  /** The labels under the newest message of the bot, row by row. */
  buttons(): readonly (readonly string[])[]
  /** Everything in the window: who said what, oldest first. */
  transcript(): readonly string[]
  /** The words of the bot's messages that still have buttons to press, oldest first. */
  pressable(): readonly string[]
}

const patienceMs = 10_000
/** What a person needs for anything, so that a long talk is no flood. */
const actMs = 3_000

export function openChat(person: Person, clock: TestClock): ChatClient {
  const newest = () => person.messages().findLast((message) => message.from === 'bot')
  const transcript = () =>
    person.messages().map((message) => `${message.from === 'bot' ? 'бот' : 'я'}: ${plain(message.text)}`)

  async function until<T>(what: string, ask: () => T | null): Promise<T> {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const answer = ask()
      if (answer !== null) return answer
      if (Date.now() > deadline) throw new Error(`${what} never came. The chat:\n${transcript().join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  const client: ChatClient = {
    person,
    says(text) {
      clock.advance(actMs)
      return person.say(text)
    },
    asks(words, text) {
      client.says(words)
      return client.sees(text)
    },
    async clicks(label) {
      const aim = await until(`A button «${label}»`, () => findButton(person, label))
      clock.advance(actMs)
      return person.press(aim)
    },
    sees: (text) =>
      until(`«${String(text)}»`, () => {
        const said = plain(newest()?.text ?? '')
        return (typeof text === 'string' ? said.includes(text) : text.test(said)) ? said : null
      }),
    screen: () => {
      const message = newest()
      const rows = labels(message?.buttons ?? []).map((row) => row.map((label) => `[${label}]`).join(' '))
      return plain([message?.text ?? '', ...rows].join('\n'))
    },
    buttons: () => labels(newest()?.buttons ?? []),
    transcript,
    pressable: () =>
      person
        .messages()
        .filter(({ from, buttons }) => from === 'bot' && buttons.flat().length > 0)
        .map(({ text }) => plain(text)),
  }
  return client
}

/** The newest button with this label; no-break spaces in it are spaces. */
function findButton(person: Person, label: string): ButtonAim | null {
  for (const { messageId, buttons } of person.messages().toReversed()) {
    for (const button of buttons.flat()) {
      if (plain(button.label) === label) return { messageId, label: button.label }
    }
  }
  return null
}

type Rows = readonly (readonly { readonly label: string }[])[]

function labels(rows: Rows): readonly (readonly string[])[] {
  return rows.map((row) => row.map((button) => button.label))
}

/** No-break spaces look like spaces to people, and so to tests. */
export function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ')
}
