import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/** Where an installation keeps everything; each is an absolute path. */
export interface Home {
  root: string
  postgres: string
  redis: string
  objectStore: string
  logs: string
  /** One file a running process: its pid and when it started. */
  run: string
  env: string
  /** Where each program answers /metrics, for Prometheus' `file_sd_configs`. */
  prometheusTargets: string
  secrets: string
  /** The certificate of `--lan`, its key and its authority. */
  lan: string
}

/**
 * Makes the folders of a home. Others may pass through its root, not list it, since PostgreSQL's own user
 * (root cannot be it) reaches its data that way; every file and folder below is its owner's only.
 */
export function openHome(root: string): Home {
  const home: Home = {
    root,
    postgres: path.join(root, 'postgres'),
    redis: path.join(root, 'redis'),
    objectStore: path.join(root, 'object-store'),
    logs: path.join(root, 'logs'),
    run: path.join(root, 'run'),
    env: path.join(root, 'env'),
    prometheusTargets: path.join(root, 'prometheus-targets.json'),
    secrets: path.join(root, 'secrets.json'),
    lan: path.join(root, 'lan'),
  }
  mkdirSync(root, { recursive: true })
  chmodSync(root, 0o711)
  for (const folder of [home.redis, home.objectStore, home.logs, home.run]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
  return home
}
