import type { Answered } from '../../src/machines/overheard.ts'

/** What the services of the assistant have answered of late, so that a conversation can be saved whole. */
export interface AnswerBook {
  hear(answered: Answered): void
  /** In their order. */
  since(chat: number, fromMs: number): readonly Answered[]
}

/** Of each chat. A conversation that is saved has no more turns than this. */
const keptMax = 500

export function createAnswerBook(): AnswerBook {
  const heard = new Map<number, Answered[]>()
  return {
    hear(answered) {
      const list = heard.get(answered.chat) ?? []
      list.push(answered)
      if (list.length > keptMax) list.shift()
      heard.set(answered.chat, list)
    },
    since: (chat, fromMs) => (heard.get(chat) ?? []).filter(({ atMs }) => atMs >= fromMs),
  }
}
