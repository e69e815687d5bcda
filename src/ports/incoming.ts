import type { ChatId } from './identity.ts'
import type { JsonObject } from './json.ts'
import type { Outcome } from './outcome.ts'

/** What a person did, in the channel's neutral form. Private chats only; anything else never gets this far. */
export type PersonEvent =
  | { readonly type: 'text'; readonly text: string; readonly messageId: number }
  /** `/name argument…`; `name` without the slash and the @bot suffix, in lower case. */
  | { readonly type: 'command'; readonly name: string; readonly argument: string; readonly messageId: number }
  /** `data` comes from the client and proves nothing. */
  | {
      readonly type: 'press'
      readonly pressId: string
      readonly data: string
      readonly messageId: number | null
    }
  /** An earlier message of the person now reads `text`. */
  | { readonly type: 'edited'; readonly text: string; readonly messageId: number }
  /** A photo, sticker, voice… where only text is understood. */
  | {
      readonly type: 'media'
      readonly kind: string
      readonly messageId: number
      /** Absent for what is no file: a contact, a place, a poll. */
      readonly file?: FileReference
      readonly caption?: string
    }
  /** The person blocked the bot (`my_chat_member` → kicked), or let it in again. */
  | { readonly type: 'blocked' }
  | { readonly type: 'unblocked' }
  /** Something else that the person did in a chat we share begins a dialog, with answers that are known. */
  | { readonly type: 'begin'; readonly dialog: string; readonly answers: JsonObject }

/** A file a person sent, still at the messenger. Of a photo, its largest size. */
export interface FileReference {
  /** Bot API `file_id`: only good for this bot. */
  readonly id: string
  /** As the sender's device called it; made up for photos. Hostile text. */
  readonly name: string
  /** Bytes; null when the messenger does not say. */
  readonly size: number | null
  /** What it is, where no device gave it a name: then `name` is made up, and nothing to show to anybody. */
  readonly unnamed?: 'photo' | 'video' | 'audio' | 'voice' | 'file'
}

/** Fetches what people sent. Implementations never throw. */
export interface Files {
  /**
   * The bytes of a file. Reasons: `too_large` (over `maxBytes`, or over the 20 MB a bot may fetch, Bot API `getFile`),
   * `gone`, `temporary`.
   */
  download(id: string, maxBytes: number, signal?: AbortSignal): Promise<Outcome<Uint8Array>>
}

export interface Sender {
  readonly chat: ChatId
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** IETF tag as the client reports it; may be absent. */
  readonly languageCode?: string
}

/** One accepted update of the channel. */
export interface Incoming {
  /** Bot API `update_id`: the key of at-most-once intake. */
  readonly updateId: number
  readonly sender: Sender
  readonly event: PersonEvent
}
