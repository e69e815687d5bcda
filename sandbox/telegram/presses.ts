import { codePoints } from './code-points.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { MethodResult, World } from './world.ts'
import { findChat } from './world.ts'

const answerLengthMax = 200

/** Stops the spinner of one press, once: a late, unknown or second answer is refused. */
export function answerCallbackQuery(world: World, parameters: Parameters): MethodResult {
  const id = parameters.text('callback_query_id')
  const press = world.state.presses.find((press) => press.id === id)
  if (press === undefined || press.expiresAtMs <= world.clock.now()) {
    refuse('query is too old and response timeout expired or query ID is invalid')
  }
  const toast = parameters.text('text')
  if (codePoints(toast) > answerLengthMax) refuse('MESSAGE_TOO_LONG')
  const alert = parameters.flag('show_alert')
  const url = parameters.text('url')
  const chat = findChat(world, press.chatId)
  if (toast !== '') chat?.toasts.push({ text: toast, alert, atMs: world.clock.now() })
  world.settlePress(id, {
    answered: true,
    ...(toast === '' ? {} : { toast, alert }),
    ...(url === '' ? {} : { opened: url }),
  })
  world.changed(press.chatId)
  return { result: true }
}
