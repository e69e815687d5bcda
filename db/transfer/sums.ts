/** Sums that say whether two databases hold the same, in whatever order each of them gives its rows. */
import { createHash } from 'node:crypto'
import { tableNames, type Row, type TableName } from './tables.ts'

export interface Sum {
  readonly rows: number
  /** Of the digests of all rows, modulo 2^256, in hex. */
  readonly sum: string
}

export type Sums = Readonly<Record<TableName, Sum>>

export interface Summing {
  add(table: TableName, rows: readonly Row[]): void
  sums(): Sums
}

export function createSumming(): Summing {
  const counted = new Map<TableName, { rows: number; sum: bigint }>()
  return {
    add(table, rows) {
      const { rows: before, sum } = counted.get(table) ?? { rows: 0, sum: 0n }
      const added = rows.reduce((total, row) => (total + digestOf(row)) % modulus, sum)
      counted.set(table, { rows: before + rows.length, sum: added })
    },
    sums() {
      const entries = tableNames.map((table) => {
        const { rows, sum } = counted.get(table) ?? { rows: 0, sum: 0n }
        return [table, { rows, sum: sum.toString(16) }]
      })
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an entry for every name
      return Object.fromEntries(entries) as Sums
    },
  }
}

/** The tables in which two databases differ. */
export function differences(one: Sums, other: Sums): readonly TableName[] {
  return tableNames.filter(
    (table) => one[table].rows !== other[table].rows || one[table].sum !== other[table].sum,
  )
}

const modulus = 2n ** 256n

/** Columns by name: databases give them in an order of their own. */
function digestOf(row: Row): bigint {
  const columns = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))
  return BigInt(`0x${createHash('sha256').update(JSON.stringify(columns)).digest('hex')}`)
}
