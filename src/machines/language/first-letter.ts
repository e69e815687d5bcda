/** A word at the beginning of a line, and within one. */

/** With a capital first letter. */
export function capitalised(text: string): string {
  return `${text.slice(0, 1).toLocaleUpperCase('ru')}${text.slice(1)}`
}

/** With a small first letter. */
export function lowered(text: string): string {
  return `${text.slice(0, 1).toLocaleLowerCase('ru')}${text.slice(1)}`
}
