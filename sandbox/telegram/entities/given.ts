import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { integerField, optionalText, requiredInteger, requiredLong, requiredText } from '../fields.ts'
import { isArray, isObject } from '../json.ts'
import { refuse, Refusal } from '../refusal.ts'
import type { EntityType, MessageEntity } from './entity.ts'
import { checkLink, dateFormat, linkedUser } from './links.ts'

const placeMax = 1_000_000

/**
 * The `entities` parameter. What is no list counts as none; entities that the server finds by itself are left out.
 *
 * @throws Refusal `Can't parse MessageEntity: …` and others.
 */
export function readGivenEntities(value: Json | undefined): MessageEntity[] {
  if (!isArray(value)) return []
  const entities = value.map(readEntity).filter((entity) => entity !== null)
  return entities.map(checkEntity)
}

function readEntity(value: Json): MessageEntity | null {
  try {
    if (!isObject(value)) refuse('expected an Object')
    const offset = requiredInteger(value, 'offset')
    const length = requiredInteger(value, 'length')
    const type = requiredText(value, 'type')
    if (type === '') refuse('Type is not specified')
    if (detected.has(type)) return null
    if (isPlain(type)) return { type, offset, length }
    return { offset, length, ...readSpecial(type, value) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(`Can't parse MessageEntity: ${error.original}`)
  }
}

function readSpecial(type: string, value: JsonObject): Omit<MessageEntity, 'offset' | 'length'> {
  if (type === 'pre') {
    const language = optionalText(value, 'language')
    return { type, ...(language === '' ? {} : { language }) }
  }
  if (type === 'text_link') return { type, url: requiredText(value, 'url') }
  if (type === 'text_mention') {
    const user = value['user']
    if (user === undefined) refuse('Can\'t find field "user"')
    if (!isObject(user)) refuse('Field "user" must be of type Object')
    return { type, user: { id: Number(requiredLong(user, 'id')) } }
  }
  if (type === 'custom_emoji') return { type, custom_emoji_id: requiredLong(value, 'custom_emoji_id') }
  if (type === 'date_time') {
    const time = integerField(value, 'unix_time') ?? refuse('Can\'t find field "unix_time"')
    const format = dateFormat(optionalText(value, 'date_time_format'))
    return { type, unix_time: time, date_time_format: format ?? refuse('Invalid date-time format specified') }
  }
  return refuse('Unsupported type specified')
}

function checkEntity(entity: MessageEntity): MessageEntity {
  const { offset, length } = entity
  if (offset < 0 || offset > placeMax) refuse(`Receive an entity with incorrect offset ${offset}`)
  if (length < 0 || length > placeMax) refuse(`Receive an entity with incorrect length ${length}`)
  if (entity.type === 'date_time' && (entity.unix_time ?? 0) <= 0) refuse('Invalid date specified')
  if (entity.type === 'custom_emoji' && Number(entity.custom_emoji_id) === 0) {
    refuse('Invalid custom emoji identifier specified')
  }
  if (entity.url === undefined) return entity
  const user = linkedUser(entity.url)
  if (user !== null) return { type: 'text_mention', offset, length, user: { id: user } }
  const check = checkLink(entity.url)
  if ('problem' in check) refuse(`Entity URL '${entity.url}' is invalid: ${check.problem}`)
  return { ...entity, url: check.url }
}

function isPlain(type: string): type is EntityType {
  return plain.has(type)
}

const plain = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'blockquote',
  'expandable_blockquote',
])
const detected = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
])
