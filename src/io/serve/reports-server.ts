import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { InputError } from '#domain/failure.js'
import { type ReportsState, reportsState } from './reports-watch.js'
import { servedFile } from './served-file.js'

export interface ReportsServerOptions {
  /** The folder whose files are shown, and nothing beside it. */
  readonly root: string
  readonly port: number
  /** The page of `/`. */
  readonly page: () => Promise<string>
  /** Of the files of a folder the one that is shown for it. */
  readonly pageOf: (names: readonly string[]) => string | null
  /** How often the folder is looked at. */
  readonly everyMs?: number
}

export interface ReportsServer {
  /** The port taken: the one asked for, or the next that was free. */
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const PORTS_TRIED = 20
const PORT_MAX = 65_535
const EVERY_MS = 500
/** Beside every name that a file may have: names that begin with a dot are not served. */
const EVENTS = '/.events'

/** A page of the folder may run its own script and style, and reach nothing: not the network, not the other pages. */
const filePolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const common = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Shows a folder of reports on this machine alone, and tells pages that stay open what is new. Throws `InputError`. */
export async function serveReports(options: ReportsServerOptions): Promise<ReportsServer> {
  const watch = new Watch(options.root)
  const server = createServer((request, response) => {
    answer(request, response, { ...options, watch }).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'The page could not be made.')
    })
  })
  const port = await listen(server, options.port)
  const timer = setInterval(() => void watch.look(), options.everyMs ?? EVERY_MS)
  await watch.look()
  return {
    port,
    url: `http://${HOST}:${port}/`,
    close() {
      clearInterval(timer)
      watch.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function listen(server: Server, wanted: number): Promise<number> {
  const last = Math.min(wanted + PORTS_TRIED - 1, PORT_MAX)
  for (let port = wanted; port <= last; port++) {
    // One after the other: the next is tried where the one before is taken.
    // oxlint-disable-next-line no-await-in-loop
    if (await takes(server, port)) return (server.address() as AddressInfo).port
  }
  throw new InputError('port-taken', `no port from ${wanted} to ${last} is free`, {
    where: '--port',
    hint: 'Name another one, such as --port 8123.',
  })
}

/** Whether the port could be had. */
function takes(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    }
    const listening = (): void => {
      server.off('error', failed)
      resolve(true)
    }
    server.once('error', failed)
    server.once('listening', listening)
    server.listen(port, HOST)
  })
}

interface Means extends ReportsServerOptions {
  readonly watch: Watch
}

async function answer(request: IncomingMessage, response: ServerResponse, means: Means): Promise<void> {
  if (!isOwnHost(request)) {
    return refuse(
      response,
      421,
      'Only 127.0.0.1 and localhost are answered: another name may be a page from elsewhere.',
    )
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return refuse(response, 405, 'These pages are for reading.')
  }
  const [path] = (request.url ?? '/').split(/[?#]/)
  if (path === EVENTS) return means.watch.add(response)
  const found = await servedFile(means.root, path)
  if (found.kind === 'file') return sendFile(request, response, found)
  if (path === '/') return sendPage(request, response, await means.page())
  const page = found.kind === 'folder' ? means.pageOf(found.names) : null
  if (page === null) return refuse(response, 404, 'There is no such page below this folder.')
  redirect(response, `${path.replace(/\/+$/, '')}/${page}`)
}

/** Another site may let its name point here and have a browser ask in our name; it cannot change the name that is asked for. */
function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  const names = [HOST, 'localhost'].flatMap((name) =>
    socket.localPort === 80 ? [name, `${name}:80`] : [`${name}:${socket.localPort}`],
  )
  return headers.host !== undefined && names.includes(headers.host.toLowerCase())
}

function sendPage(request: IncomingMessage, response: ServerResponse, html: string): void {
  response.writeHead(200, { ...common, 'Content-Type': 'text/html; charset=utf-8' })
  response.end(request.method === 'HEAD' ? undefined : html)
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, bytes, type }: { readonly path: string; readonly bytes: number; readonly type: string },
): Promise<void> {
  response.writeHead(200, {
    ...common,
    'Content-Security-Policy': filePolicy,
    'Content-Type': type,
    'Content-Length': bytes,
  })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(path, { end: Math.max(bytes - 1, 0) }), response)
}

function redirect(response: ServerResponse, location: string): void {
  // Two slashes at its beginning would lead to another host.
  response.writeHead(302, { ...common, Location: location.replace(/^\/+/, '/') })
  response.end()
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { ...common, 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(`${words}\n`)
}

const HEARTBEAT_LOOKS = 30

/** Looks at the folder and tells open pages: `runs` when one is finished, `progress` while sweeps are under way. */
class Watch {
  readonly #root: string
  readonly #open = new Set<ServerResponse>()
  #state: ReportsState | null = null
  #isLooking = false
  #looks = 0

  constructor(root: string) {
    this.#root = root
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { ...common, 'Content-Type': 'text/event-stream; charset=utf-8' })
    response.write('retry: 2000\n\n')
    this.#open.add(response)
    response.on('close', () => this.#open.delete(response))
    if (this.#state !== null) response.write(eventText('progress', this.#state.underWay))
  }

  async look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const state = await reportsState(this.#root)
    const before = this.#state
    this.#state = state
    this.#isLooking = false
    if (before !== null && before.finished !== state.finished) this.#tell('runs', null)
    if (JSON.stringify(before?.underWay) !== JSON.stringify(state.underWay)) this.#tell('progress', state.underWay)
    if (++this.#looks % HEARTBEAT_LOOKS === 0) for (const response of this.#open) response.write(': still here\n\n')
  }

  close(): void {
    for (const response of this.#open) response.end()
  }

  #tell(name: string, content: unknown): void {
    for (const response of this.#open) response.write(eventText(name, content))
  }
}

function eventText(name: string, content: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`
}
