import type { Browser } from 'playwright-core'

/**
 * A headless Chromium out of npm: no system package is needed, nor a browser on the machine. Unpacked once per machine into
 * the temporary folder. It brings a Latin, Greek and Cyrillic font but no emoji: those are drawn as boxes unless the
 * system has a font for them.
 *
 * The caller closes it: `await using browser = await openBrowser()`.
 */
export async function openBrowser(): Promise<Browser> {
  // Read by @sparticuz/chromium while it is imported: it then unpacks its own libnss as well.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const [{ default: packed }, { chromium }] = await Promise.all([
    import('@sparticuz/chromium'),
    import('playwright-core'),
  ])
  return chromium.launch({
    // Not the package's own list of switches: made for a cloud function, it turns web security off, draws through an
    // emulated graphics card (slowly) and dies with the first context that is closed.
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    executablePath: await packed.executablePath(),
    headless: true,
  })
}
