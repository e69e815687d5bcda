import type { CompiledQuery, Kysely, QueryResult, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Schema } from './schema.ts'

/** What a statement is handed each time it is run. */
type Values = Readonly<Record<string, string | number | null>>

/** Stands for a value while the statement is built. */
export type Value<V extends Values> = <Name extends keyof V & string>(name: Name) => RawBuilder<V[Name]>

/**
 * A statement of every turn. Kysely builds and compiles it once for each database; after that it is only handed other
 * values. Building it anew costs more than running it (half of a turn's work outside SQLite, before this).
 *
 * The text must not depend on the values: what does (a list, a number of rows) is a statement of its own for each form.
 */
export function prepared<V extends Values, Row>(
  build: (db: Kysely<Schema>, value: Value<V>) => { compile(): CompiledQuery<Row> },
): (db: Kysely<Schema>, values: V) => Promise<QueryResult<Row>> {
  // The adapter is what a database and all its transactions share.
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, values) => {
    const executor = db.getExecutor()
    let query = compiled.get(executor.adapter)
    if (query === undefined) {
      query = build(db, (name) => sql`${new Placeholder(name)}`).compile()
      compiled.set(executor.adapter, query)
    }
    const parameters = query.parameters.map((one) => valueOf(one, values))
    const { adapter } = executor
    // Whoever is inside the transaction has the connection: there is nobody to wait for.
    if (db.isTransaction && isPrompt(adapter)) return adapter.answer<Row>(query.sql, parameters)
    const filled = { ...query, parameters }
    // What `db.executeQuery` comes down to without plugins, of which there are none here.
    return executor.provideConnection((connection) => connection.executeQuery<Row>(filled))
  }
}

/**
 * The adapter of a database in this very process. Kysely's way to a connection, and a promise on each step of it, takes
 * as long as one of its statements.
 */
export interface Prompt {
  /** Runs a statement inside the open transaction. */
  answer<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row>
}

function isPrompt(adapter: object): adapter is Prompt {
  return 'answer' in adapter
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** What the statement itself says («pending») stays as it is. */
function valueOf(parameter: unknown, values: Values): unknown {
  return parameter instanceof Placeholder ? values[parameter.name] : parameter
}
