/**
 * The page between the process and a viewer that speaks the protocol by `postMessage` (Stately's, or any other): frames
 * go to the viewer's origin and to nobody else.
 */

export interface Page {
  readonly html: string
  readonly policy: string
}

/** @param nonce for the one script of the page. */
export function bridgePage(viewer: string, nonce: string): Page {
  const { origin } = new URL(viewer)
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    `frame-src ${origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const html = `<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<title>Инспектор диалогов</title>
<style nonce="${nonce}">html, body, iframe { margin: 0; width: 100%; height: 100%; border: 0; display: block; overflow: hidden }</style>
<iframe id="viewer" title="Инспектор"></iframe>
<script nonce="${nonce}">
  const origin = ${script(origin)}
  const viewer = document.getElementById('viewer')
  let socket = null
  function connect() {
    socket?.close()
    const mine = (socket = new WebSocket('ws://' + location.host + '/'))
    mine.onmessage = ({ data }) => viewer.contentWindow.postMessage(JSON.parse(data), origin)
    mine.onclose = () => setTimeout(() => mine === socket && connect(), 1000)
  }
  addEventListener('message', (event) => {
    const isViewer = event.origin === origin && event.source === viewer.contentWindow
    if (isViewer && event.data?.type === '@statelyai.connected') connect()
  })
  viewer.src = ${script(viewer)}
</script>
</html>
`
  return { html, policy }
}

function script(text: string): string {
  return JSON.stringify(text).replaceAll('<', String.raw`\u003c`)
}
