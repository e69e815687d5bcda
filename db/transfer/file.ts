/**
 * Everything in a database as a file of JSON lines: what it is, the rows, and at the end the sums, so that a file that
 * was cut short or changed is noticed.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createSumming, differences, type Sums } from './sums.ts'
import { isTableName, tableNames, type Row } from './tables.ts'
import type { Portion } from './transfer.ts'

const format = 'bitrix24-telegram-assistant'

/** The file is no export, or one of another version, or was cut short or changed. */
export class UnfitFile extends Error {
  override name = 'UnfitFile'
  readonly why: 'format' | 'version' | 'broken'
  constructor(why: UnfitFile['why']) {
    super(`The file cannot be imported: ${why}`)
    this.why = why
  }
}

/**
 * Only its owner may read it: it holds names, texts and addresses of people.
 *
 * @throws Error EEXIST when there is a file of that name.
 */
export async function writeFile(
  path: string,
  migrations: readonly string[],
  portions: AsyncIterable<Portion>,
): Promise<Sums> {
  await using file = await open(path, 'wx', 0o600)
  const summing = createSumming()
  const line = (value: object) => file.write(`${JSON.stringify(value)}\n`)
  await line({ format, migrations })
  for await (const portion of portions) {
    if ('last' in portion) await line(portion)
    else {
      summing.add(portion.table, portion.rows)
      await file.write(
        portion.rows.map((row) => `${JSON.stringify({ table: portion.table, row })}\n`).join(''),
      )
    }
  }
  const sums = summing.sums()
  await line({ sums })
  await file.sync()
  return sums
}

const portionRows = 500

/** @throws UnfitFile, at the latest at the end: whoever takes the portions must not keep them then. */
export async function* readFile(path: string, migrations: readonly string[]): AsyncGenerator<Portion> {
  const summing = createSumming()
  let isBegun = false
  let sums: Sums | null = null
  let waiting: { readonly table: Extract<Portion, { rows: unknown }>['table']; readonly rows: Row[] } | null =
    null
  for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
    const line = parse(text)
    if (!isBegun) {
      if (line['format'] !== format) throw new UnfitFile('format')
      if (JSON.stringify(line['migrations']) !== JSON.stringify(migrations)) throw new UnfitFile('version')
      isBegun = true
      continue
    }
    if (waiting !== null && (waiting.table !== line['table'] || waiting.rows.length >= portionRows)) {
      yield waiting
      waiting = null
    }
    const { table, row, last } = line
    if (isSums(line['sums'])) {
      sums = line['sums']
      continue
    }
    if (typeof table !== 'string' || !isTableName(table)) throw new UnfitFile('broken')
    if (typeof last === 'number') yield { table, last }
    else if (isRow(row)) {
      summing.add(table, [row])
      waiting ??= { table, rows: [] }
      waiting.rows.push(row)
    } else throw new UnfitFile('broken')
  }
  if (!isBegun) throw new UnfitFile('format')
  if (sums === null || differences(sums, summing.sums()).length > 0) throw new UnfitFile('broken')
}

function isSums(value: unknown): value is Sums {
  if (typeof value !== 'object' || value === null) return false
  const sums = new Map<string, unknown>(Object.entries(value))
  return tableNames.every((table) => {
    const sum = sums.get(table)
    return typeof sum === 'object' && sum !== null && 'rows' in sum && 'sum' in sum
  })
}

function isRow(value: unknown): value is Row {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (one: unknown) => one === null || typeof one === 'string' || typeof one === 'number',
    )
  )
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Said below.
  }
  throw new UnfitFile('broken')
}
