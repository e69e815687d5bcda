/** What edited dialogs would mean for the conversations under way: counted, and nothing changed. */
import { createDraft } from '../machines/chat/draft.ts'
import { openChatTurn } from '../machines/chat/chat.ts'
import { readChatState } from '../machines/chat/state.ts'
import type { DialogLibrary } from '../machines/dialog-library.ts'
import { silentlyRetyped } from '../machines/language/edits.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { Services } from '../machines/services.ts'
import type { DateReader, DateWriter, WhenPolicy } from '../ports/dates.ts'
import type { ChatId } from '../ports/identity.ts'
import type { ChatRecord } from '../store/chats.ts'
import type { Store } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'

export interface SurveyDeps {
  readonly store: Pick<Store, 'transaction'>
  /** With the edited definitions as the present ones. */
  readonly dialogs: DialogLibrary
  readonly services: Services
  readonly repairs: Repairs
  readonly reader: DateReader
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  readonly zone: string
  readonly nowMs: number
}

/** Conversations of one dialog, by what becomes of them. */
export interface Fate {
  /** They are asked what they were asked. */
  stay: number
  /** They are asked something else next. */
  asked: number
  /** They wait for a service, and move when it has answered. */
  wait: number
  /** Something else is on top of them: they move when it has ended. */
  covered: number
  /** Of those that stay or are asked: they have not moved yet. */
  behind: number
}

export interface Survey {
  readonly fates: ReadonlyMap<string, Fate>
  /** Steps that ask for something else than where a conversation comes from, and no `retyped` says so. */
  readonly retyped: ReadonlyMap<string, ReadonlySet<string>>
  /** Dialogs that have changed under the version they had. */
  readonly sameVersion: ReadonlySet<string>
}

const pageSize = 500

/** @throws whatever the database throws. */
export async function surveyEdit(deps: SurveyDeps): Promise<Survey> {
  const counted: Counted = { fates: new Map(), retyped: new Map(), sameVersion: new Set() }
  let after: ChatId | null = null
  let chats: readonly ChatRecord[]
  do {
    chats = await countPage(deps, after, counted)
    after = chats.at(-1)?.chat ?? null
  } while (chats.length === pageSize)
  return counted
}

interface Counted extends Survey {
  readonly fates: Map<string, Fate>
  readonly retyped: Map<string, Set<string>>
  readonly sameVersion: Set<string>
}

function countPage(deps: SurveyDeps, after: ChatId | null, counted: Counted): Promise<readonly ChatRecord[]> {
  return deps.store.transaction(async (unit) => {
    const chats = await unit.chats.page(after, pageSize)
    for (const record of chats) await countChat(deps, unit, record, counted)
    return chats
  })
}

async function countChat(deps: SurveyDeps, unit: Unit, record: ChatRecord, counted: Counted): Promise<void> {
  const { frames } = readChatState(record.state)
  for (const [at, { dialog, hash, value }] of frames.entries()) {
    const present = deps.dialogs.current(dialog)
    if (value === null || present === undefined) continue
    const fate = counted.fates.get(dialog) ?? { stay: 0, asked: 0, wait: 0, covered: 0, behind: 0 }
    counted.fates.set(dialog, fate)
    if (present.hash === hash) fate.stay += 1
    else if (!(await deps.dialogs.ensure(hash, unit.definitions))) fate.asked += 1
    else {
      noteEdit(deps, dialog, hash, counted)
      if (at < frames.length - 1) fate.covered += 1
      else {
        const becomes = await fateOf(deps, unit, record)
        fate[becomes] += 1
        if (becomes !== 'wait') fate.behind += 1
      }
    }
  }
}

/** The chat's turn, taken on a copy: what it would write is thrown away. */
async function fateOf(
  { dialogs, services, zone, nowMs, ...scene }: SurveyDeps,
  unit: Unit,
  record: ChatRecord,
): Promise<'stay' | 'asked' | 'wait'> {
  const link = await unit.links.byChat(record.chat)
  const me = link === null ? null : { id: link.employee, name: link.name }
  let tokens = 0
  const newToken = (): string => `survey${(tokens += 1)}`
  const draft = createDraft({ chat: record.chat, revision: record.revision + 1, nowMs, newToken })
  const turn = openChatTurn(
    {
      dialogs,
      isLocal: (service) => services.get(service)?.type === 'local',
      facts: () => ({ linked: link !== null }),
      scene: () => ({ ...scene, language: record.language, zone: link?.zone ?? zone, nowMs, me }),
    },
    draft,
    readChatState(record.state),
  )
  const moved = turn.move()
  if (moved === 'current') return 'wait'
  return moved === 'same' ? 'stay' : 'asked'
}

function noteEdit({ dialogs }: SurveyDeps, dialog: string, hash: string, counted: Counted): void {
  const before = dialogs.byHash(hash)?.definition
  const after = dialogs.current(dialog)?.definition
  if (before === undefined || after === undefined) return
  if (before.version === after.version) counted.sameVersion.add(dialog)
  const steps = silentlyRetyped(before, after)
  if (steps.length > 0)
    counted.retyped.set(dialog, new Set([...(counted.retyped.get(dialog) ?? []), ...steps]))
}
