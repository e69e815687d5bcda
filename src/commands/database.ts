/** `npm run db -- …`: what an administrator does with the database. Texts for whoever runs it. */
import { existsSync } from 'node:fs'
import { migrate, migrationsOf, NewerSchema } from '../../db/migrate.ts'
import { openDatabase, type Database } from '../../db/database.ts'
import { readFile, UnfitFile, writeFile } from '../../db/transfer/file.ts'
import { createSumming, type Sums } from '../../db/transfer/sums.ts'
import { fillEmpty, readAll, TargetNotEmpty, TransferDiffers } from '../../db/transfer/transfer.ts'
import { isDatabaseUrl } from '../config/url.ts'
import type { Language } from '../ports/language.ts'
import { explainTrouble } from '../start-trouble.ts'
import { failed, line, spoken, told, type Answer, type Line, type Spoken } from './answer.ts'

const usage: readonly Line[] = [
  line('Команды:', 'Commands:'),
  line(
    '  npm run db -- migrate             создать базу из DATABASE_URL или обновить её до этой версии',
    '  npm run db -- migrate             make the database of DATABASE_URL, or bring it up to this version',
  ),
  line(
    '  npm run db -- status              какой версии база и сколько в ней строк',
    '  npm run db -- status              what version it is of, and how many rows it has',
  ),
  line(
    '  npm run db -- copy ОТКУДА КУДА    перенести все данные: sqlite:./data/bot.db, postgres://…',
    '  npm run db -- copy FROM TO        carry everything over: sqlite:./data/bot.db, postgres://…',
  ),
  line(
    '                                    или имя переменной окружения с таким адресом',
    '                                    or the name of a variable that holds such an address',
  ),
  line(
    '  npm run db -- export ФАЙЛ         всё содержимое базы из DATABASE_URL — в файл',
    '  npm run db -- export FILE         everything in the database of DATABASE_URL, into a file',
  ),
  line(
    '  npm run db -- import ФАЙЛ         из такого файла — в пустую базу из DATABASE_URL',
    '  npm run db -- import FILE         from such a file into the empty database of DATABASE_URL',
  ),
]

/** `url` is that of DATABASE_URL. Never throws; no line holds a password. */
export async function answerDatabase(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string | undefined>>,
  language: Language = 'ru',
): Promise<Spoken> {
  return spoken(await answer(args, url, env), language)
}

async function answer(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  const [command, ...rest] = args
  const [one, other] = rest
  try {
    if (command === 'migrate' && rest.length === 0) return await bringUpToDate(url)
    if (command === 'status' && rest.length === 0) return await tellStatus(url)
    if (command === 'copy' && one !== undefined && other !== undefined && rest.length === 2)
      return await copy(addressOf(one, env), addressOf(other, env))
    if (command === 'export' && one !== undefined && rest.length === 1) return await exportTo(one, url)
    if (command === 'import' && one !== undefined && rest.length === 1) return await importFrom(one, url)
    return { code: 64, lines: usage }
  } catch (error) {
    return failed(explain(error))
  }
}

/** Something the administrator has to do first. */
class Refused extends Error {
  override name = 'Refused'
  readonly said: Line

  constructor(ru: string, en: string) {
    super(en)
    this.said = line(ru, en)
  }
}

async function bringUpToDate(url: string): Promise<Answer> {
  return withDatabase(url, async ({ db, dialect }) => {
    const { missing } = await migrationsOf(db)
    await migrate(db, dialect)
    const steps = missing.length
    const done =
      steps === 0
        ? { ru: 'обновлять нечего', en: 'there is nothing to bring up to date' }
        : { ru: `выполнено шагов: ${steps}`, en: `steps taken: ${steps}` }
    return told(
      line(`База ${nameOf(url)} готова: ${done.ru}.`, `The database ${nameOf(url)} is ready: ${done.en}.`),
    )
  })
}

async function tellStatus(url: string): Promise<Answer> {
  const name = nameOf(url)
  if (isMissingFile(url))
    return told(
      line(
        `Базы ${name} ещё нет: её создаст первый запуск или migrate.`,
        `There is no database ${name} yet: the first start makes it, or migrate.`,
      ),
    )
  return withDatabase(url, async (database) => {
    const { applied, missing } = await migrationsOf(database.db)
    if (missing.length > 0)
      return told(
        applied.length === 0
          ? line(
              `База ${name} пуста: её подготовит первый запуск или migrate.`,
              `The database ${name} is empty: the first start prepares it, or migrate.`,
            )
          : line(
              `База ${name} старее этой версии; не хватает шагов: ${missing.join(', ')}. Их выполнит первый запуск или migrate.`,
              `The database ${name} is older than this version; steps missing: ${missing.join(', ')}. The first start takes them, or migrate.`,
            ),
      )
    const sums = await readAll(database, countRows)
    return told(
      line(`База ${name} соответствует этой версии.`, `The database ${name} is of this version.`),
      ...tableLines(sums),
    )
  })
}

async function copy(from: string, to: string): Promise<Answer> {
  if (from === to) throw new Refused('Откуда и куда — одна и та же база.', 'Both are the same database.')
  return withReadable(from, (source) =>
    withDatabase(to, async (target) => {
      await migrate(target.db, target.dialect)
      const sums = await readAll(source, (portions) => fillEmpty(target, portions))
      return told(
        line(
          `Скопировано из ${nameOf(from)} в ${nameOf(to)} и сверено построчно.`,
          `Copied from ${nameOf(from)} to ${nameOf(to)}, and compared row by row.`,
        ),
        ...tableLines(sums),
        line(
          'Это данные на момент начала. Если помощник в это время работал, остановите его и скопируйте заново в пустую базу.',
          'It is as it was at the beginning. If the assistant was at work meanwhile, stop it and copy again into an empty database.',
        ),
      )
    }),
  )
}

