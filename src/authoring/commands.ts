/** `npm run dialogs -- …`: what authors do with dialogs from the command line. Each command is a file of its own. */
import type { Terminal } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface AuthoringCommand {
  readonly name: string
  /** What stands after the name. */
  readonly takes: string
  readonly about: string
  /** @returns the exit code. */
  run(args: readonly string[], terminal: Terminal, env: Environment): Promise<number>
}

/** A new command is a line here: its file is read only when it is asked for. */
const commands: readonly AuthoringCommand[] = [
  {
    name: 'check',
    takes: '[файл…]',
    about: 'проверить диалоги: каждую ошибку с её местом и каждый путь разговора',
    run: async (args, terminal) => (await import('./check-command.ts')).runCheck(args, terminal),
  },
  {
    name: 'test',
    takes: '[файл…]',
    about: 'провести разговоры-тесты из раздела tests',
    run: async (args, terminal) => (await import('./test-command.ts')).runTests(args, terminal),
  },
  {
    name: 'publish',
    takes: '[--dry-run]',
    about:
      'перевести работающего помощника и начатые разговоры на диалоги из файлов; --dry-run — только посчитать',
    run: async (args, terminal, env) =>
      (await import('./publish-command.ts')).runPublish(args, terminal, env),
  },
  {
    name: 'export',
    takes: '[диалог…] [--out папка] [--format json,ts,mermaid,svg,png] [--lang ru|en]',
    about: 'нарисовать диалоги и выдать их автоматы для Stately и других программ',
    run: async (args, terminal) => (await import('./export/export-command.ts')).runExport(args, terminal),
  },
  {
    name: 'diff',
    takes: 'A B [--top N] [--html файл.html] [--fail-on-changes]',
    about: 'какие разговоры пойдут иначе; A и B — файлы, папки или версии git: diff HEAD .',
    run: async (args, terminal) => (await import('./diff/diff-command.ts')).runDiff(args, terminal),
  },
  {
    name: 'preview',
    takes: '[диалог…] [--out файл.html]',
    about: 'собрать на одну страницу все сообщения диалогов, с кнопками, на обоих языках',
    run: async (args, terminal) => (await import('./preview/preview-command.ts')).runPreview(args, terminal),
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
  if (!asked) write(`Нет такой команды: ${name}.\n`)
  write(`${help()}\n`)
  return name === undefined || !asked ? usage : 0
}

function help(): string {
  const lines = commands.map(
    ({ name, takes, about }) => `  npm run dialogs -- ${name} ${takes}\n      ${about}`,
  )
  return ['Команды для авторов диалогов:', ...lines].join('\n')
}
