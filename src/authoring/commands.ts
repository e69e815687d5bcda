/** `npm run dialogs -- …`: what authors do with dialogs from the command line. Each command is a file of its own. */
import type { Language } from '../ports/language.ts'
import { languageOf } from './language.ts'
import type { Terminal } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

type Said = Readonly<Record<Language, string>>

interface AuthoringCommand {
  readonly name: string
  /** What stands after the name. */
  readonly takes: Said
  readonly about: Said
  /** @returns the exit code. */
  run(args: readonly string[], terminal: Terminal, env: Environment): Promise<number>
}

/** A new command is a line here: its file is read only when it is asked for. */
const commands: readonly AuthoringCommand[] = [
  {
    name: 'check',
    takes: { ru: '[файл…]', en: '[file…]' },
    about: {
      ru: 'проверить диалоги: каждую ошибку с её местом и каждый путь разговора',
      en: 'check dialogs: every fault with its place, and every path of a conversation',
    },
    run: async (args, terminal, env) => (await import('./check-command.ts')).runCheck(args, terminal, env),
  },
  {
    name: 'test',
    takes: { ru: '[файл…]', en: '[file…]' },
    about: {
      ru: 'провести разговоры-тесты из раздела tests',
      en: 'lead the conversations written down under tests',
    },
    run: async (args, terminal, env) => (await import('./test-command.ts')).runTests(args, terminal, env),
  },
  {
    name: 'publish',
    takes: { ru: '[--dry-run]', en: '[--dry-run]' },
    about: {
      ru: 'перевести работающего помощника и начатые разговоры на диалоги из файлов; --dry-run — только посчитать',
      en: 'take a running assistant and the conversations under way over to the dialogs of the files; --dry-run only counts',
    },
    run: async (args, terminal, env) =>
      (await import('./publish-command.ts')).runPublish(args, terminal, env),
  },
  {
    name: 'export',
    takes: {
      ru: '[диалог…] [--out папка] [--format json,ts,mermaid,svg,png] [--lang ru|en]',
      en: '[dialog…] [--out folder] [--format json,ts,mermaid,svg,png] [--lang ru|en]',
    },
    about: {
      ru: 'нарисовать диалоги и выдать их автоматы для Stately и других программ',
      en: 'draw dialogs, and hand out their machines for Stately and other programs',
    },
    run: async (args, terminal, env) =>
      (await import('./export/export-command.ts')).runExport(args, terminal, env),
  },
  {
    name: 'diff',
    takes: {
      ru: 'A B [--top N] [--html файл.html] [--fail-on-changes]',
      en: 'A B [--top N] [--html file.html] [--fail-on-changes]',
    },
    about: {
      ru: 'какие разговоры пойдут иначе; A и B — файлы, папки или версии git: diff HEAD .',
      en: 'which conversations go differently; A and B are files, folders or revisions of git: diff HEAD .',
    },
    run: async (args, terminal, env) => (await import('./diff/diff-command.ts')).runDiff(args, terminal, env),
  },
  {
    name: 'preview',
    takes: { ru: '[диалог…] [--out файл.html]', en: '[dialog…] [--out file.html]' },
    about: {
      ru: 'собрать на одну страницу все сообщения диалогов, с кнопками, на обоих языках',
      en: 'one page with every message there is, with buttons, in both languages',
    },
    run: async (args, terminal, env) =>
      (await import('./preview/preview-command.ts')).runPreview(args, terminal, env),
  },
]

const usage = 64

/** Never throws for what an author may get wrong. @returns the exit code: 0 done, 1 faults were found, 64 not understood. */
export async function runDialogs(
  args: readonly string[],
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  const [name, ...rest] = args
  const command = commands.find((one) => one.name === name)
  if (command !== undefined) return command.run(rest, terminal, env)
  const asked = name === undefined || name === 'help' || name === '--help'
  const write = asked ? terminal.out : terminal.err
  const language = languageOf(env)
  if (!asked)
    write(language === 'ru' ? `Нет такой команды: ${name}.\n` : `There is no such command: ${name}.\n`)
  write(`${help(language)}\n`)
  return name === undefined || !asked ? usage : 0
}

function help(language: Language): string {
  const lines = commands.map(
    ({ name, takes, about }) => `  npm run dialogs -- ${name} ${takes[language]}\n      ${about[language]}`,
  )
  const head =
    language === 'ru'
      ? 'Команды для авторов диалогов (in English: DIALOGS_LANG=en):'
      : 'Commands for those who write dialogs:'
  return [head, ...lines].join('\n')
}
