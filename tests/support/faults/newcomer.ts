/** An employee the assistant has never heard of, at a Telegram chat of their own. */
import type { BitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import type { Person } from '../../../sandbox/telegram/person.ts'
import type { TelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { waitFor } from './waiting.ts'

export interface Newcomer {
  readonly chatId: number
  readonly employee: number
  readonly email: string
  /** How often this person has said or pressed something. */
  acts(): number
  says(text: string): void
  /** Presses the newest button with this label, and does not wait for its spinner: whoever would stop it may be dead. */
  clicks(label: string): Promise<void>
  /** Resolves once the newest message of the bot holds one of these; returns which. */
  sees(...texts: readonly string[]): Promise<string>
  /** The six digits in the bell of the portal, once they are there. */
  code(): Promise<string>
  /** Everything in the window, oldest first. */
  transcript(): readonly string[]
}

/** All of them are called Анна Петрова, so that the bot says the same to each. */
export function createNewcomer(
  { telegram, portal }: { readonly telegram: TelegramSandbox; readonly portal: BitrixSandbox },
  number: number,
): Newcomer {
  const email = `anna.petrova.${number}@romashka.example`
  const employee = portal.addEmployee({ email, name: 'Анна', lastName: 'Петрова' })
  const chatId = 502_000 + number
  const person = telegram.addPerson({ id: chatId, firstName: 'Анна', languageCode: 'ru' })
  const transcript = () => person.messages().map(({ from, text }) => `${from}: ${text}`)
  let acts = 0
  const described = (what: string) => () => `${what}. The chat:\n${transcript().join('\n')}`

  return {
    chatId,
    employee,
    email,
    acts: () => acts,
    says(text) {
      acts += 1
      person.say(text)
    },
    async clicks(label) {
      const messageId = await waitFor(described(`a button «${label}»`), () => buttonOf(person, label))
      acts += 1
      void person.press({ messageId, label })
    },
    sees: (...texts) =>
      waitFor(described(`«${texts.join('» or «')}»`), () =>
        texts.find((text) =>
          person
            .lastFromBot()
            ?.text.replaceAll(/[\u00A0\u202F]/g, ' ')
            .includes(text),
        ),
      ),
    code: () =>
      waitFor(
        () => 'a code in the portal',
        () => codeIn(portal.notices(employee).at(-1)?.message ?? ''),
      ),
    transcript,
  }
}

function buttonOf(person: Person, label: string): number | undefined {
  return person.messages().findLast(({ buttons }) => buttons.flat().some((button) => button.label === label))
    ?.messageId
}

function codeIn(notice: string): string | null {
  const found = /(\d{3})\s(\d{3})/.exec(notice)
  return found && `${found[1]}${found[2]}`
}
