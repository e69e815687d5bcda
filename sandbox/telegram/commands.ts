import type { Json } from '../../src/ports/json.ts'
import { chatOf } from './chats.ts'
import { codePoints } from './code-points.ts'
import { requiredLong, requiredText } from './fields.ts'
import { isArray, isObject } from './json.ts'
import { readLanguage } from './language.ts'
import { Parameters } from './parameters.ts'
import { refuse, Refusal } from './refusal.ts'
import type { BotCommand, State } from './state.ts'
import type { PersonProfile } from './profiles.ts'
import type { MethodResult, World } from './world.ts'

const commandsMax = 100

export function setMyCommands(world: World, parameters: Parameters): MethodResult {
  const commands = readCommands(parameters)
  const key = commandsKey(world, parameters)
  if (commands.length === 0) delete world.state.commands[key]
  else world.state.commands[key] = commands
  for (const chat of world.state.chats) world.changed(chat.person.id)
  return { result: true }
}

export function deleteMyCommands(world: World, parameters: Parameters): MethodResult {
  delete world.state.commands[commandsKey(world, parameters)]
  for (const chat of world.state.chats) world.changed(chat.person.id)
  return { result: true }
}

/** The list of exactly this scope and language, not what a person would see. */
export function getMyCommands(world: World, parameters: Parameters): MethodResult {
  const commands = world.state.commands[commandsKey(world, parameters)] ?? []
  return { result: commands.map(({ command, description }) => ({ command, description })) }
}

/** What the commands menu of a private chat shows: the most specific scope first, in each the person's language first. */
export function commandsFor(state: State, person: PersonProfile): readonly BotCommand[] {
  const language = person.languageCode?.split('-')[0] ?? ''
  for (const scope of [`chat:${person.id}`, 'all_private_chats', 'default']) {
    for (const key of [`${scope}|${language}`, `${scope}|`]) {
      const commands = state.commands[key]
      if (commands !== undefined) return commands
    }
  }
  return []
}

function readCommands(parameters: Parameters): BotCommand[] {
  const json = parameters.json('commands')
  if (json === undefined) return []
  if (json === 'invalid') refuse("Can't parse commands JSON object")
  if (!isArray(json.value)) refuse('Expected an Array of BotCommand')
  const commands = json.value.map(readCommand)
  if (commands.length > commandsMax) refuse('BOT_COMMANDS_TOO_MUCH')
  return commands.map(checkCommand)
}

function readCommand(value: Json): BotCommand {
  try {
    if (!isObject(value)) refuse('expected an Object')
    return { command: requiredText(value, 'command'), description: requiredText(value, 'description') }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(`Can't parse BotCommand: ${error.original}`)
  }
}

/** Up to the shape of the name the client library checks, after that the server behind it. */
function checkCommand({ command, description }: BotCommand): BotCommand {
  const name = command.trim().replace(/^\//, '')
  const text = description.trim()
  if (name === '') refuse('Command must be non-empty')
  if (codePoints(name) > 32) refuse('Command length must not exceed 32')
  if (text === '') refuse('Command description must be non-empty')
  if (codePoints(text) > 256) refuse('Command description length must not exceed 256')
  if (!/^[a-z0-9_]+$/.test(name)) refuse('BOT_COMMAND_INVALID')
  return { command: name, description: text }
}

function commandsKey(world: World, parameters: Parameters): string {
  const scope = readScope(world, parameters)
  return `${scope}|${readLanguage(parameters)}`
}

function readScope(world: World, parameters: Parameters): string {
  const json = parameters.json('scope')
  if (json === undefined) return 'default'
  if (json === 'invalid') refuse("Can't parse BotCommandScope JSON object")
  const scope = json.value
  try {
    if (!isObject(scope)) refuse('BotCommandScope must be an Object')
    const type = requiredText(scope, 'type')
    if (chatFreeScopes.has(type)) return type
    if (!chatScopes.has(type)) refuse('Unsupported type specified')
    const chatId = requiredText(scope, 'chat_id')
    if (chatId === '') refuse('Empty chat_id specified')
    const chat = chatOf(world, new Parameters([['chat_id', chatId]]))
    const member = type === 'chat_member' ? `:${requiredLong(scope, 'user_id')}` : ''
    return `${type}:${chat.person.id}${member}`
  } catch (error) {
    if (!(error instanceof Refusal) || error.original === 'chat not found') throw error
    return refuse(`Can't parse BotCommandScope: ${error.original}`)
  }
}

const chatFreeScopes = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'])
const chatScopes = new Set(['chat', 'chat_administrators', 'chat_member'])
