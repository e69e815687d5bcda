import type { EntityType, MessageEntity } from './entity.ts'

const entitiesMax = 100
const styles = new Set<EntityType>(['bold', 'italic', 'underline', 'strikethrough', 'spoiler'])
/** What the author put there, as opposed to what was found in the text and to custom emoji, which are counted apart. */
const authored = new Set<EntityType>([
  ...styles,
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'date_time',
])

/** A message carries a hundred formatted stretches; styles give way first (td `get_input_message_entities`). */
export function limitEntities(entities: readonly MessageEntity[]): MessageEntity[] {
  const counted = entities.filter((entity) => authored.has(entity.type))
  const inOrder = [
    ...counted.filter((entity) => !styles.has(entity.type)),
    ...counted.filter((entity) => styles.has(entity.type)),
  ]
  const dropped = new Set(inOrder.slice(entitiesMax))
  return entities.filter((entity) => !dropped.has(entity))
}
