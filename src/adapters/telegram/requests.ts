import type { Clock } from '../../ports/environment.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { Message } from '../../ports/message.ts'
import type { MessengerResult } from '../../ports/messenger.ts'
import { type Content, faultOf, hasPart, toContent } from './content.ts'
import { detailOf, type Part, type Verdict, verdictOf } from './errors.ts'
import { createFloodScope } from './flood.ts'
import type { Log, LogEntry } from './log.ts'

/** What came of one request; the last three are for the caller to make a {@link MessengerResult} of. */
export type Reply = MessengerResult | Extract<Verdict, { type: 'unchanged' | 'undeletable' | 'unfit' }>

export interface Requests {
  /** One request about a chat. `request` resolves to the id of the message it is about. */
  once(method: string, chat: ChatId, request: () => Promise<number>): Promise<Reply>
  /**
   * One request that shows a message; sent again only in a plainer form, when the server named the part it does not
   * take (spans, links it finds wrong, disabled buttons it does not know), and once as plain text when it named none.
   */
  showing(
    method: string,
    chat: ChatId,
    message: Message,
    request: (content: Content) => Promise<number>,
  ): Promise<Reply>
  /** A request whose failure nobody can use. */
  bestEffort(method: string, request: () => Promise<unknown>): Promise<void>
}

export function createRequests({ log, clock }: { log: Log; clock: Clock }): Requests {
  const flood = createFloodScope(clock)
  /** Parts this server does not know at all: left out from the start after the first refusal. */
  const unsupported = new Set<Part>()

  async function once(method: string, chat: ChatId, request: () => Promise<number>): Promise<Reply> {
    flood.sending(chat)
    try {
      return { type: 'done', messageId: await request() }
    } catch (error) {
      const verdict = verdictOf(error)
      report(log, method, verdict)
      if (verdict.type !== 'limited') return verdict
      const { afterMs, detail } = verdict
      return { type: 'later', afterMs, scope: flood.limited(chat, afterMs), detail }
    }
  }

  return {
    once,

    async showing(method, chat, message, request) {
      const fault = faultOf(message)
      if (fault !== null) {
        log({ level: 'error', message: 'telegram message is malformed', method, detail: fault })
        return { type: 'refused', reason: 'invalid', detail: fault }
      }
      const without = new Set(unsupported)
      for (;;) {
        const reply = await once(method, chat, () => request(toContent(message, without)))
        if (isRefused(reply) && !without.has('spans') && hasPart(message, 'spans')) {
          without.add('spans')
          continue
        }
        if (reply.type !== 'unfit' || without.has(reply.part) || !hasPart(message, reply.part)) return reply
        without.add(reply.part)
        if (reply.part === 'disabled') unsupported.add('disabled')
      }
    },

    async bestEffort(method, request) {
      try {
        await request()
      } catch (error) {
        const detail = detailOf(verdictOf(error))
        log({ level: 'debug', message: 'telegram request had no effect', method, detail })
      }
    },
  }
}

/** For a reason that formatting may be, though nothing says so. */
function isRefused(reply: Reply): boolean {
  return reply.type === 'refused' && reply.reason === 'invalid'
}

/** Writes the failure of a request to the log, as loudly as somebody has to act on it. */
export function report(log: Log, method: string, verdict: Verdict): void {
  const detail = detailOf(verdict)
  const level = levelOf(verdict)
  log({ level, message: 'telegram request was not done', method, result: verdict.type, detail })
}

function levelOf(verdict: Verdict): LogEntry['level'] {
  if (verdict.type === 'refused') return verdict.reason === 'invalid' ? 'error' : 'info'
  if (verdict.type === 'unfit') return verdict.part === 'disabled' ? 'info' : 'error'
  if (verdict.type === 'misconfigured') return 'error'
  const harmless =
    verdict.type === 'unchanged' || verdict.type === 'missing' || verdict.type === 'undeletable'
  return harmless ? 'debug' : 'warn'
}
