import path from 'node:path'
import { findProgram } from './find-program.mjs'

/** NGINX_PATH, or what this machine has; Debian keeps it in sbin, which only root has on PATH. */
export function findNginx() {
  if (process.env.NGINX_PATH) return process.env.NGINX_PATH
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const siblings = folders
    .filter((folder) => folder.endsWith('/bin'))
    .map((folder) => folder.replace(/bin$/, 'sbin'))
  return findProgram('nginx', [...folders, ...siblings])
}
