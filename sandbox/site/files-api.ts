/** Bytes in and out of the site: what a person sends, what the chat and a task's card show. */
import { Hono } from 'hono'
import { z } from 'zod'

import type { BitrixSandbox } from '../bitrix24/server.ts'
import { pictureSize } from '../telegram/picture.ts'
import type { TelegramSandbox } from '../telegram/server.ts'

/** What a page may upload: enough to try what the bot is not allowed to download. */
export const uploadBytesMax = 64 * 1024 * 1024
/** The one address that takes bytes instead of JSON. */
export const uploadPath = /^\/api\/people\/\d+\/file$/

const about = z.object({
  kind: z.enum(['photo', 'document']),
  name: z.string().max(255).default('файл'),
  type: z.string().max(100).default('application/octet-stream'),
  caption: z.string().max(1024).default(''),
})

export function filesApi(telegram: TelegramSandbox, bitrix: BitrixSandbox): Hono {
  const app = new Hono()
  const personOf = (id: string) => telegram.persons.find(({ profile }) => profile.id === Number(id))

  app.post('/people/:id{[0-9]+}/file', async (context) => {
    const person = personOf(context.req.param('id'))
    if (!person) return context.json({ error: 'Такого человека в песочнице нет.' }, 404)
    const read = about.safeParse(context.req.query())
    const content = Buffer.from(await context.req.arrayBuffer())
    if (!read.success || content.length === 0) return context.json({ error: 'Файл не прочитан.' }, 400)
    const { kind, name, type, caption } = read.data
    if (kind === 'photo' && pictureSize(content) === null)
      return context.json({ error: 'Это не картинка. Отправьте её как файл.' }, 400)
    try {
      if (kind === 'photo') person.sendPhoto(content, caption)
      else person.sendDocument({ name, content, mimeType: type }, caption)
    } catch {
      return context.json({ error: 'Бот заблокирован.' }, 409)
    }
    return context.json({ done: true })
  })

  app.get('/people/:id{[0-9]+}/files/:message{[0-9]+}', (context) => {
    const messageId = Number(context.req.param('message'))
    const messages = personOf(context.req.param('id'))?.messages() ?? []
    const message = messages.find((one) => one.messageId === messageId)
    const content = message?.file && telegram.fileContent(message.file.fileId)
    return content ? serve(content, message?.file?.name ?? '') : context.notFound()
  })

  app.get('/tasks/:id{[0-9]+}/files/:attachment{[0-9]+}', (context) => {
    const attachmentId = Number(context.req.param('attachment'))
    const files = bitrix.taskFiles(Number(context.req.param('id')))
    const file = files.find((one) => one.attachmentId === attachmentId)
    const content = file?.content()
    return file && content ? serve(content, file.name) : context.notFound()
  })
  return app
}

/**
 * A picture is shown; everything else is only saved, whatever it says it is: a page among the files must never run as
 * one of this site.
 */
function serve(content: Buffer, name: string): Response {
  const type = pictureType(content)
  const disposition = `${type === null ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(name)}`
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': type ?? 'application/octet-stream',
      'content-disposition': disposition,
      'cache-control': 'private, max-age=3600',
    },
  })
}

function pictureType(content: Buffer): string | null {
  if (pictureSize(content) === null) return null
  return content[0] === 0x89 ? 'image/png' : 'image/jpeg'
}
