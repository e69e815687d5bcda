/** The person and the services around a {@link BareChat}: doing the sensible thing, or anything. */
import * as fc from 'fast-check'
import type { DialogLibrary } from '../../src/machines/dialog-library.ts'
import { standing, type Frame } from '../../src/machines/conversation/frame.ts'
import { fromJson, textAt } from '../../src/machines/json.ts'
import type { DialogDefinition } from '../../src/machines/language/definition.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import type { BareChat } from './bare-chat.ts'
import { fails, ok } from './dialogs.ts'
import { encore } from './garden.ts'

export type Move =
  | { readonly type: 'answer' | 'skip' | 'back' | 'nonsense' | 'cancel' | 'file' }
  | { readonly type: 'says'; readonly words: string }
  | { readonly type: 'press' | 'result' | 'timer'; readonly which: number }

/** Anything but giving up. */
export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Move>({ type: 'answer' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Move>(
      { type: 'skip' },
      { type: 'back' },
      { type: 'nonsense' },
      { type: 'file' },
      ...[
        '/garden',
        '/garden encore Иванов',
        encore,
        'hornbeam завтра в 15:00',
        'two\nlines',
        '1',
        'enough',
      ].map((words): Move => ({ type: 'says', words })),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('press' as const, 'result' as const, 'timer' as const), fc.nat(11))
      .map(([type, which]): Move => ({ type, which })),
  },
)

export function makes(chat: BareChat, dialogs: DialogLibrary, what: Move): void {
  switch (what.type) {
    case 'answer':
      answers(chat, dialogs)
      return
    case 'skip':
      return chat.says('Пропустить')
    case 'back':
      return chat.says('Назад')
    case 'nonsense':
      return chat.says('?')
    case 'says':
      return chat.says(what.words)
    case 'file':
      return chat.does({ type: 'media', kind: 'photo', messageId: 77, file: picture, caption: 'beech' })
    case 'cancel':
      return chat.says('/cancel')
    case 'press':
      return presses(chat, what.which)
    case 'result':
      return comes(chat, what.which)
    case 'timer': {
      const timers = chat.open('timer')
      const timer = timers[what.which % timers.length]
      if (timer !== undefined) chat.fires(timer)
    }
  }
}

const picture = { id: 'AgACAgIAAxk', name: 'beech.jpg', size: 2_048 }

/** Does the next sensible thing; false when there is no conversation to do it in. */
export function answers(chat: BareChat, dialogs: DialogLibrary): boolean {
  const frame = chat.frame()
  const definition = frame && dialogs.byHash(frame.hash)?.definition
  if (frame === undefined || definition === undefined) return false
  // Whoever was asked whether to leave stays.
  if (chat.isAsked()) chat.says('/cancel')
  else goesOn(chat, frame, definition)
  return true
}

function goesOn(chat: BareChat, frame: Frame, definition: DialogDefinition): void {
  const [call] = chat.open('call')
  const timer = chat.open('timer').find((one) => !textAt(one.payload, 'name').startsWith('idle'))
  const at = standing(definition, frame.value)
  if (call !== undefined) chat.settles(call, wellDone(call))
  else if (timer !== undefined) chat.fires(timer)
  else if (at === null) throw new Error(`nowhere: ${JSON.stringify(frame.value)}`)
  else if (at.part === 'editing') presses(chat, '← Назад')
  else if ('review' in at.step) chat.says('да')
  else if ('find' in at.step) chat.says(at.part === 'collecting' ? 'enough' : 'Иванов')
  else if ('list' in at.step) picks(chat, frame)
  else if ('menu' in at.step) chat.says('go')
  else if ('ask' in at.step)
    chat.says(at.step.type === 'choice' ? (at.step.options[0] ?? '') : goodAnswers[at.step.type])
}

/** The first of the list; where there is nothing in it, there is nothing to stay for. */
function picks(chat: BareChat, frame: Frame): void {
  const first = frame.context.listing?.items[0]?.['number']
  chat.says(typeof first === 'number' ? String(first) : '/cancel')
}

const goodAnswers = {
  text: 'hornbeam',
  number: '77',
  yes_no: 'да',
  date_time: '27.11.2026 18:00',
  time: '9:30',
  email: 'ivanov@company.ru',
  code: '271828',
  duration: 'полтора часа',
  zone: 'Омск',
}

function comes(chat: BareChat, which: number): void {
  const [call] = chat.open('call')
  if (call === undefined) return
  const others = [
    ok(null),
    fails('temporary'),
    fails('refused'),
    fails('uncertain'),
    fails('unheard_of'),
    ok({ items: [], from: 1, total: 0 }),
    ok([wellKnown, { id: 8, name: 'Иванова Анна', position: 'Юрист' }]),
  ]
  chat.settles(call, others[which] ?? wellDone(call))
}

const wellKnown = { id: 7, name: 'Иванов Пётр' }
const rows = 8

/** What a service answers when all is well: people, a page of a list, or something done that much more can be done with. */
export function wellDone(call: NewDelivery): ReturnType<typeof ok> {
  const service = textAt(call.payload, 'service')
  if (/people|search/.test(service)) return ok([wellKnown])
  if (/\.(list|own)$/.test(service)) return ok(page(call))
  return ok({ done: service, ...seen })
}

/** As much as any service tells of anything. */
export const seen = {
  id: 7,
  title: 'birch',
  name: 'birch',
  url: 'https://portal.example/7',
  may: ['complete', 'start', 'pause', 'deadline', 'assign', 'comment'],
  status: 'completed',
  mine: true,
  rooms: true,
}

function page({ payload }: NewDelivery): object {
  const { page: nth, size } = fromJson<{ page: number; size: number }>(payload['input'])
  const all = Array.from({ length: rows }, (_, at) => ({
    id: at + 1,
    title: `row ${at + 1}`,
    group: at < 4 ? 'upper' : 'lower',
    ...(at % 2 === 0 && { note: { words: 'fresh' } }),
  }))
  return { items: all.slice(nth * size, (nth + 1) * size), from: nth * size + 1, total: rows }
}

export function presses(chat: BareChat, which: string | number): void {
  const choices = (chat.shown.findLast((one) => one.message.rows.length > 0)?.message.rows ?? []).flat()
  const choice =
    typeof which === 'string'
      ? choices.find((one) => one.label === which)
      : choices[which % Math.max(choices.length, 1)]
  if (choice?.act.type === 'press')
    chat.does({ type: 'press', pressId: 'p', data: choice.act.data, messageId: 1 })
}
