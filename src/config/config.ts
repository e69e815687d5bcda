import type { ListenAddress } from './url.ts'
import type { Language } from '../ports/language.ts'

/** All that is set about an installation, checked. Read by `readConfig`. */
export interface Config {
  readonly telegram: {
    readonly token: string
    readonly apiRoot: string
    /** Null without a proxy. */
    readonly proxyUrl: string | null
    /** How updates come: the assistant asks for them, or Telegram brings them to an address. */
    readonly updates:
      | { readonly type: 'polling' }
      | { readonly type: 'webhook'; readonly url: string; readonly secret: string }
  }
  readonly bitrix24: {
    /** The incoming webhook, with its secret. */
    readonly webhook: string
    readonly attempts: number
    readonly retryDelayMs: number
    /** How long what people are called may be remembered. */
    readonly cacheTtlMs: number
    /** What is signed with a comment in the employee's own name, as the portal's history names the webhook's owner. */
    readonly signed: readonly SignedChange[]
    /** What the portal's outgoing webhook proves itself with. Null: its events are not listened to. */
    readonly eventToken: string | null
  }
  readonly telemost: {
    /** Null: rooms for video calls are not made. */
    readonly token: string | null
    readonly apiRoot: string
  }
  /** Where to listen for Telegram's updates, the portal's events and questions about health; null: nowhere. */
  readonly listen: ListenAddress | null
  /** Who may ask for a look at the clock over HTTP; null: nobody. */
  readonly tickSecret: string | null
  /** For people who have chosen nothing else. Minutes after local midnight, and minutes before an event. */
  readonly notifications: {
    readonly morningAtMinutes: number
    readonly eveningAtMinutes: number
    readonly eventLeadMinutes: number
    /** In addition, for important events; null: not at all. */
    readonly importantLeadMinutes: number | null
  }
  /** `sqlite:<path>` or `postgres://…`, the latter with a password. */
  readonly databaseUrl: string
  /** `redis://` or `rediss://`, with a password: where processes share what they know. Null: in the database, or not at all. */
  readonly redisUrl: string | null
  /** Where the company keeps dialogs of its own. */
  readonly dialogsFolder: string | null
  /** The language of those who write dialogs: what the commands for them and saved files are told in. */
  readonly authorLanguage: Language
  /** Whether a saved dialog takes effect at once: for those who write them. */
  readonly watchDialogs: boolean
  /** IANA name. */
  readonly defaultZone: string
  /** Null: made anew at every start, so that codes sent before a restart stop working. */
  readonly linkCodeSecret: string | null
  /** Empty: any domain. */
  readonly linkDomains: readonly string[]
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  /** Null: standard output. */
  readonly logFile: string | null
  readonly alertChat: number | null
}

/** `status`: any change of status but finishing a task. */
export type SignedChange = 'complete' | 'assign' | 'status'
