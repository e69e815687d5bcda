/** Whether the words after a command ask for the inspector: `--inspect`, `--inspect=9000`, `--inspect-viewer=https://…`. */
export type InspectWish =
  | null
  | { readonly port: number | null; readonly viewer?: string }
  /** A sentence about what was not understood. */
  | { readonly problem: string }

export function readInspectFlags(args: readonly string[]): InspectWish {
  let asked = false
  let port: number | null = null
  let viewer: string | undefined
  for (const arg of args) {
    const [, name = '', value] = /^--(inspect|inspect-viewer)(?:=(.*))?$/.exec(arg) ?? []
    if (name === '') return { problem: `Не понял «${arg}». Есть: --inspect[=порт] и --inspect-viewer=адрес.` }
    if (name === 'inspect' && value !== undefined) {
      port = /^\d{1,5}$/.test(value) ? Number(value) : -1
      if (port < 0 || port > 65_535) return { problem: '--inspect: порт — число от 0 до 65535.' }
    }
    if (name === 'inspect-viewer') {
      if (!isViewer(value ?? ''))
        return { problem: '--inspect-viewer: нужен адрес https (или http на этой машине).' }
      viewer = value
    }
    asked = true
  }
  return asked ? { port, ...(viewer !== undefined && { viewer }) } : null
}

function isViewer(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname))
}
