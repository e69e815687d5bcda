import type { Sender } from '../../ports/incoming.ts'

const lengthMax = 32

/**
 * How the messenger knows whoever asks, as a notice inside the portal may show it: at most 32 characters, letters and
 * digits only. What marks up, opens a link or turns the direction of writing never gets there. Empty when nothing is
 * left.
 */
export function showSender(sender: Pick<Sender, 'firstName' | 'lastName' | 'username'>): string {
  const name = plain(`${sender.firstName} ${sender.lastName ?? ''}`)
  return name === '' ? plain(sender.username ?? '') : name
}

function plain(text: string): string {
  const words = text
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{M}\p{N}_'’-]+/gu, ' ')
    .trim()
  return Array.from(words).slice(0, lengthMax).join('').trim()
}
