/** What holds for every dialog, whatever people, services and the clock do, and in whatever order. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, loadDialogs } from '../../src/dialogs/load.ts'
import type { DialogDefinition } from '../../src/machines/language/definition.ts'
import { createDialogLibrary, type DialogLibrary } from '../../src/machines/dialog-library.ts'
import { textAt } from '../../src/machines/json.ts'
import { repairTexts } from '../../src/machines/language/repairs.ts'
import type { Language } from '../../src/ports/language.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import { openBareChat, type BareChat, type ShownMessage } from '../support/bare-chat.ts'
import { fails, ok, orderDialog } from '../support/dialogs.ts'
import { answers, makes, seen, wellDone } from '../support/drive.ts'
import { dialogOf, parts, sprout } from '../support/garden.ts'
import { runs } from '../support/runs.ts'
import { annotateDialog, clubDialog, shelfDialog } from '../support/shelf.ts'
import { builtInTexts, definitionOf } from '../support/rig.ts'

const repairs = await builtInTexts()
const shipped = await loadDialogs(new URL('../../src/dialogs', import.meta.url).pathname)
const real: readonly DialogDefinition[] = [
  ...[...shipped.definitions.values()].map((one) => one.definition),
  definitionOf(orderDialog),
  ...[shelfDialog, annotateDialog, clubDialog].map((yaml) => definitionOf(yaml)),
  sprout,
]
const definitions: readonly DialogDefinition[] = [...real, dialogOf([])]

const library = createDialogLibrary(real.map((definition) => ({ definition, hash: hashOf(definition) })))

/** The dialogs there are, and one of random parts. */
function libraryWith(definition: DialogDefinition): DialogLibrary {
  const one = createDialogLibrary([{ definition, hash: hashOf(definition) }])
  return {
    ...library,
    names: [...library.names, ...one.names],
    current: (name) => one.current(name) ?? library.current(name),
    byHash: (hash) => one.byHash(hash) ?? library.byHash(hash),
  }
}

const commands = definitions.flatMap(({ start }) => start.command ?? [])
const reasons = [
  ...new Set(
    definitions.flatMap(({ steps }) =>
      steps.flatMap((step) => ('on_error' in step ? Object.keys(step.on_error) : [])),
    ),
  ),
  'unheard_of',
]
const onceSteps = new Set(
  definitions.flatMap(({ dialog, steps }) =>
    steps.flatMap((step) => ('call' in step && step.once === true ? [`${dialog} ${step.call}`] : [])),
  ),
)

type Deed =
  | { readonly type: 'answers' | 'media' | 'sends' | 'blocked' | 'unblocked' }
  | { readonly type: 'says'; readonly words: string }
  | { readonly type: 'edits'; readonly words: string; readonly back: number }
  | {
      readonly type: 'presses' | 'pressesOld' | 'settles' | 'refuses' | 'fires' | 'waits'
      readonly which: number
    }

const phrases =
  '/cancel,/help,/nothing,/start AAAA-invite,Смета,Иванов,27.11.2026 18:00,вчера,в пятницу,123456,' +
  'ivanov@company.ru,ок,я,Отмена,Назад,Пропустить,?,,7,1,нет,<b>{title}</b>,__proto__,enough,go,encore,Смета завтра,поздние'
const words = fc.constantFrom(
  'ы'.repeat(4_010),
  ...phrases.split(','),
  ...commands.flatMap((command) => ['', ' Смета', ' 7', ' 7 Иванов'].map((given) => `/${command}${given}`)),
  'Смета\nи ещё строка',
)

const which = fc.nat(40)
const others = ['pressesOld', 'settles', 'refuses', 'refuses', 'fires', 'waits'] as const
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Deed>({ type: 'answers' }) },
  { weight: 5, arbitrary: words.map((one): Deed => ({ type: 'says', words: one })) },
  { weight: 5, arbitrary: which.map((one): Deed => ({ type: 'presses', which: one })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...commands).map((one): Deed => ({ type: 'says', words: `/${one}` })),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...others), which).map(([type, one]): Deed => ({ type, which: one })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(words, fc.nat(5)).map(([one, back]): Deed => ({ type: 'edits', words: one, back })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('media' as const, 'sends' as const, 'blocked' as const, 'unblocked' as const)
      .map((type): Deed => ({ type })),
  },
)

/** What goes over the network shows what is being waited for: a call without such words lives in the database. */
const inside: ReadonlySet<string> = new Set(
  real.flatMap(({ steps }) =>
    steps.flatMap((step) => ('call' in step && step.waiting === undefined ? [step.service] : [])),
  ),
)

/** What each service of the database answers, in turn: 0 is well. */
type Luck = Readonly<Record<string, readonly number[]>>

const fortune = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, which), { maxLength: 3 })
const luck: fc.Arbitrary<Luck> = fc.record({
  'link.request': fortune,
  'link.confirm': fortune,
  'link.end': fortune,
})

interface World {
  readonly dialogs: DialogLibrary
  readonly chat: BareChat
  /** Every button that was ever shown. */
  readonly seen: Set<string>
  settles(which: number, well: boolean): void
}

