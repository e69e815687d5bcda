/** What must not be seen in any line of a log. */
const address = /[^\s"@<>(),;:\\]{1,64}@[^\s"@<>(),;:\\]+\.[\p{L}\p{N}-]{2,}/gu

/** Takes secrets and e-mail addresses out of a line. */
export function scrub(line: string, secrets: readonly string[]): string {
  const clean = secrets.reduce(
    (text, secret) => (secret === '' ? text : text.replaceAll(secret, '***')),
    line,
  )
  return clean.replaceAll(address, '***@***')
}
