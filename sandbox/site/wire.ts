/** What travels between the site and its pages, as JSON. The pages see nothing of the two servers but this. */
import type { Outcome } from '../../src/ports/outcome.ts'
import type { Link } from './links.ts'
import type { RichNode } from './rich-text.ts'

/** One push of a stream: the parts that changed since the last one; the first push has them all. */
export interface Push {
  /** The sandbox's own clock, which a test or a demonstration may have moved. */
  readonly nowMs: number
  readonly bot?: BotView
  readonly people?: readonly PersonView[]
  readonly chat?: ChatView
  readonly portal?: PortalView
  readonly faults?: readonly FaultView[]
  readonly clock?: ClockView
}

/** How far the sandbox's clock is ahead of this machine's; null where it cannot be moved. */
export interface ClockView {
  readonly offsetMs: number | null
}

export interface BotView {
  readonly name: string
  readonly username: string
}

/** A person with a phone in the sandbox: one line of the chat list. */
export interface PersonView {
  readonly id: number
  readonly name: string
  readonly initials: string
  readonly lastText: string
  readonly lastAtMs: number | null
  /** Of the newest messages of the bot, so that a page can count those it has not shown. */
  readonly botMessageIds: readonly number[]
  readonly blocked: boolean
}

export interface ChatView {
  readonly personId: number
  readonly messages: readonly MessageView[]
  readonly typing: boolean
  /** What the bot shows while it is still writing it (`sendMessageDraft`). */
  readonly draft: string | null
  readonly blocked: boolean
  readonly commands: readonly { readonly command: string; readonly description: string }[]
  /** Labels of the reply keyboard; tapping one says it. */
  readonly replyKeyboard: readonly (readonly string[])[]
}

export interface MessageView {
  readonly id: number
  readonly from: 'person' | 'bot'
  readonly atMs: number
  readonly edited: boolean
  readonly silent: boolean
  /** `text`, or the kind of media a person sent. */
  readonly kind: string
  readonly body: readonly RichNode[]
  /** The text as it was typed, for editing and copying. */
  readonly text: string
  readonly replyTo: { readonly from: 'person' | 'bot'; readonly text: string } | null
  readonly forwardedFrom: string | null
  /** A photo or a document; null for a stand-in without content. */
  readonly file: FileView | null
  readonly rows: readonly (readonly ButtonView[])[]
}

export interface FileView {
  /** Empty for a photo. */
  readonly name: string
  readonly size: number
  readonly url: string
  /** Of a picture that can be shown. */
  readonly edges: { readonly width: number; readonly height: number } | null
}

export interface ButtonView {
  readonly text: string
  readonly style: 'primary' | 'success' | 'danger' | null
  readonly act:
    | { readonly type: 'press' }
    | { readonly type: 'open'; readonly link: Link }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'disabled' }
  /** The bot has not answered the press yet. */
  readonly pressing: boolean
}

/** What became of a press, as a client shows it. */
export interface PressView {
  readonly answered: boolean
  readonly toast: string | null
  readonly alert: string | null
  readonly link: Link | null
}

export interface PortalView {
  readonly company: string
  readonly origin: string
  /** IANA name; of people who chose none. */
  readonly zone: string
  readonly employees: readonly EmployeeView[]
  readonly tasks: readonly TaskView[]
  readonly events: readonly EventView[]
  readonly notices: readonly NoticeView[]
  /** Which employee each person of the chat is by name; a page follows it when the person changes. */
  readonly namesakes: Readonly<Record<string, number>>
}

export interface EmployeeView {
  readonly id: number
  readonly name: string
  readonly firstName: string
  readonly initials: string
  readonly email: string
  readonly position: string
  readonly departments: readonly string[]
  readonly active: boolean
  readonly extranet: boolean
  readonly admin: boolean
  readonly zone: string
}

export interface TaskView {
  readonly id: number
  readonly title: string
  readonly description: readonly RichNode[]
  readonly responsible: string
  readonly responsibleId: number
  readonly creator: string
  readonly creatorId: number
  readonly accomplices: readonly string[]
  readonly auditors: readonly string[]
  readonly createdAtMs: number | null
  readonly deadlineAtMs: number | null
  readonly status: 'new' | 'pending' | 'in_progress' | 'control' | 'completed' | 'deferred' | 'declined'
  readonly important: boolean
  readonly tags: readonly string[]
  readonly files: readonly FileView[]
  /** Oldest first; of the chat and of the older comments alike. */
  readonly comments: readonly CommentView[]
  /** Path of the task's card, as in the portal's own addresses. */
  readonly path: string
}

export interface CommentView {
  readonly id: number
  readonly author: string
  readonly atMs: number
  readonly body: readonly RichNode[]
}

/** One occurrence of an event, with everybody who is asked to it. */
export interface EventView {
  readonly id: number
  /** Differs between the occurrences of a series. */
  readonly key: string
  readonly title: string
  readonly description: readonly RichNode[]
  readonly place: readonly RichNode[]
  /** A Telemost room named in the place or the description. */
  readonly conference: string | null
  readonly startMs: number
  readonly endMs: number
  /** First and last date (`2026-11-24`) of an all-day event. */
  readonly dates: { readonly first: string; readonly last: string } | null
  readonly host: string
  readonly meeting: boolean
  readonly attendees: readonly AttendeeView[]
  readonly important: boolean
  readonly private: boolean
  readonly series: boolean
  readonly accessibility: 'busy' | 'absent' | 'quest' | 'free'
}

export interface AttendeeView {
  readonly id: number
  /** By which addresses of the portal name the event to this person. */
  readonly entryId: number
  readonly name: string
  /** Host, comes, declined, has not answered. */
  readonly answer: 'H' | 'Y' | 'N' | 'Q'
}

export interface NoticeView {
  readonly id: number
  readonly userId: number
  readonly atMs: number
  readonly body: readonly RichNode[]
  /** The six digits of a link code, when the notice carries one. */
  readonly code: string | null
}

export interface FaultView {
  readonly name: string
  readonly title: string
  readonly hint: string
  readonly on: boolean
}

/** What a service answered the assistant. */
export interface AnswerView {
  readonly service: string
  /** Whether the chat was connected when it was asked. */
  readonly linked: boolean
  readonly outcome: Outcome
}