/** Linking lives in the database: its services answer within the turn, mostly well. */
function openWorld(dialogs: DialogLibrary, language: Language, linked: boolean, fortunes: Luck): World {
  let isLinked = linked
  const asked = new Map<string, number>()
  const chat = openBareChat(dialogs, repairs, {
    language,
    facts: () => ({ linked: isLinked }),
    local: (service) => (inside.has(service) ? () => answerOf(service) : null),
  })

  function answerOf(service: string): Outcome {
    const times = asked.get(service) ?? 0
    asked.set(service, times + 1)
    // One who is connected already is told so, and nothing begins.
    if (service === 'link.begin') return isLinked ? fails('linked') : ok(null)
    if (!service.startsWith('link.')) return ok({ done: service, ...seen })
    const own = fortunes[service] ?? []
    const lucky = own[times % Math.max(own.length, 1)] ?? 0
    if (lucky > 0) return fails(reasons[lucky % reasons.length] ?? '')
    if (service === 'link.confirm') isLinked = true
    if (service === 'link.end') isLinked = false
    return ok({ firstName: 'Анна', zone: 'UTC' })
  }

  return {
    dialogs,
    chat,
    seen: new Set(),
    settles(which, well) {
      const calls = chat.open('call')
      const call = calls[which % calls.length]
      if (call === undefined) return
      chat.settles(call, well ? wellDone(call) : fails(reasons[which % reasons.length] ?? ''))
    },
  }
}

function does(world: World, what: Deed): void {
  const { chat } = world
  switch (what.type) {
    case 'answers':
      if (chat.open('call').length > 0) world.settles(0, true)
      else answers(chat, world.dialogs)
      return
    case 'says':
      return chat.says(what.words)
    case 'edits':
      return chat.does({
        type: 'edited',
        text: what.words,
        messageId: Math.max(1, chat.lastMessageId() - what.back),
      })
    case 'presses':
      return pressesNewest(world, what.which)
    case 'pressesOld': {
      const data = [...world.seen][what.which % Math.max(world.seen.size, 1)] ?? 'AAAAAAAAAAAAAA.1.0'
      return chat.does({ type: 'press', pressId: 'p', data, messageId: 1 })
    }
    case 'settles':
      return world.settles(what.which, true)
    case 'refuses':
      return world.settles(what.which, false)
    case 'fires': {
      const timers = chat.open('timer')
      const timer = timers[what.which % timers.length]
      return timer === undefined ? undefined : chat.fires(timer)
    }
    case 'waits':
      return chat.waits(60_000 * what.which)
    case 'media':
      return chat.does({ type: 'media', kind: 'sticker', messageId: 77 })
    case 'sends':
      return makes(chat, world.dialogs, { type: 'file' })
    case 'blocked':
    case 'unblocked':
      return chat.does({ type: what.type })
  }
}

function remember({ chat, seen }: World): void {
  for (const { act } of chat.shown.flatMap((one) => one.message.rows.flat())) {
    if (act.type !== 'press') continue
    if (Buffer.byteLength(act.data) > 64) throw new Error(`more than Telegram takes: ${act.data}`)
    seen.add(act.data)
  }
}

const cardLifeMs = 47 * 3_600_000

/** Any button of the newest card is good, as long as the card is. */
function pressesNewest({ chat }: World, which: number): void {
  const newest = chat.shown.findLast((one) => one.message.rows.length > 0)
  const choices = (newest?.message.rows ?? []).flat().filter((one) => one.act.type === 'press')
  const choice = choices[which % Math.max(choices.length, 1)]
  if (newest === undefined || choice?.act.type !== 'press') return
  const fresh = chat.now() - newest.atMs < cardLifeMs
  chat.does({ type: 'press', pressId: 'p', data: choice.act.data, messageId: 1 })
  if (fresh && chat.note() !== null) throw new Error(`«${choice.label}» of the newest card: ${chat.note()}`)
}

const typed =
  /и ещё строка|Смета завтра|поздние|Смета|Иванов Пётр|Иванов|Анна Ковалёва|Анна|вчера|в пятницу|Отмена|Назад|Пропустить|ы+…?|ок|нет|я/g
const keys = new Set<string>([...repairTexts, ...definitions.flatMap(({ texts }) => Object.keys(texts))])

/** What is shown is a text of that language, with everything filled in. */
function expectReadable({ message }: ShownMessage, language: Language): void {
  const all = [message.text, ...message.rows.flat().map((one) => one.label)]
  for (const text of all) {
    if (text === '' || text.startsWith('!')) throw new Error(`not a text: «${text}»`)
    if (text.includes('{') && !text.includes('{title}')) throw new Error(`not filled in: «${text}»`)
    if (keys.has(text) && text.includes('_')) throw new Error(`a key: «${text}»`)
    if (language === 'en' && /[а-яё]/i.test(text.replaceAll(typed, '')))
      throw new Error(`Russian to an English reader: «${text}»`)
  }
}

