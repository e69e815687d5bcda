import type { JsonObject } from '../../src/ports/json.ts'
import { requiredText } from './fields.ts'
import { isObject } from './json.ts'
import { leadingInteger } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { refuse, Refusal } from './refusal.ts'
import { findChat } from './world.ts'
import type { MethodResult, World } from './world.ts'

const forEveryone = 'default'

export function setChatMenuButton(world: World, parameters: Parameters): MethodResult {
  const button = readMenuButton(parameters)
  const key = ownerOf(world, parameters)
  if (button['type'] === 'default') delete world.state.menuButtons[key]
  else world.state.menuButtons[key] = button
  for (const chat of world.state.chats) world.changed(chat.person.id)
  return { result: true }
}

/** The button of exactly this chat (`default` when it has none), or the one for everyone. */
export function getChatMenuButton(world: World, parameters: Parameters): MethodResult {
  const key = ownerOf(world, parameters)
  return { result: world.state.menuButtons[key] ?? { type: key === forEveryone ? 'commands' : 'default' } }
}

function ownerOf(world: World, parameters: Parameters): string {
  if (!parameters.has('chat_id')) return forEveryone
  const id = leadingInteger(parameters.text('chat_id'))
  if (id <= 0) refuse('Invalid chat_id specified')
  return findChat(world, id)?.met === true ? String(id) : refuse('user not found')
}

function readMenuButton(parameters: Parameters): JsonObject {
  const json = parameters.json('menu_button')
  if (json === undefined) return { type: 'default' }
  if (json === 'invalid') refuse("Can't parse menu button JSON object")
  const button = json.value
  try {
    if (!isObject(button)) refuse('MenuButton must be an Object')
    const type = requiredText(button, 'type')
    if (type === 'default' || type === 'commands') return { type }
    if (type !== 'web_app') refuse('MenuButton has unsupported type')
    const text = requiredText(button, 'text')
    const app = button['web_app']
    if (app === undefined) refuse('Can\'t find field "web_app"')
    if (!isObject(app)) refuse('Field "web_app" must be of type Object')
    return { type, text, web_app: { url: requiredText(app, 'url') } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(`Can't parse menu button: ${error.original}`)
  }
}
