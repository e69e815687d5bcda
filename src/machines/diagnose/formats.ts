/** Names and notations that are written wrong. */
import type { z } from 'zod'
import { frameSchema } from '../language/definition.ts'
import { duration, textKey, valuePath } from '../language/definition-parts.ts'
import { hasRussianLetters } from './near.ts'
import { error, type Path, type Problem, type Wording, words } from './problem.ts'
import { isKindOf, strip } from './schema.ts'

/** `schema` is the place's, or null for a key that the author chose. */
export function explainFormat(
  schema: z.core.$ZodType | null,
  text: string,
  path: Path,
  on: 'key' | 'value' = 'value',
): Problem {
  const bare = schema && strip(schema)
  if (isKindOf(bare, duration)) {
    return error(
      'bad-duration',
      path,
      words(`«${text}» — не промежуток времени`, `“${text}” is not a length of time`),
      {
        hint: words('пишут так: 20s, 30m, 24h, 7d (секунды, минуты, часы, дни)', 'write 20s, 30m, 24h or 7d'),
      },
    )
  }
  if (path.at(-1) === 'default' || path.at(-2) === 'offers') {
    return error('bad-time', path, words(`«${text}» — не время`, `“${text}” is not a time of day`), {
      hint: words('пишут так: "09:30"', 'write "09:30"'),
    })
  }
  if (isKindOf(bare, textKey) && looksLikeText(text)) {
    return error(
      'text-in-place',
      path,
      words(
        'здесь нужно имя текста из раздела texts, а не сам текст',
        'the name of a text of “texts” is needed here, not the text itself',
      ),
      {
        hint: words(
          'перенесите текст в texts и сошлитесь на него по имени',
          'move the text to “texts” and refer to it by its name',
        ),
      },
    )
  }
  if (isKindOf(bare, valuePath)) {
    return error('bad-path', path, words(`«${text}» — не имя шага`, `“${text}” is not the name of a step`), {
      on,
      hint: words(
        'пишут имя шага или часть его ответа: assignee, assignee.id',
        'write the name of a step or a part of its answer: assignee, assignee.id',
      ),
    })
  }
  return error('bad-name', path, words(`«${text}» не годится как имя`, `“${text}” cannot be a name`), {
    on,
    hint: nameRule(bare, text),
  })
}

function nameRule(schema: z.core.$ZodType | null, text: string): Wording {
  if (hasRussianLetters(text))
    return words(
      'в имени есть русские буквы; имена пишут латинскими',
      'there are Russian letters in the name; names are written in Latin ones',
    )
  if (schema === strip(frameSchema.shape.dialog)) {
    return words(
      'до 32 знаков: строчные латинские буквы, цифры и дефис, сначала буква',
      'up to 32 characters: small Latin letters, digits and hyphens, a letter first',
    )
  }
  if (schema === commandSchema) {
    return words(
      'до 32 знаков: строчные латинские буквы, цифры и «_», без косой черты',
      'up to 32 characters: small Latin letters, digits and “_”, without the slash',
    )
  }
  return words(
    'сначала строчная латинская буква, потом буквы, цифры и «_», до 64 знаков',
    'a small Latin letter first, then letters, digits and “_”, up to 64',
  )
}

const commandSchema = strip(frameSchema.shape.start.unwrap().shape.command)

/** Words with blanks, capitals or another alphabet are what the person should read, not a name. */
function looksLikeText(text: string): boolean {
  return (
    /\s/.test(text.trim()) || /^[\p{Lu}]/u.test(text) || (hasRussianLetters(text) && !/[a-z]/i.test(text))
  )
}
