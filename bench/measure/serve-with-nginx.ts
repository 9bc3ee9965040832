import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'

const PROGRAM = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find(existsSync)

/** Another web server over the same bytes, in one process. */
export type Nginx = { readonly url: string; readonly pid: number; stop(): void }

/** Whether there is one here: Debian's nginx-light is enough. */
export const hasNginx = PROGRAM !== undefined

/** Serves `folder` as its authors advise for large files: sendfile, connections kept, nothing logged. */
export async function serveWithNginx(folder: string, port: number): Promise<Nginx> {
  if (!PROGRAM) throw new Error('There is no nginx here: apt-get install nginx-light')
  const state = path.join(folder, '.nginx')
  await mkdir(state, { recursive: true })
  const configuration = path.join(state, 'nginx.conf')
  await writeFile(
    configuration,
    `daemon off; master_process off; pid ${state}/pid; error_log stderr crit;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path ${state}/a; proxy_temp_path ${state}/b; fastcgi_temp_path ${state}/c;
  uwsgi_temp_path ${state}/d; scgi_temp_path ${state}/e;
  types { video/iso.segment m4s; }
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`,
  )
  const child = spawn(PROGRAM, ['-p', state, '-c', configuration], { stdio: ['ignore', 'ignore', 'inherit'] })
  await untilListening(port)
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill('SIGTERM') }
}

/** Resolves once something takes connections on a port of this machine. */
export async function untilListening(port: number): Promise<void> {
  for (;;) {
    const listens = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (listens) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
