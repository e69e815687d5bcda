/** What both functions are: the assistant, with what Supabase gives a function. */
import { readFunctionConfig } from '../../../src/config/read-config.ts'
import { contentOfBundle } from '../../../src/dialogs/content.ts'
import { createEdge, type Edge } from '../../../src/edge.ts'
import type { Log, LogEntry } from '../../../src/log.ts'
import { scrub } from '../../../src/scrub.ts'
import { secretsOf } from '../../../src/secrets.ts'
import { content } from './content.js'

declare const Deno: {
  readonly env: { toObject(): Record<string, string> }
  serve(answer: (request: Request) => Promise<Response>): unknown
}

/** Absent elsewhere than at Supabase. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void } | undefined

/** Answers requests with one of the two; with settings that are not accepted, all of them with 503. */
export function serve(which: keyof Edge): void {
  const given = Deno.env.toObject()
  const { config, problems } = readFunctionConfig({
    ...given,
    DATABASE_URL: given['DATABASE_URL'] ?? given['SUPABASE_DB_URL'],
    TELEGRAM_WEBHOOK_URL: given['TELEGRAM_WEBHOOK_URL'] ?? `${given['SUPABASE_URL']}/functions/v1/telegram`,
  })
  if (config === null) {
    const log = createLog('info', [])
    log({ level: 'error', message: 'settings refused', problems })
    Deno.serve(() => Promise.resolve(new Response(null, { status: 503 })))
    return
  }
  const edge = createEdge(config, {
    content: contentOfBundle(content),
    log: createLog(config.logLevel, secretsOf(config)),
    talks: which === 'update',
    afterwards(work) {
      if (typeof EdgeRuntime !== 'undefined') EdgeRuntime.waitUntil(work)
    },
  })
  Deno.serve((request) => edge[which](request))
}

const levels: readonly LogEntry['level'][] = ['debug', 'info', 'warn', 'error']

/** Lines for the log of the functions, which keeps the time of each by itself. */
function createLog(lowest: LogEntry['level'], secrets: readonly string[]): Log {
  return (entry) => {
    if (levels.indexOf(entry.level) < levels.indexOf(lowest)) return
    console.log(scrub(JSON.stringify(entry), secrets))
  }
}
