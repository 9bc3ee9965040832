import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../settings/repository.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

interface SystemPackages {
  missingSystemPackages: (options: { forTests: boolean; ceph?: boolean; lan?: boolean }) => string[]
  installWithApt: (names: string[], launcher: string[]) => Promise<void>
  installAdvice: (names: string[]) => string
}

const { missingSystemPackages, installWithApt, installAdvice } = (await import(
  path.join(REPOSITORY, 'tools/local/bootstrap/system-packages.mjs')
)) as SystemPackages

const before = { ...process.env }
const root = temporaryFolder('path')
let folder: string

/** A program on PATH that writes down how it was called. */
function program(name: string): void {
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\necho "$0 $DEBIAN_FRONTEND $*" >> ${folder}/calls\n`)
  chmodSync(file, 0o755)
}

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'path-'))
  process.env.PATH = folder
  delete process.env.QUEUE_REDIS_URL
  delete process.env.CACHE_REDIS_URL
  delete process.env.CHROMIUM_PATH
  delete process.env.NGINX_PATH
})

afterEach(() => {
  process.env = { ...before }
})

describe('missingSystemPackages', () => {
  it('names what is not on PATH, chromium for tests only', () => {
    program('ffmpeg')
    expect(missingSystemPackages({ forTests: false })).toEqual(['ffmpeg', 'redis'])
    program('ffprobe')
    expect(missingSystemPackages({ forTests: true })).toEqual(['redis', 'openssl', 'nginx', 'chromium'])
  })

  it('needs openssl for the certificate of a network', () => {
    for (const name of ['ffmpeg', 'ffprobe', 'redis-server']) program(name)
    expect(missingSystemPackages({ forTests: false, lan: true })).toEqual(['openssl'])
  })

  it('finds nginx in the sbin beside a bin, where only root has it on PATH', () => {
    for (const name of ['ffmpeg', 'ffprobe', 'redis-server', 'openssl', 'chromium']) program(name)
    expect(missingSystemPackages({ forTests: true })).toEqual(['nginx'])
    mkdirSync(path.join(folder, 'sbin'))
    program('sbin/nginx')
    process.env.PATH = `${folder}:${folder}/bin`
    expect(missingSystemPackages({ forTests: true })).toEqual([])
  })

  it('needs Ceph only where it is asked for', () => {
    for (const name of ['ffmpeg', 'ffprobe', 'redis-server']) program(name)
    expect(missingSystemPackages({ forTests: false })).toEqual([])
    expect(missingSystemPackages({ forTests: false, ceph: true })).toEqual(['ceph'])
  })

  it('needs no Redis where one is given, but for tests, which bring their own', () => {
    program('ffmpeg')
    program('ffprobe')
    process.env.QUEUE_REDIS_URL = process.env.CACHE_REDIS_URL = 'redis://elsewhere'
    expect(missingSystemPackages({ forTests: false })).toEqual([])
    expect(missingSystemPackages({ forTests: true })).toEqual(['redis', 'openssl', 'nginx', 'chromium'])
  })
})

describe('installWithApt', () => {
  it('updates, then installs, asking nothing and recommending nothing', async () => {
    program('apt-get')
    process.env.PATH = `${folder}:/usr/bin:/bin`
    await installWithApt(['ffmpeg', 'ceph'], [])
    const [update, install] = readFileSync(path.join(folder, 'calls'), 'utf8').split('\n')
    expect(update).toMatch(/apt-get noninteractive update/)
    expect(install).toMatch(
      /apt-get noninteractive install -y .*--no-install-recommends.* ffmpeg ceph-common ceph-mon ceph-osd radosgw$/,
    )
  })
})

describe('installAdvice', () => {
  it('has one command a system', () => {
    const advice = installAdvice(['ffmpeg', 'redis'])
    expect(advice).toMatch(/apt-get install .* ffmpeg redis-server/)
    expect(advice).toMatch(/dnf install -y ffmpeg-free redis/)
    expect(advice).toMatch(/brew install ffmpeg redis/)
  })
})
