import { readLanguage } from './language.ts'
import type { Parameters } from './parameters.ts'
import type { Method } from './world.ts'

interface BotText {
  /** The parameter and result field, which is also where it is kept. */
  readonly field: string
  readonly lengthMax: number
}

const name: BotText = { field: 'name', lengthMax: 64 }
const description: BotText = { field: 'description', lengthMax: 512 }
const shortDescription: BotText = { field: 'short_description', lengthMax: 120 }

export const setMyName: Method = setter(name)
export const setMyDescription: Method = setter(description)
export const setMyShortDescription: Method = setter(shortDescription)
export const getMyName: Method = (world, parameters) => ({
  result: { name: textFor(world.state.botTexts, name, parameters) || world.bot.firstName },
})
export const getMyDescription: Method = getter(description)
export const getMyShortDescription: Method = getter(shortDescription)

/** What is too long is cut, as the client library does. */
function setter({ field, lengthMax }: BotText): Method {
  return (world, parameters) => {
    const text = Array.from(parameters.text(field).trim()).slice(0, lengthMax).join('')
    world.state.botTexts[`${field}|${readLanguage(parameters)}`] = text
    for (const chat of world.state.chats) world.changed(chat.person.id)
    return { result: true }
  }
}

function getter(text: BotText): Method {
  return (world, parameters) => ({
    result: { [text.field]: textFor(world.state.botTexts, text, parameters) },
  })
}

function textFor(
  texts: Readonly<Record<string, string>>,
  { field }: BotText,
  parameters: Parameters,
): string {
  return texts[`${field}|${readLanguage(parameters)}`] || (texts[`${field}|`] ?? '')
}
