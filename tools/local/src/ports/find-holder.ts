import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that listens on a port. */
export interface PortHolder {
  pid: number
  /** Its command line, at most 80 characters. */
  command: string
}

/** proc_net_tcp: the state column of a listening socket. */
const LISTENING = '0A'

/** Who listens on a TCP port, as far as /proc tells: other users' processes are seen by root only. */
export function findHolder(port: number): PortHolder | undefined {
  const inodes = new Set([
    ...listeningInodes('/proc/net/tcp', port),
    ...listeningInodes('/proc/net/tcp6', port),
  ])
  if (inodes.size === 0) return undefined
  const pid = processIds().find((candidate) => openInodes(candidate).some((inode) => inodes.has(inode)))
  return pid === undefined ? undefined : { pid, command: commandLine(pid) }
}

function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return linesOf(table)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && state === LISTENING)
    .map((columns) => columns[9] ?? '')
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1)
  } catch {
    return []
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function openInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => socketInode(`/proc/${pid}/fd/${fd}`))
  } catch {
    return []
  }
}

function socketInode(link: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? ''
  } catch {
    return ''
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim().slice(0, 80)
  } catch {
    return 'unknown'
  }
}
