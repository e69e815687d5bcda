import { CompiledQuery } from 'kysely'
import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import { troubleOf } from './trouble.ts'

/** Runs one query of the transaction. */
export type Run = <T>(query: (db: Transaction<Schema>) => Promise<T>) => Promise<T>

/**
 * One open transaction. It is `open` until the work it was opened for has ended; after that `run` refuses. Work is a
 * nest of parts (the whole, and each savepoint), which end in the opposite order of their beginning; a part that ends
 * while one of its queries or inner parts still runs has failed, because those would otherwise be written outside it.
 */
export interface Scope {
  readonly run: Run
  /**
   * Undoes what `part` wrote, and only that, when it throws. A deadlock or a lost connection is the end of the whole
   * transaction instead: whoever opened it begins anew.
   */
  savepoint<T>(part: () => Promise<T>): Promise<T>
  /** Runs the work of the transaction, then closes the scope. */
  whole<T>(work: () => Promise<T>): Promise<T>
}

export function createScope(db: Transaction<Schema>): Scope {
  const running = new Set<Promise<unknown>>()
  let closed: Error | null = null
  let depth = 0

  async function run<T>(query: (db: Transaction<Schema>) => Promise<T>): Promise<T> {
    assertOpen()
    const answer = query(db)
    running.add(answer)
    try {
      return await answer
    } finally {
      running.delete(answer)
    }
  }

  function assertOpen(): void {
    if (closed !== null) throw closed
  }

  async function execute(command: string): Promise<void> {
    await run(() => db.executeQuery(CompiledQuery.raw(command)))
  }

  async function part<T>(work: () => Promise<T>): Promise<T> {
    const own = depth
    try {
      const result = await work()
      if (running.size > 0 || depth !== own) throw new Error('A part of the transaction was not awaited')
      return result
    } finally {
      if (running.size > 0) await Promise.allSettled(running)
    }
  }

  async function savepoint<T>(work: () => Promise<T>): Promise<T> {
    depth += 1
    const own = depth
    await execute(`savepoint s${own}`)
    try {
      const result = await part(work)
      await execute(`release savepoint s${own}`)
      return result
    } catch (error) {
      if (error instanceof Error && troubleOf(error) !== null) closed ??= error
      else await undo(`s${own}`)
      throw error
    } finally {
      depth = own - 1
    }
  }

  /** When it cannot be undone alone, nothing of the transaction may be kept: closing the scope makes the rest fail. */
  async function undo(name: string): Promise<void> {
    try {
      await execute(`rollback to savepoint ${name}`)
      await execute(`release savepoint ${name}`)
    } catch (cause) {
      closed = new Error('The database has lost this transaction; nothing of it is written', { cause })
    }
  }

  async function whole<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await part(work)
      assertOpen()
      return result
    } finally {
      closed ??= new Error('This unit is over: its transaction has been committed or rolled back')
    }
  }

  return { run, savepoint, whole }
}
