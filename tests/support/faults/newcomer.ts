/** An employee the assistant has never heard of, at a Telegram chat of their own. */
import type { NoticeRow } from '../../../sandbox/bitrix24/rows.ts'
import type { BitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import type { Person } from '../../../sandbox/telegram/person.ts'
import type { TelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { usualPatienceMs, waitFor } from './waiting.ts'

export interface Newcomer {
  readonly chatId: number
  readonly employee: number
  readonly email: string
  /** How often this person has said or pressed something. */
  acts(): number
  says(text: string): void
  /** Presses the newest button with this label, and does not wait for its spinner: whoever would stop it may be dead. */
  clicks(label: string): Promise<void>
  /** Whether the newest message of the bot holds this. */
  shows(text: string): boolean
  /** Resolves once it does; until then does `meanwhile` each time it has looked in vain. */
  sees(text: string, meanwhile?: () => void): Promise<void>
  /** Whether the bell of the portal has a code that has not been typed yet. */
  hasFreshCode(): boolean
  /** Types it as soon as it is there. */
  typesCode(): Promise<void>
  /** Everything in the window, oldest first. */
  transcript(): readonly string[]
}

/** All of them are called Анна Петрова, so that the bot says the same to each. */
export function createNewcomer(
  { telegram, portal }: { readonly telegram: TelegramSandbox; readonly portal: BitrixSandbox },
  number: number,
  patienceMs = usualPatienceMs,
): Newcomer {
  const email = `anna.petrova.${number}@romashka.example`
  const employee = portal.addEmployee({ email, name: 'Анна', lastName: 'Петрова' })
  const chatId = 502_000 + number
  const person = telegram.addPerson({ id: chatId, firstName: 'Анна', languageCode: 'ru' })
  const transcript = () => person.messages().map(({ from, text }) => `${from}: ${text}`)
  const described = (what: string) => () => `${what}. The chat:\n${transcript().join('\n')}`
  const shows = (text: string) =>
    person
      .lastFromBot()
      ?.text.replaceAll(/[\u00A0\u202F]/g, ' ')
      .includes(text) === true
  const codeInBell = () =>
    portal
      .notices(employee)
      .map(codeIn)
      .findLast((code) => code !== null)
  let acts = 0
  let typedCode: string | null = null

  function says(text: string): void {
    acts += 1
    person.say(text)
  }

  return {
    chatId,
    employee,
    email,
    acts: () => acts,
    says,
    async clicks(label) {
      const messageId = await waitFor(
        described(`a button «${label}»`),
        () => buttonOf(person, label),
        patienceMs,
      )
      acts += 1
      void person.press({ messageId, label })
    },
    shows,
    async sees(text, meanwhile) {
      await waitFor(described(`«${text}»`), () => shows(text) || meanwhile?.(), patienceMs)
    },
    hasFreshCode: () => (codeInBell() ?? typedCode) !== typedCode,
    async typesCode() {
      typedCode = await waitFor(
        () => 'a code in the portal',
        () => {
          const code = codeInBell()
          return code === typedCode ? null : code
        },
        patienceMs,
      )
      says(typedCode)
    },
    transcript,
  }
}

function buttonOf(person: Person, label: string): number | undefined {
  return person.messages().findLast(({ buttons }) => buttons.flat().some((button) => button.label === label))
    ?.messageId
}

function codeIn({ message }: NoticeRow): string | null {
  const found = /(\d{3})\s(\d{3})/.exec(message)
  return found && `${found[1]}${found[2]}`
}
