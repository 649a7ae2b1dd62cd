import type { ChildProcess } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ended, Room } from './room.js'
import { smallRun } from './small-run.js'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Asks with a path as it is written: `fetch` would take the dots out of it. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
    asked.on('error', reject).end()
  })
}

/** The text that a server has sent of its events so far. */
class Events {
  text = ''

  constructor(port: number) {
    get({ host: '127.0.0.1', port, path: '/.events' }, (response) => {
      response.setEncoding('utf8').on('data', (text: string) => (this.text += text))
      response.on('error', () => undefined)
    }).on('error', () => undefined)
  }

  async until(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.text).toContain(text), { timeout: 20_000 })
  }
}

function portTold(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    let told = ''
    child.stdout?.on('data', (text: Buffer) => {
      told += text.toString()
      const port = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(told)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

async function served(): Promise<{ room: Room; child: ChildProcess; end: ReturnType<typeof ended>; port: number }> {
  const room = new Room({ ...smallRun(), 'secret.txt': 'not below the folder' })
  mkdirSync(join(room.folder, 'reports'))
  const child = room.start('serve', '--port', '7400')
  const end = ended(child)
  return { room, child, end, port: await portTold(child) }
}

describe.concurrent('hedgerow serve', () => {
  it('shows runs as they are finished, and ends with exit code 0 on Ctrl-C', async () => {
    const { room, child, end, port } = await served()
    const empty = await ask(port, '/')
    expect(empty.status).toBe(200)
    expect(empty.body).toContain('connect-src &#39;self&#39;')
    const events = new Events(port)
    await events.until('event: progress')
    expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--tag', '<i>mine</i>')).code).toBe(0)
    await events.until('event: runs')
    const { body } = await ask(port, '/')
    expect(body).toContain('href="small/report.html"')
    expect(body).toContain('&lt;i&gt;mine&lt;/i&gt;')
    const page = await ask(port, '/small/report.html')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.body).not.toContain('connect-src')
    expect(page.body).toBe(room.text('reports/small/report.html'))
    expect((await ask(port, '/small/')).headers.location).toBe('/small/report.html')
    expect((await ask(port, '/small/result.json')).headers['content-type']).toBe('application/json; charset=utf-8')
    expect((await ask(port, '/small/strategy.mjs')).headers['content-type']).toBe('text/plain; charset=utf-8')
    expect((await ask(port, '/small/report.html', {}, 'HEAD')).body).toBe('')
    child.kill('SIGINT')
    expect(await end).toMatchObject({ code: 0, signal: null, stderr: '' })
  })

  it('tells how far a sweep is while it is under way, and that it is done', async () => {
    const { room, child, end, port } = await served()
    const events = new Events(port)
    const sweep = room.hedgerow(
      'sweep',
      'small.yaml',
      '--quiet',
      '--workers=1',
      '--vary=strategy.params.notional=100..4000/4',
      '--vary=strategy.legs.core.leverage=1,2,3',
    )
    await events.until('"folder":"small-sweep","phase":"searching","fraction":0.')
    expect((await sweep).code).toBe(0)
    await events.until('event: runs')
    expect(events.text.trimEnd()).toMatch(/event: progress\ndata: \[\]|event: runs\ndata: null$/)
    expect((await ask(port, '/')).body).toContain('href="small-sweep/sweep.html"')
    expect(room.names('reports/small-sweep')).not.toContain('progress.json')
    child.kill('SIGINT')
    expect((await end).code).toBe(0)
  })

  it('shows nothing that is not below the folder, whatever the path says', async () => {
    const { room, child, end, port } = await served()
    mkdirSync(join(room.folder, 'reports/run'))
    writeFileSync(join(room.folder, 'reports/run/.hidden'), 'hidden')
    writeFileSync(join(room.folder, 'reports/run/kept.txt'), 'kept')
    symlinkSync(join(room.folder, 'secret.txt'), join(room.folder, 'reports/run/link.txt'))
    symlinkSync(room.folder, join(room.folder, 'reports/out'))
    expect((await ask(port, '/run/kept.txt')).body).toBe('kept')
    const paths = [
      '/../secret.txt',
      '/run/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/run/..%2f..%2fsecret.txt',
      '/run/..%5c..%5csecret.txt',
      '//etc/passwd',
      '/run/link.txt',
      '/out/secret.txt',
      '/run/.hidden',
      '/run/kept.txt%00.html',
      '/%',
      '/nothing',
    ]
    for (const path of paths) {
      const answer = await ask(port, path)
      expect(answer.status, path).toBe(404)
      expect(answer.body, path).not.toContain('not below')
    }
    child.kill('SIGINT')
    await end
  })

  it('answers its own name alone, and only who wants to read', async () => {
    const { child, end, port } = await served()
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `localhost:${port + 1}`]) {
      expect((await ask(port, '/', { Host: host })).status, host).toBeGreaterThanOrEqual(400)
    }
    expect((await ask(port, '/', { Host: `localhost:${port}` })).status).toBe(200)
    expect((await ask(port, '/', {}, 'POST')).status).toBe(405)
    child.kill('SIGINT')
    await end
  })

  it('takes the next port that is free, and says so', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    const room = new Room()
    mkdirSync(join(room.folder, 'reports'))
    const child = room.start('serve', '--port', String(port))
    const end = ended(child)
    expect(await portTold(child)).toBeGreaterThan(port)
    child.kill('SIGINT')
    const { code, stdout } = await end
    expect(code).toBe(0)
    expect(stdout).toContain(`(port ${port} is taken)`)
    taken.close()
  })

  it('says what to do where there is no such folder, or no such port', async () => {
    const room = new Room()
    const none = await room.hedgerow('serve')
    expect(none.code).toBe(2)
    expect(none.stderr).toBe(
      'Error: reports: found nothing; expected a folder of runs. hedgerow run CONFIG makes reports/; name another folder: hedgerow serve FOLDER.\n',
    )
    const wrong = await room.hedgerow('serve', '.', '--port', '70000')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('--port: found 70000; expected a port from 1 to 65535')
  })
})
