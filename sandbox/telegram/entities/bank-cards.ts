import type { Stretch } from './entity.ts'

const continuousMin = 16
const digitsMin = 13
const digitsMax = 19

/** Numbers of 13–19 digits, with spaces or dashes between them, that pass the Luhn check and suit their issuer. */
export function findBankCards(text: string): Stretch[] {
  const found: Stretch[] = []
  let at = 0
  for (;;) {
    const start = text.slice(at).search(/\d/) + at
    if (start < at) return found
    if (/[.,+\-_\p{L}]$/u.test(lastCharacter(text, start))) {
      at = start + runAt(text, start).length
      continue
    }
    const run = cardRun(text, start)
    at = start + run.length
    const number = run.replace(/[ -]+$/, '')
    if (isCardShaped(number) && !/^[-_\p{L}]/u.test(text.slice(start + number.length)) && isCard(number)) {
      found.push({ start, end: start + number.length })
    }
  }
}

function lastCharacter(text: string, end: number): string {
  return text.slice(Math.max(end - 2, 0), end)
}

function runAt(text: string, start: number): string {
  return /^[\d -]+/.exec(text.slice(start))?.[0] ?? ''
}

/** A run of digits without a gap that is long enough ends at the first space. */
function cardRun(text: string, start: number): string {
  const run = runAt(text, start)
  const digits = /^\d+/.exec(run)?.[0] ?? ''
  const isWhole = digits.length >= continuousMin && digits.length <= digitsMax && run[digits.length] === ' '
  return isWhole ? digits : run
}

function isCardShaped(number: string): boolean {
  const count = number.replaceAll(/\D/g, '').length
  return count >= digitsMin && count <= digitsMax && number.length <= 2 * count - 1
}

function isCard(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '')
  return passesLuhn(digits) && suitsIssuer(digits)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of Array.from(digits).reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function suitsIssuer(digits: string): boolean {
  const two = Number(digits.slice(0, 2))
  const four = Number(digits.slice(0, 4))
  const count = digits.length
  if (digits.startsWith('4')) return [13, 16, 18, 19].includes(count)
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return count === 16
  if (two === 34 || two === 37) return count === 15
  if (two === 62 || two === 81) return count >= 16
  if (four >= 2200 && four <= 2204) return count === 16
  return true
}
