/** A person at a Telegram chat: says, clicks, and waits until they see something. */
import type { Person } from '../../sandbox/telegram/person.ts'
import type { TestClock } from './clock.ts'

export interface ChatClient {
  readonly person: Person
  says(text: string): number
  /** Presses the newest button with this label, as soon as there is one; returns what the press answered. */
  clicks(label: string): Promise<{ readonly answered: boolean; readonly toast?: string }>
  /** Resolves once the newest message of the bot holds `text`. */
  sees(text: string | RegExp): Promise<string>
  /** The labels under the newest message of the bot, row by row. */
  buttons(): readonly (readonly string[])[]
  /** Everything in the window: who said what, oldest first. */
  transcript(): readonly string[]
}

const patienceMs = 10_000

export function openChat(person: Person, _clock: TestClock): ChatClient {
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

  return {
    person,
    says: (text) => person.say(text),
    async clicks(label) {
      const messageId = await until(`A button «${label}»`, () => {
        const message = person
          .messages()
          .findLast((one) => one.buttons.flat().some((button) => button.label === label))
        return message?.messageId ?? null
      })
      return person.press({ messageId, label })
    },
    sees: (text) =>
      until(`«${String(text)}»`, () => {
        const said = plain(newest()?.text ?? '')
        return (typeof text === 'string' ? said.includes(text) : text.test(said)) ? said : null
      }),
    buttons: () => (newest()?.buttons ?? []).map((row) => row.map((button) => button.label)),
    transcript,
  }
}

/** No-break spaces look like spaces to people, and so to tests. */
function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ')
}
