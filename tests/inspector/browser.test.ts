/** The page that a browser opens, with Stately's own receiver in the viewer, in a real Chromium. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openInspector } from '../../src/inspector/inspector.ts'
import { openBrowser } from '../support/browser.ts'
import { orderDialog, orderServices } from '../support/dialogs.ts'
import { seededRandomness } from '../support/random.ts'
import { openRig } from '../support/rig.ts'

const stub = 'data:text/javascript,export default {}; export const stringify = () => "", uuid = () => ""'
const modules = {
  imports: {
    '@statelyai/inspect': '/inspect/index.mjs',
    xstate: '/xstate/xstate.esm.js',
    // What its receiver for browsers has no use for.
    ...Object.fromEntries(
      [
        'fast-safe-stringify',
        'safe-stable-stringify',
        'isomorphic-ws',
        'partysocket',
        'superjson',
        '#uuid',
      ].map((name) => [name, stub]),
    ),
  },
}

/** A viewer of another origin, as Stately's is: it draws what `createBrowserReceiver` hands it. */
const viewerPage = `<!doctype html><meta charset="utf-8"><ul></ul>
<script type="importmap">${JSON.stringify(modules)}</script>
<script type="module">
import { createBrowserReceiver } from '@statelyai/inspect'
createBrowserReceiver().subscribe((frame) => {
  const line = document.createElement('li')
  line.textContent = [frame.type, frame.name ?? '-', JSON.stringify(frame.snapshot?.value ?? null)].join(' ')
  document.querySelector('ul').append(line)
})
</script>`

const folders = {
  inspect: dirname(fileURLToPath(import.meta.resolve('@statelyai/inspect'))),
  xstate: join(dirname(fileURLToPath(import.meta.resolve('xstate/package.json'))), 'dist'),
}

async function openViewer() {
  const server = createServer((request, response) => {
    const [, folder = '', name = ''] = /^\/(inspect|xstate)\/([\w.-]+)$/.exec(request.url ?? '') ?? []
    if (folder === '') return void response.writeHead(200, { 'content-type': 'text/html' }).end(viewerPage)
    response.writeHead(200, { 'content-type': 'text/javascript' })
    response.end(readFileSync(join(folder === 'xstate' ? folders.xstate : folders.inspect, name)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('a browser page with the receiver of Stately sees a conversation live, through our page alone', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await using viewer = await openViewer()
  await using inspector = await openInspector({
    history: rig.store.history,
    random: seededRandomness(5),
    port: 0,
    viewer: viewer.url,
    log: () => {},
  })
  await using browser = await openBrowser()
  const page = await browser.newPage()
  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  await rig.says('/order')
  await page.goto(inspector.page)
  expect(page.url()).not.toContain('token')
  const lines = page.frameLocator('#viewer').locator('li')
  await lines.filter({ hasText: '@xstate.actor order {"what":"asking"}' }).first().waitFor()
  await rig.says('Бумага')
  await lines.filter({ hasText: '@xstate.snapshot - {"who":"typing"}' }).first().waitFor()
  expect(asked.filter((url) => url.startsWith(viewer.url) && url.includes('token'))).toEqual([])
})

test('a page of another origin in the same browser is told nothing', async () => {
  await using rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  await using viewer = await openViewer()
  await using inspector = await openInspector({
    history: rig.store.history,
    random: seededRandomness(5),
    port: 0,
    viewer: viewer.url,
    log: () => {},
  })
  await using browser = await openBrowser()
  const context = await browser.newContext()
  const own = await context.newPage()
  await own.goto(inspector.page)
  const foreign = await context.newPage()
  await foreign.goto(viewer.url)
  const came = await foreign.evaluate(
    (address) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address)
        socket.addEventListener('open', () => resolve('open'))
        socket.addEventListener('error', () => resolve('refused'))
      }),
    `ws://${new URL(inspector.page).host}/`,
  )
  expect(came).toBe('refused')
})
