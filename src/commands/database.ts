/** `npm run db -- …`: what an administrator does with the database. Texts for whoever runs it. */
import { existsSync } from 'node:fs'
import { migrate, migrationsOf, NewerSchema } from '../../db/migrate.ts'
import { openDatabase, type Database } from '../../db/database.ts'
import { readFile, UnfitFile, writeFile } from '../../db/transfer/file.ts'
import { createSumming, type Sums } from '../../db/transfer/sums.ts'
import { fillEmpty, readAll, TargetNotEmpty, TransferDiffers } from '../../db/transfer/transfer.ts'
import { isDatabaseUrl } from '../config/url.ts'
import { explainTrouble } from '../start-trouble.ts'

export interface DatabaseAnswer {
  readonly code: number
  readonly lines: readonly string[]
}

const usage = [
  'Команды:',
  '  npm run db -- migrate             создать базу из DATABASE_URL или обновить её до этой версии',
  '  npm run db -- status              какой версии база и сколько в ней строк',
  '  npm run db -- copy ОТКУДА КУДА    перенести все данные: sqlite:./data/bot.db, postgres://…',
  '                                    или имя переменной окружения с таким адресом',
  '  npm run db -- export ФАЙЛ         всё содержимое базы из DATABASE_URL — в файл',
  '  npm run db -- import ФАЙЛ         из такого файла — в пустую базу из DATABASE_URL',
]

/** `url` is that of DATABASE_URL. Never throws; no line holds a password. */
export async function answerDatabase(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DatabaseAnswer> {
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
    return { code: 1, lines: [explain(error)] }
  }
}

/** Something the administrator has to do first. The message is for them. */
class Refused extends Error {
  override name = 'Refused'
}

async function bringUpToDate(url: string): Promise<DatabaseAnswer> {
  return withDatabase(url, async ({ db, dialect }) => {
    const { missing } = await migrationsOf(db)
    await migrate(db, dialect)
    const done = missing.length === 0 ? 'обновлять нечего' : `выполнено шагов: ${missing.length}`
    return told(`База ${nameOf(url)} готова: ${done}.`)
  })
}

async function tellStatus(url: string): Promise<DatabaseAnswer> {
  if (isMissingFile(url)) return told(`Базы ${nameOf(url)} ещё нет: её создаст первый запуск или migrate.`)
  return withDatabase(url, async (database) => {
    const { applied, missing } = await migrationsOf(database.db)
    if (missing.length > 0)
      return told(
        applied.length === 0
          ? `База ${nameOf(url)} пуста: её подготовит первый запуск или migrate.`
          : `База ${nameOf(url)} старее этой версии; не хватает шагов: ${missing.join(', ')}. Их выполнит первый запуск или migrate.`,
      )
    const sums = await readAll(database, countRows)
    return told(`База ${nameOf(url)} соответствует этой версии.`, ...tableLines(sums))
  })
}

async function copy(from: string, to: string): Promise<DatabaseAnswer> {
  if (from === to) throw new Refused('Откуда и куда — одна и та же база.')
  return withReadable(from, (source) =>
    withDatabase(to, async (target) => {
      await migrate(target.db, target.dialect)
      const sums = await readAll(source, (portions) => fillEmpty(target, portions))
      return told(
        `Скопировано из ${nameOf(from)} в ${nameOf(to)} и сверено построчно.`,
        ...tableLines(sums),
        'Это данные на момент начала. Если помощник в это время работал, остановите его и скопируйте заново в пустую базу.',
      )
    }),
  )
}

async function exportTo(path: string, url: string): Promise<DatabaseAnswer> {
  return withReadable(url, async (source) => {
    const { applied } = await migrationsOf(source.db)
    const sums = await readAll(source, (portions) => writeFile(path, applied, portions))
    return told(
      `База ${nameOf(url)} записана в файл ${path}.`,
      ...tableLines(sums),
      'В файле имена, тексты и настройки людей: читать его может только его владелец (права 0600). Храните его как пароль.',
    )
  })
}

async function importFrom(path: string, url: string): Promise<DatabaseAnswer> {
  if (!existsSync(path)) throw new Refused(`Нет файла ${path}.`)
  return withDatabase(url, async (target) => {
    await migrate(target.db, target.dialect)
    const { applied } = await migrationsOf(target.db)
    const sums = await fillEmpty(target, readFile(path, applied))
    return told(`Файл ${path} загружен в ${nameOf(url)} и сверен построчно.`, ...tableLines(sums))
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
  if (isMissingFile(url)) throw new Refused(`Нет базы ${nameOf(url)}.`)
  return withDatabase(url, async (database) => {
    const { applied, missing } = await migrationsOf(database.db)
    if (applied.length === 0) throw new Refused(`В базе ${nameOf(url)} нет данных помощника.`)
    if (missing.length > 0)
      throw new Refused(
        `База ${nameOf(url)} старее этой версии. Сначала обновите её: DATABASE_URL с её адресом и npm run db -- migrate.`,
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

function told(...lines: readonly string[]): DatabaseAnswer {
  return { code: 0, lines }
}

function explain(error: unknown): string {
  if (error instanceof Refused) return error.message
  if (error instanceof TargetNotEmpty)
    return 'Куда копировать — не пусто: там уже есть данные помощника, и поверх них ничего не записано. Укажите новую базу.'
  if (error instanceof TransferDiffers)
    return `После записи данные не совпали (${error.tables.join(', ')}), поэтому ничего не сохранено. Сообщите разработчикам.`
  if (error instanceof UnfitFile) return unfit[error.why]
  if (error instanceof NewerSchema)
    return 'База обновлена более новой версией помощника. Запустите ту версию или более позднюю.'
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
    return 'Такой файл уже есть; он не изменён. Укажите другое имя.'
  return (
    explainTrouble(error) ?? `Не получилось: ${error instanceof Error ? error.message : 'неизвестная ошибка'}`
  )
}

const unfit: Readonly<Record<UnfitFile['why'], string>> = {
  format: 'Это не файл команды export. Ничего не записано.',
  version:
    'Файл сделан другой версией помощника. Загрузите его той же версией, затем обновите базу. Ничего не записано.',
  broken: 'Файл обрезан или изменён: контрольные суммы не сходятся. Ничего не записано.',
}
