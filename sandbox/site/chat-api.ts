import { Hono } from 'hono'
import { z } from 'zod'

import type { Forwarded, Person } from '../telegram/person.ts'
import { sentKinds } from '../telegram/sent-kinds.ts'
import type { TelegramSandbox } from '../telegram/server.ts'
import type { BlockList } from './block-list.ts'
import { readLink, type LinkPlaces } from './links.ts'
import { readBody } from './request-body.ts'
import type { PressView } from './wire.ts'

const cell = z.int().min(0).max(100)
const bodies = {
  say: z.strictObject({ text: z.string().trim().min(1).max(4096) }),
  openLink: z.strictObject({ payload: z.string().regex(/^[A-Za-z0-9_-]{0,64}$/) }),
  press: z.strictObject({ messageId: z.int(), row: cell, column: cell }),
  edit: z.strictObject({ messageId: z.int(), text: z.string().trim().min(1).max(4096) }),
  media: z.strictObject({
    kind: z.enum(sentKinds),
    caption: z.string().max(1024),
  }),
  forward: z.union([
    z.strictObject({ messageId: z.int() }),
    z.strictObject({ text: z.string().trim().min(1).max(4096), personId: z.int() }),
    z.strictObject({ text: z.string().trim().min(1).max(4096), name: z.string().trim().min(1).max(100) }),
  ]),
  nothing: z.strictObject({}),
}

/** The person's fingers: everything a phone can do to the chat, one address each. */
export function chatApi(telegram: TelegramSandbox, places: LinkPlaces, blocks: BlockList): Hono {
  const app = new Hono()

  function on<T>(name: string, schema: z.ZodType<T>, act: (person: Person, body: T) => unknown): void {
    app.post(`/people/:id{[0-9]+}/${name}`, async (context) => {
      const id = Number(context.req.param('id'))
      const person = telegram.persons.find(({ profile }) => profile.id === id)
      if (!person) return context.json({ error: 'Такого человека в песочнице нет.' }, 404)
      const body = await readBody(context, schema)
      if (body === null) return context.json({ error: 'Запрос не разобран.' }, 400)
      try {
        return context.json({ done: true, ...Object(await act(person, body)) })
      } catch {
        return context.json({ error: 'Так с этим сообщением сделать нельзя.' }, 409)
      }
    })
  }

  on('say', bodies.say, (person, { text }) => void person.say(text))
  on('open-link', bodies.openLink, (person, { payload }) => void person.openLink(payload))
  on('edit', bodies.edit, (person, { messageId, text }) => person.edit(messageId, text))
  on('media', bodies.media, (person, { kind, caption }) => void person.sendMedia(kind, caption))
  on('forward', bodies.forward, (person, what) => void person.forward(forwarded(telegram, what)))
  on('block', bodies.nothing, (person) => blocks.set(person, true))
  on('unblock', bodies.nothing, (person) => blocks.set(person, false))
  on('press', bodies.press, async (person, button): Promise<PressView> => {
    const { answered, toast = null, alert = false, opened } = await person.press(button)
    return {
      answered,
      toast: alert ? null : toast,
      alert: alert ? toast : null,
      link: opened === undefined ? null : readLink(opened, places),
    }
  })
  return app
}

/** A colleague with a phone in the sandbox forwards as that account, anybody else as one who hides theirs. */
function forwarded(telegram: TelegramSandbox, what: z.infer<typeof bodies.forward>): Forwarded {
  if ('messageId' in what) return what
  if ('name' in what) return { text: what.text, from: { type: 'hidden_user', name: what.name } }
  return { text: what.text, from: { type: 'user', person: telegram.person(what.personId).profile } }
}
