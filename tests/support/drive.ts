/** The person and the services around a {@link BareChat}: doing the sensible thing, or anything. */
import * as fc from 'fast-check'
import type { DialogLibrary } from '../../src/machines/dialog-library.ts'
import { standing } from '../../src/machines/conversation/frame.ts'
import { textAt } from '../../src/machines/json.ts'
import type { NewDelivery } from '../../src/store.ts'
import type { BareChat } from './bare-chat.ts'
import { fails, ok } from './dialogs.ts'

export type Move =
  | { readonly type: 'answer' | 'skip' | 'back' | 'nonsense' | 'cancel' }
  | { readonly type: 'press' | 'result' | 'timer'; readonly which: number }

/** Anything but giving up. */
export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Move>({ type: 'answer' }) },
  { weight: 2, arbitrary: fc.constantFrom<Move>({ type: 'skip' }, { type: 'back' }, { type: 'nonsense' }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('press' as const, 'result' as const, 'timer' as const), fc.nat(7))
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

/** Does the next sensible thing; false when there is no conversation to do it in. */
export function answers(chat: BareChat, dialogs: DialogLibrary): boolean {
  const frame = chat.frame()
  const definition = frame && dialogs.byHash(frame.hash)?.definition
  if (frame === undefined || definition === undefined) return false
  const [call] = chat.open('call')
  const timer = chat.open('timer').find((one) => !textAt(one.payload, 'name').startsWith('idle'))
  const at = standing(definition, frame.value)
  if (call !== undefined) chat.settles(call, wellDone(call))
  else if (timer !== undefined) chat.fires(timer)
  else if (at === null) throw new Error(`nowhere: ${JSON.stringify(frame.value)}`)
  else if (at.part === 'editing') presses(chat, '← Назад')
  else if ('review' in at.step) chat.says('да')
  else if ('find' in at.step) chat.says('Иванов')
  else if ('ask' in at.step)
    chat.says(at.step.type === 'choice' ? (at.step.options[0] ?? '') : goodAnswers[at.step.type])
  return true
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
  const others = [ok(null), fails('temporary'), fails('refused'), fails('uncertain'), fails('unheard_of')]
  chat.settles(call, others[which] ?? wellDone(call))
}

export function wellDone(call: NewDelivery): ReturnType<typeof ok> {
  const service = textAt(call.payload, 'service')
  return ok(/people|search/.test(service) ? [{ id: 7, name: 'Иванов Пётр' }] : { done: service })
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
