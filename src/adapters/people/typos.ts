import type { Staff } from './staff.ts'

const lettersMin = 6

/** The one form of a surname that differs in a letter, or in two that changed places; null for none and for several. */
export function surnameNear(word: string, staff: Staff): string | null {
  if (word.length < lettersMin || word.length > 40) return null
  let found: string | null = null
  for (const form of staff.surnamesFrom(word.charAt(0))) {
    if (form.length < lettersMin || !isOneSlip(word, form)) continue
    if (found !== null) return null
    found = form
  }
  return found
}

function isOneSlip(word: string, form: string): boolean {
  if (Math.abs(word.length - form.length) > 1) return false
  let start = 0
  while (start < word.length && word[start] === form[start]) start += 1
  let end = 0
  const room = Math.min(word.length, form.length) - start
  while (end < room && word.at(-1 - end) === form.at(-1 - end)) end += 1
  const left = word.slice(start, word.length - end)
  const right = form.slice(start, form.length - end)
  if (left.length + right.length === 0) return false
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
