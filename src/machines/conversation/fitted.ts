/** Messages that hold more than a messenger takes: what is long in them is shown shortened, and said to be. */
import type { FormattedText } from '../../ports/message.ts'

/** Bot API: `text` of sendMessage, counted the strictest way it could be: in UTF-16 units. */
export const textMax = 4096

/** No value is ever shown shorter than this for want of room. */
const valueMin = 64

/**
 * As it is drawn; where that is too long, with the longest values shortened so far that everything else is seen.
 *
 * @param draw with values shown in at most so many UTF-16 units each; whole without.
 */
export function fitted<T extends FormattedText>(draw: (valueMax: number | undefined) => T): T {
  const whole = draw(undefined)
  if (whole.text.length <= textMax) return whole
  let fits = draw(valueMin)
  for (let [low, high] = [valueMin, textMax]; high - low > 1;) {
    const valueMax = Math.floor((low + high) / 2)
    const shown = draw(valueMax)
    if (shown.text.length <= textMax) [low, fits] = [valueMax, shown]
    else high = valueMax
  }
  return fits
}

/** The beginning of it, of at most `unitsMax` UTF-16 units, ended at a word where one ends near. */
export function beginningOf(text: string, unitsMax: number): string {
  const room = text.slice(0, unitsMax - 1).replace(/[\uD800-\uDBFF]$/, '')
  const words = room.replace(/\s+\S*$/, '')
  return `${(words.length > room.length - Math.min(unitsMax / 4, wordMax) ? words : room).trimEnd()}…`
}

const wordMax = 40
