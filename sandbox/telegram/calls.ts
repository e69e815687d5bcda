import type { Json } from '../../src/ports/json.ts'

/** One request of the bot and what came of it. */
export interface ApiCall {
  /** In the spelling of the documentation; as it was sent when unknown. */
  readonly method: string
  /** As the client encoded them: JSON values of a JSON body, otherwise text. */
  readonly params: Readonly<Record<string, Json>>
  readonly ok: boolean
  readonly errorCode?: number
  readonly description?: string
  readonly atMs: number
  readonly chatId?: number
}

const keptMax = 10_000

export interface Calls {
  readonly list: readonly ApiCall[]
  add(call: ApiCall): void
}

/** The newest calls, newest last; older ones are forgotten. */
export function createCalls(): Calls {
  const list: ApiCall[] = []
  return {
    list,
    add(call) {
      list.push(call)
      if (list.length > keptMax) list.splice(0, list.length - keptMax)
    },
  }
}
