/** The whole way in English: what the assistant says itself holds not one Cyrillic letter. */
import { expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { shows } from './event-talk.ts'

test('from the first word to the last, only what people typed and the portal holds is Russian', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('john')
  const seen: string[] = []
  const says = async (words: string) => {
    await shows(world, () => chat.says(words))
    seen.push(`> ${words}`, chat.screen())
  }
  const clicks = async (label: string) => {
    await shows(world, () => chat.clicks(label))
    seen.push(`[${label}]`, chat.screen())
  }
  await says('/task Prepare the estimate')
  await says('me')
  await clicks('Tomorrow')
  await clicks('Skip')
  await clicks('Create')
  await says('/tasks')
  await clicks('1')
  await says('/event Demo tomorrow 15:00-16:00')
  await clicks('Nobody')
  await says('no link')
  await clicks('Create')
  await says('/schedule week')
  await clicks('1')
  await clicks('Change')
  await clicks('Description')
  await says('Bring the estimate')
  await says('/cancel')
  await says('/settings')
  await says('/notifications')
  await says('/pause')
  await says('/cancel')
  await says('/help')
  await says('/unlink')
  await clicks('Disconnect')
  expect(seen.at(-1)).toContain('The chat is disconnected.')
  expect(seen.length).toBeGreaterThan(35)
  const held = JSON.stringify([world.portal.tasks(), world.portal.events(), world.portal.employees()])
  // The other language is called by its own name, or nobody who needs it would find it.
  const allowed = new Set([...russianIn(held), 'Русский'])
  const said = chat.transcript().filter((line) => line.startsWith('бот: '))
  const all = [...said.map((line) => line.slice('бот: '.length)), ...seen].flatMap(russianIn)
  expect(all.filter((word) => !allowed.has(word))).toEqual([])
})

function russianIn(text: string): readonly string[] {
  return text.match(/[А-Яа-яЁё]+/g) ?? []
}
