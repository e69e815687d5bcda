import { z } from 'zod'

/**
 * Shapes of the portal's answers, no narrower than needed: unknown keys pass, ids come as numbers or strings, `time`
 * may be missing, and PHP writes an empty map as `[]`.
 */

/** An id as a positive number; `"0"`, `null` and `""` mean there is none and do not pass. */
export const id = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/u)])
  .transform(Number)
  .pipe(z.int().positive())

/** A map of PHP: an object, or a list when its keys count from 0 or there are none. */
export const phpMap = z.union([
  z.record(z.string(), z.unknown()),
  z.array(z.unknown()).transform((list): Record<string, unknown> => Object.fromEntries(list.entries())),
])

/** Missing, `null` and `""` are the same to the portal. */
export const text = z
  .union([z.string(), z.null(), z.undefined()])
  .transform((value) => value ?? '')
  .catch('')

const number = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/u)])
  .transform(Number)
  .optional()
  .catch(undefined)

/** The envelope of every good answer, REST 2 and 3.0. */
export const envelope = z.object({
  result: z.unknown().optional(),
  next: number,
  time: z.object({ operating: number, operating_reset_at: number }).optional().catch(undefined),
})

/** REST 2 keeps the code at the top (a word, a digit string, a number or ""), REST 3.0 in an object. */
export const errorBody = z.object({
  error: z
    .union([
      z
        .union([z.string(), z.number()])
        .transform((code) => ({ code: String(code), message: '', fields: [] as string[] })),
      z
        .object({
          code: z.union([z.string(), z.number()]).transform(String).catch(''),
          message: text,
          validation: z.array(z.object({ field: text, message: text })).catch([]),
        })
        .transform(({ code, message, validation }) => ({
          code,
          message: [message, ...validation.map((one) => one.message)]
            .filter((part) => part !== '')
            .join('\n'),
          fields: validation.map((one) => one.field).filter((field) => field !== ''),
        })),
    ])
    .catch({ code: '', message: '', fields: [] }),
  error_description: text,
})

/** A row of `user.get` and `user.search`. EMAIL is absent when the webhook's scope hides it. */
const userRow = z.object({
  ID: id,
  ACTIVE: z.unknown().optional(),
  EMAIL: z.string().optional().catch(undefined),
  NAME: text,
  LAST_NAME: text,
  SECOND_NAME: text,
  WORK_POSITION: text,
  TIME_ZONE: text,
  USER_TYPE: z.string().optional().catch(undefined),
  UF_DEPARTMENT: z.array(z.unknown()).catch([]),
})
export type UserRow = z.infer<typeof userRow>
export const userRows = z.array(userRow)

/** `false`: the notice was not created. */
export const noticeResult = z.union([id, z.literal(true), z.literal(false)])

export const taskAddedV2 = z.object({ task: z.object({ id }) }).transform(({ task }) => task.id)
export const taskAddedV3 = z.object({ item: z.object({ id }) }).transform(({ item }) => item.id)

export const taskRows = z.object({
  tasks: z.array(z.object({ id, xmlId: text })),
})
