/**
 * Looks at what is left after the faults: the database, and the logs of the servers outside. Counts, and never throws.
 *
 * I1 every delivery has come to its end · I2 what is done was asked for, and more than once only where an attempt's end was
 * not heard · I3 messages came in order · I4 turns are as many as their causes, each in the journal · I5 nothing of a turn
 * is there without the rest of it · I6 nothing is left over (the scene waits for that).
 */
import type { BitrixSandbox } from '../sandbox/bitrix24/server.ts'
import type { TelegramSandbox } from '../sandbox/telegram/server.ts'
import type { DeliveryRow, Ledger } from '../tests/support/faults/ledger.ts'
import type { Newcomer } from '../tests/support/faults/newcomer.ts'
import { shownTexts } from '../tests/support/faults/outgoing.ts'
import { compareTexts } from './compare-texts.ts'
import type { Tally } from './row.ts'

export interface Books {
  readonly telegram: Pick<TelegramSandbox, 'calls'>
  readonly portal: BitrixSandbox
  readonly ledger: Ledger
}

/** Of everybody who has gone the whole way. `expected`: the texts of somebody whom nothing disturbed. */
export function audit(
  books: Books,
  newcomers: readonly Newcomer[],
  expected: readonly string[],
): Omit<Tally, 'runs' | 'faults'> {
  const each = newcomers.map((newcomer) => auditOne(books, newcomer, expected))
  const sum = (count: 'lost' | 'reordered' | 'repeated' | 'repeatable' | 'createdTwice') =>
    each.reduce((total, one) => total + one[count], 0)
  return {
    lost: sum('lost'),
    reordered: sum('reordered'),
    repeated: sum('repeated'),
    repeatable: sum('repeatable'),
    createdTwice: sum('createdTwice'),
    violations: [...each.flatMap((one) => one.violations), ...auditTogether(books, newcomers)],
  }
}

function auditOne(books: Books, newcomer: Newcomer, expected: readonly string[]) {
  const { telegram, portal, ledger } = books
  const { chatId, employee } = newcomer
  const tasks = portal.tasks().filter(({ createdBy }) => createdBy === employee).length
  const taken = telegram.calls.filter(({ ok }) => ok)
  const texts = compareTexts(expected, shownTexts({ calls: taken }, chatId))
  const deliveries = ledger.deliveries(chatId)
  const revision = ledger.revision(chatId)
  // A code that was sent anew makes the one typed already wrong, and each word of trouble draws the card once more.
  const repeatable = texts.strange + ledger.audited('wrong', chatId) + unheard(deliveries)
  const wrongs: readonly (readonly [boolean, string])[] = [
    [texts.repeated > repeatable, `I2: ${texts.repeated} messages repeated, ${repeatable} could be`],
    [deliveries.some(isOpen), `I1: deliveries left: ${deliveries.filter(isOpen).map(nameOf).join(', ')}`],
    [ledger.livingLinks(chatId) !== 1, `${ledger.livingLinks(chatId)} living links`],
    [ledger.audited('linked', chatId) !== 1, `linked ${ledger.audited('linked', chatId)} times`],
    [ledger.lostCards(chatId) > 0, `${ledger.lostCards(chatId)} cards of which nobody knows where they are`],
    [!isWhole(ledger.journal(chatId), revision), `I4: the journal does not tell of ${revision} turns`],
    [
      deliveries.some(({ id }) => Number(id.split(':')[1]) > revision),
      'I5: a delivery of a turn that is not there',
    ],
  ]
  return {
    ...texts,
    lost: texts.lost + (tasks === 0 ? 1 : 0),
    repeatable,
    createdTwice: Math.max(0, tasks - 1),
    violations: wrongs.filter(([wrong]) => wrong).map(([, what]) => `chat ${chatId}: ${what}`),
  }
}

function auditTogether({ ledger }: Books, newcomers: readonly Newcomer[]): readonly string[] {
  const acts = newcomers.reduce((sum, newcomer) => sum + newcomer.acts(), 0)
  const results = newcomers.reduce((sum, { chatId }) => sum + resultsOf(ledger, chatId), 0)
  const turns = newcomers.reduce((sum, { chatId }) => sum + ledger.revision(chatId), 0)
  const wrongs: readonly (readonly [boolean, string])[] = [
    [ledger.updates() !== acts, `I4: ${ledger.updates()} updates taken, ${acts} made`],
    [ledger.poisoned() > 0, `${ledger.poisoned()} updates put aside`],
    [turns !== acts + results, `I4: ${turns} turns of ${acts} updates and ${results} results`],
    [ledger.integrity() !== 'ok', `the file: ${ledger.integrity()}`],
  ]
  return wrongs.filter(([wrong]) => wrong).map(([, what]) => what)
}

/** Turns of a chat that no update has led to, but a service's result or a timer. */
export function resultsOf(ledger: Ledger, chat: number): number {
  return ledger
    .deliveries(chat)
    .filter(({ state, conversation }) => state === 'done' && conversation !== null).length
}

/** Attempts after which nobody knew whether something had been shown. */
function unheard(deliveries: readonly DeliveryRow[]): number {
  return deliveries.reduce((sum, { attempts, undone }) => sum + Math.max(0, attempts - undone - 1), 0)
}

/** A timer may be pending for days, and a call that took too long is called off; what people see has to be done. */
function isOpen({ kind, state }: DeliveryRow): boolean {
  if (kind === 'timer') return state === 'dead'
  return state !== 'done' && !(kind === 'call' && state === 'cancelled')
}

function nameOf({ id, kind, state }: DeliveryRow): string {
  return `${id} ${kind} ${state}`
}

function isWhole(journal: readonly number[], revision: number): boolean {
  return journal.length === revision && journal.every((one, index) => one === index + 1)
}
