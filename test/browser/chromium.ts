import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const SYSTEM = '/usr/bin/chromium'
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--allow-file-access-from-files=false']

/** A headless browser and where it was found; or why there is none. */
export type Found =
  | { readonly browser: Browser; readonly from: string }
  | { readonly browser: null; readonly why: string }

/** Chromium from CHROMIUM_PATH, else the system's, else the one that @sparticuz/chromium unpacks. */
export async function launchChromium(): Promise<Found> {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined) return { browser: await launch(named, FLAGS), from: named }
  if (existsSync(SYSTEM)) return { browser: await launch(SYSTEM, FLAGS), from: SYSTEM }
  try {
    // The package brings libnss3 for bare machines, and unpacks it only where it believes to be on AWS Lambda.
    process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x'
    const { default: bundled } = await import('@sparticuz/chromium')
    return {
      browser: await launch(await bundled.executablePath(), FLAGS),
      from: '@sparticuz/chromium',
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { browser: null, why: `no Chromium: set CHROMIUM_PATH or install one (${reason})` }
  }
}

function launch(executablePath: string, args: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...args] })
}
