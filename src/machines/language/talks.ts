/**
 * The language of `tests:`: conversations an author writes down, and what the bot is to say in them. They stand in the
 * dialog's own file or in `dialog.tests.yaml` beside it, and are no part of the definition.
 */
import { z } from 'zod'
import { duration, name } from './definition-parts.ts'

const json = z.unknown()

const text = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const turn = z.union([
  z
    .strictObject({
      user: z.string().describe('What the person types.'),
    })
    .describe('The person types.'),
  z
    .strictObject({
      press: z.string().min(1).describe('The text on the button, by its name or as it reads.'),
      old: z.literal(true).optional().describe('On a card that has been replaced since.'),
      twice: z.literal(true).optional().describe('Tapped twice.'),
    })
    .describe('The person presses a button.'),
  z
    .strictObject({ edit: z.string().describe('What the last message of the person reads from now on.') })
    .describe('The person corrects their last message.'),
  z
    .strictObject({
      file: z.string().min(1).describe('The name of the file.'),
      caption: z.string().optional().describe('The words under the file.'),
    })
    .describe('The person sends a file.'),
  z.strictObject({ wait: duration.describe('How much time passes.') }).describe('Time passes.'),
  z
    .strictObject({
      crash: z.literal(true).describe('The bot dies, starts again and gets what it had got last once more.'),
    })
    .describe('The bot dies and starts again.'),
  z
    .strictObject({
      bot: text.optional().describe('The text the bot says, by its name; or several, in order.'),
      shows: text.optional().describe('Words that are on the screen.'),
      hides: text.optional().describe('Words that are not on the screen.'),
      buttons: text.optional().describe('Buttons that are on the screen.'),
      note: z.string().optional().describe('The note on the pressed button.'),
      end: z
        .enum(['done', 'failed', 'cancelled', 'expired'])
        .optional()
        .describe('How the conversation has ended.'),
      asked: z
        .record(z.string(), json)
        .optional()
        .describe('What services were given since the person last did something.'),
    })
    .describe('What the bot is to do.'),
])

const talkSchema = z
  .strictObject({
    name: z.string().min(1).describe('What the conversation shows, as a sentence.'),
    now: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/)
      .optional()
      .describe('When it begins; 23 November 2026, 12:00 in Moscow without it.'),
    language: z.enum(['ru', 'en']).optional().describe("The person's language."),
    facts: z
      .record(name, z.boolean())
      .optional()
      .describe('What holds at the beginning; `linked` does without it.'),
    given: z
      .record(name, json)
      .optional()
      .describe('The dialog is begun by a button that hands it these values.'),
    services: z
      .record(z.string().min(1), z.array(json).min(1))
      .optional()
      .describe(
        'What each service answers, in order: a value; the name of a failure; `{error, data, after}`; `{answer, facts, after}`.',
      ),
    talk: z.array(turn).min(1).max(200),
  })
  .describe('A conversation and what the bot is to say in it.')

export const talksSchema = z.array(talkSchema).max(100)

/** The file beside a dialog. */
export const talksFileSchema = z.strictObject({ tests: talksSchema })

export type Talk = z.infer<typeof talkSchema>
export type TalkTurn = z.infer<typeof turn>

/** A service's answer that is more than a value or the name of a failure. */
export const answerSchema = z.union([
  z.strictObject({
    error: z.string().min(1),
    data: z.record(z.string(), json).optional(),
    /** The service asks not to be repeated sooner. */
    retry_after: duration.optional(),
    after: duration.optional(),
  }),
  z.strictObject({
    answer: json,
    /** What holds from then on. */
    facts: z.record(name, z.boolean()).optional(),
    after: duration.optional(),
  }),
])
