import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Push } from '../../../sandbox/site/wire.ts'
import { anna, igor, openSiteRig, type SiteRig } from './site-rig.ts'

let rig: SiteRig
beforeAll(async () => {
  rig = await openSiteRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

/** The pushes of one page, read as they come. */
async function* follow(person: number, signal: AbortSignal): AsyncGenerator<Push> {
  const response = await fetch(`${rig.url}/api/stream?person=${person}`, { signal })
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1]
      if (data) yield JSON.parse(data) as Push
    }
  }
}

async function next(pushes: AsyncGenerator<Push>): Promise<Push> {
  const result = await pushes.next()
  if (result.done) throw new Error('The stream has ended')
  return result.value
}

test('a page gets the whole picture, then only what changed', async () => {
  using page = closing()
  const pushes = follow(anna, page.signal)
  expect(Object.keys(await next(pushes)).sort()).toEqual([
    'bot',
    'chat',
    'clock',
    'faults',
    'nowMs',
    'people',
    'portal',
  ])
  rig.telegram.person(anna).say('Привет')
  const change = await next(pushes)
  expect(Object.keys(change).sort()).toEqual(['chat', 'nowMs', 'people'])
  expect(change.chat?.messages.at(-1)?.text).toBe('Привет')
})

test('a burst of changes is one push', async () => {
  using page = closing()
  const pushes = follow(anna, page.signal)
  await next(pushes)
  const before = rig.telegram.person(anna).messages().length
  for (let number = 1; number <= 50; number += 1) rig.telegram.person(anna).say(`Сообщение ${number}`)
  expect((await next(pushes)).chat?.messages).toHaveLength(before + 50)
})

test('a page with another chat open hears of it only in the list of people', async () => {
  using page = closing()
  const pushes = follow(igor, page.signal)
  await next(pushes)
  rig.telegram.person(anna).say('Не для Игоря')
  const change = await next(pushes)
  expect(change.chat).toBeUndefined()
  expect(change.people?.find(({ id }) => id === anna)?.lastText).toBe('Не для Игоря')
})

test('"typing…" goes away when its time is over, though nobody says so', async () => {
  using page = closing()
  rig.telegram.person(anna).say('Долго думать')
  await rig.bot('sendChatAction', { chat_id: anna, action: 'typing' })
  const pushes = follow(anna, page.signal)
  expect((await next(pushes)).chat?.typing).toBe(true)
  rig.clock.advance(6000)
  expect((await next(pushes)).chat?.typing).toBe(false)
})

test('closing the site ends the streams of open pages', async () => {
  const other = await openSiteRig()
  const response = await fetch(`${other.url}/api/stream`)
  const reader = response.body!.getReader()
  await reader.read()
  await other[Symbol.asyncDispose]()
  const readOn = async () => {
    while (!(await reader.read()).done);
  }
  await expect(
    readOn().then(
      () => 'over',
      () => 'over',
    ),
  ).resolves.toBe('over')
})

function closing(): Disposable & { signal: AbortSignal } {
  const controller = new AbortController()
  return { signal: controller.signal, [Symbol.dispose]: () => controller.abort() }
}
