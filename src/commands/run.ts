/** What administrators ask of an installation from the command line: each answers and ends. Sets the exit code; never throws. */
import { openStore } from '../../db/database.ts'
import type { OwnedStore } from '../../db/store.ts'
import { systemClock, systemRandomness } from '../adapters/clock.ts'
import { readConfig, readDatabaseUrl, readDialogSettings } from '../config/read-config.ts'
import { authorLanguageOf, refusalOf } from '../config/refusal.ts'
import { loadLinkWording } from '../dialogs/link-account/notices.ts'
import type { Language } from '../ports/language.ts'
import { explainTrouble } from '../start-trouble.ts'
import { languageIn, type Spoken } from './answer.ts'
import { answerDatabase } from './database.ts'
import { inviteByEmail } from './link-invite.ts'
import { answerLink } from './link.ts'
import { answerUserData } from './user-data.ts'
import { answerCalendar } from './work-calendar.ts'

type Command = 'calendar' | 'link' | 'user-data' | 'db'

/** `args` are the words after the command; `--lang` among them says in which language to answer. */
export async function runCommand(command: Command, args: readonly string[]): Promise<void> {
  const asked = languageIn(args, authorLanguageOf(process.env))
  if (asked === null) return end(64, '--lang ru | en')
  const { language, rest } = asked
  switch (command) {
    case 'calendar':
      return withDatabase(language, (store) => answerCalendar(rest, store, language))
    case 'user-data':
      return withDatabase(language, ({ personal }) =>
        answerUserData(rest, { personal, clock: systemClock, language }),
      )
    case 'link':
      return runLink(rest, language)
    case 'db':
      return runDatabase(rest, language)
  }
}

async function withDatabase(language: Language, ask: (store: OwnedStore) => Promise<Spoken>): Promise<void> {
  const { databaseUrl, problems } = readDatabaseUrl(process.env)
  if (databaseUrl === null) return end(78, refusalOf(problems, language))
  await answerFrom(databaseUrl, language, ask)
}

async function runLink(args: readonly string[], language: Language): Promise<void> {
  const { settings, problems } = readDialogSettings(process.env)
  if (settings === null) return end(78, refusalOf(problems, language))
  const { databaseUrl, defaultZone: zone } = settings
  await answerFrom(databaseUrl, language, (store) =>
    answerLink(args, {
      store,
      wording: loadLinkWording(),
      clock: systemClock,
      zone,
      language,
      async invite(email) {
        const { config, problems: missing } = readConfig(process.env)
        const deps = { store, clock: systemClock, random: systemRandomness, language }
        return config === null
          ? { ok: false, reason: 'settings', detail: refusalOf(missing, language) }
          : inviteByEmail(email, config, deps)
      },
    }),
  )
}

async function runDatabase(args: readonly string[], language: Language): Promise<void> {
  const { databaseUrl, problems } = readDatabaseUrl(process.env)
  if (databaseUrl === null) return end(78, refusalOf(problems, language))
  tell(await answerDatabase(args, databaseUrl, process.env, language))
}

async function answerFrom(
  url: string,
  language: Language,
  ask: (store: OwnedStore) => Promise<Spoken>,
): Promise<void> {
  try {
    await using store = await openStore({ url, clock: systemClock })
    tell(await ask(store))
  } catch (error) {
    const said = explainTrouble(error)?.[language] ?? (error instanceof Error ? error.message : '?')
    const head = language === 'ru' ? 'База данных не открылась' : 'The database could not be opened'
    end(1, `${head}: ${said}`)
  }
}

function tell({ code, lines }: Spoken): void {
  const output = code === 0 ? process.stdout : process.stderr
  output.write(`${lines.join('\n')}\n`)
  process.exitCode = code
}

function end(code: number, said: string): void {
  process.stderr.write(`${said}\n`)
  process.exitCode = code
}
