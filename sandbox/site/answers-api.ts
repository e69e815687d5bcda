import { Hono } from 'hono'
import type { AnswerBook } from './answer-book.ts'
import type { AnswerView } from './wire.ts'

/** `GET /people/:id/answers?from=<ms>`: what services answered in that chat since then. */
export function answersApi(book: AnswerBook): Hono {
  const app = new Hono()
  app.get('/people/:id{[0-9]+}/answers', (context) => {
    const fromMs = Number(context.req.query('from') ?? 0)
    const answers = book.since(Number(context.req.param('id')), fromMs)
    return context.json(
      answers.map(({ service, linked, outcome }): AnswerView => ({ service, linked, outcome })),
    )
  })
  return app
}