async function exportTo(path: string, url: string): Promise<Answer> {
  return withReadable(url, async (source) => {
    const { applied } = await migrationsOf(source.db)
    const sums = await readAll(source, (portions) => writeFile(path, applied, portions))
    return told(
      line(
        `База ${nameOf(url)} записана в файл ${path}.`,
        `The database ${nameOf(url)} was written to the file ${path}.`,
      ),
      ...tableLines(sums),
      line(
        'В файле имена, тексты и настройки людей: читать его может только его владелец (права 0600). Храните его как пароль.',
        "It holds people's names, texts and settings: only its owner can read it (mode 0600). Keep it like a password.",
      ),
    )
  })
}

async function importFrom(path: string, url: string): Promise<Answer> {
  if (!existsSync(path)) throw new Refused(`Нет файла ${path}.`, `There is no file ${path}.`)
  return withDatabase(url, async (target) => {
    await migrate(target.db, target.dialect)
    const { applied } = await migrationsOf(target.db)
    const sums = await fillEmpty(target, readFile(path, applied))
    return told(
      line(
        `Файл ${path} загружен в ${nameOf(url)} и сверен построчно.`,
        `The file ${path} was taken into ${nameOf(url)}, and compared row by row.`,
      ),
      ...tableLines(sums),
    )
  })
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(url)
  try {
    return await work(database)
  } finally {
    await database.db.destroy()
  }
}

/** Only one that this version can read, and which is there. */
async function withReadable<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const name = nameOf(url)
  if (isMissingFile(url)) throw new Refused(`Нет базы ${name}.`, `There is no database ${name}.`)
  return withDatabase(url, async (database) => {
    const { applied, missing } = await migrationsOf(database.db)
    if (applied.length === 0)
      throw new Refused(
        `В базе ${name} нет данных помощника.`,
        `The database ${name} holds nothing of the assistant.`,
      )
    if (missing.length > 0)
      throw new Refused(
        `База ${name} старее этой версии. Сначала обновите её: DATABASE_URL с её адресом и npm run db -- migrate.`,
        `The database ${name} is older than this version. Bring it up to date first: DATABASE_URL with its address, and npm run db -- migrate.`,
      )
    return work(database)
  })
}

function isMissingFile(url: string): boolean {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null
  return path !== null && !existsSync(path)
}

/** An address, or the name of a variable that holds one: then no password is seen in the list of processes. */
function addressOf(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const url = /^[A-Z][A-Z0-9_]*$/.test(text) ? (env[text]?.trim() ?? '') : text
  if (!isDatabaseUrl(url))
    throw new Refused(
      'Нужны два адреса вида sqlite:./data/bot.db или postgres://имя:пароль@адрес/база, или имена переменных с ними.',
      'Two addresses are needed like sqlite:./data/bot.db or postgres://user:password@host/database, or names of variables that hold them.',
    )
  return url
}

/** Without user and password. */
function nameOf(url: string): string {
  if (url.startsWith('sqlite:')) return `SQLite (${url.slice('sqlite:'.length)})`
  const { host, pathname } = new URL(url)
  return `PostgreSQL (${host}${pathname})`
}

async function countRows(portions: Parameters<typeof fillEmpty>[1]): Promise<Sums> {
  const summing = createSumming()
  for await (const portion of portions) if ('rows' in portion) summing.add(portion.table, portion.rows)
  return summing.sums()
}

function tableLines(sums: Sums): readonly string[] {
  return Object.entries(sums).map(([table, { rows, sum }]) =>
    `  ${table.padEnd(18)} ${String(rows).padStart(9)}  ${rows === 0 ? '' : sum.slice(0, 12)}`.trimEnd(),
  )
}

function explain(error: unknown): Line {
  if (error instanceof Refused) return error.said
  if (error instanceof TargetNotEmpty)
    return line(
      'Куда копировать — не пусто: там уже есть данные помощника, и поверх них ничего не записано. Укажите новую базу.',
      'The target is not empty: it holds data of the assistant, and nothing was written over it. Name a new database.',
    )
  if (error instanceof TransferDiffers)
    return line(
      `После записи данные не совпали (${error.tables.join(', ')}), поэтому ничего не сохранено. Сообщите разработчикам.`,
      `What was written is not what was read (${error.tables.join(', ')}), so nothing was kept. Please tell the developers.`,
    )
  if (error instanceof UnfitFile) return unfit[error.why]
  if (error instanceof NewerSchema)
    return line(
      'База обновлена более новой версией помощника. Запустите ту версию или более позднюю.',
      'A newer version of the assistant has upgraded the database. Run that version or a later one.',
    )
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
    return line(
      'Такой файл уже есть; он не изменён. Укажите другое имя.',
      'There is such a file, and it was left alone. Choose another name.',
    )
  const said = error instanceof Error ? error.message : '?'
  return explainTrouble(error) ?? line(`Не получилось: ${said}`, `It did not work: ${said}`)
}

const unfit: Readonly<Record<UnfitFile['why'], Line>> = {
  format: line(
    'Это не файл команды export. Ничего не записано.',
    'This is no file of the command export. Nothing was written.',
  ),
  version: line(
    'Файл сделан другой версией помощника. Загрузите его той же версией, затем обновите базу. Ничего не записано.',
    'Another version of the assistant made this file. Import it with that version, then bring the database up to date. Nothing was written.',
  ),
  broken: line(
    'Файл обрезан или изменён: контрольные суммы не сходятся. Ничего не записано.',
    'The file is cut short or changed: its checksums do not agree. Nothing was written.',
  ),
}