/** Menus whose answer goes into a call that must happen once: pressing such a button confirms it, as a review does. */
const sureMenus: ReadonlySet<string> = new Set(
  definitions.flatMap(({ dialog, steps }) => {
    const menus = steps.flatMap((step) => ('menu' in step ? [step.menu] : []))
    const given = new Set(
      steps.flatMap((step) => ('call' in step && step.once === true ? Object.values(step.with ?? {}) : [])),
    )
    return menus.filter((menu) => given.has(menu)).map((menu) => `${dialog} ${menu}.choosing`)
  }),
)

/** What must happen once is asked for only on a confirmation, and each confirmation is one operation. */
function expectOnlyConfirmed({ journal }: BareChat, calls: ReadonlyMap<string, Set<string>>): void {
  for (const [conversation, operations] of calls) {
    const confirmed = journal.filter(
      (one) =>
        one.conversation === conversation &&
        (typeOf(one.event) === 'CONFIRM' ||
          (typeOf(one.event) === 'ANSWER' && sureMenus.has(`${one.dialog} ${one.from}`))),
    )
    expect(operations.size).toBeLessThanOrEqual(confirmed.length)
  }
}

function typeOf(event: unknown): string {
  return (event as { type: string }).type
}

/** Operations of calls that must happen once, by conversation. */
function noteCalls(chat: BareChat, calls: Map<string, Set<string>>): void {
  for (const call of chat.open('call')) {
    const frame = chat.frames().find((one) => one.call?.id === call.id)
    if (frame === undefined || !onceSteps.has(`${frame.dialog} ${frame.call?.step}`)) continue
    calls.set(frame.id, (calls.get(frame.id) ?? new Set()).add(textAt(call.payload, 'operation')))
  }
}

function expectAnswered(chat: BareChat, before: string, what: Deed): void {
  if (what.type !== 'says' && what.type !== 'media' && what.type !== 'sends') return
  if (JSON.stringify(chat.shown) === before) throw new Error(`no reaction to ${JSON.stringify(what)}`)
}

/** Cancelling, as often as there are dialogs, ends everything; what cannot be cancelled comes to its end by itself. */
function expectWayOut(world: World): void {
  const { chat } = world
  for (let turns = 0; chat.frames().length > 0; turns += 1) {
    if (turns > 60) throw new Error(`no way out of ${JSON.stringify(chat.frames())}`)
    chat.says('/cancel')
    if (chat.open('call').length > 0) world.settles(0, true)
    const timer = chat.open('timer').find((one) => !textAt(one.payload, 'name').startsWith('idle'))
    if (timer !== undefined) chat.fires(timer)
  }
  expect(chat.open('call')).toEqual([])
  expect(chat.open('timer')).toEqual([])
}

test('no order of words, presses, results and timers breaks a dialog, leaves anybody without an answer, or locks them in', () => {
  fc.assert(
    fc.property(
      fc.array(deed, { minLength: 5, maxLength: 40 }),
      fc.constantFrom<Language>('ru', 'en'),
      fc.boolean(),
      luck,
      parts,
      fc.boolean(),
      (deeds, language, linked, fortunes, row, light) => {
        const world = openWorld(libraryWith(dialogOf(row, light)), language, linked, fortunes)
        const { chat } = world
        const calls = new Map<string, Set<string>>()
        for (const what of deeds) {
          const before = JSON.stringify(chat.shown)
          does(world, what)
          expectAnswered(chat, before, what)
          noteCalls(chat, calls)
          remember(world)
        }
        for (const one of chat.shown) expectReadable(one, language)
        expectOnlyConfirmed(chat, calls)
        expectWayOut(world)
        expect(chat.frames()).toEqual([])
      },
    ),
    { numRuns: runs(400) },
  )
})

const chatter: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Deed>({ type: 'answers' }) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'presses' as const,
        'presses' as const,
        'settles' as const,
        'refuses' as const,
        'fires' as const,
      )
      .chain((type) => which.map((one): Deed => ({ type, which: one }))),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('encore', '?', 'Назад', '/garden', '/shelf', '/club', 'Смета\nи ещё строка', 'Иванов')
      .map((one): Deed => ({ type: 'says', words: one })),
  },
)

/** Several conversations with every answer given take less; twenty characters kept of every turn, twice as much. */
const sizeMax = 5_000

test('what is stored of a chat does not grow with what is said in it', () => {
  fc.assert(
    fc.property(
      parts,
      fc.boolean(),
      fc.array(chatter, { minLength: 40, maxLength: 80 }),
      (row, light, deeds) => {
        const world = openWorld(libraryWith(dialogOf(row, light)), 'ru', true, {})
        const sizes: number[] = []
        for (let round = 0; round < 6; round += 1) {
          for (const what of deeds) does(world, what)
          sizes.push(world.chat.size())
        }
        expect(Math.max(...sizes)).toBeLessThan(sizeMax)
        expectWayOut(world)
        expect(world.chat.size()).toBeLessThan(700)
      },
    ),
    { numRuns: runs(12) },
  )
})
