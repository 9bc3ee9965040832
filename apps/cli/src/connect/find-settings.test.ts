import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CliError } from './cli-error.ts'
import { findSettings } from './find-settings.ts'

let repository: string
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'marquee-cli-'))
})
afterEach(() => rmSync(repository, { recursive: true }))

function install(folder: string, lines: string): void {
  mkdirSync(join(repository, folder), { recursive: true })
  writeFileSync(join(repository, folder, 'env'), lines)
}

describe('findSettings', () => {
  it('stands on the demo where nothing else is known', () => {
    expect(findSettings({ INIT_CWD: '/where/typed' }, repository)).toEqual({
      apiUrl: 'http://localhost:4000',
      email: 'creator@marquee.localhost',
      password: 'marquee-demo',
      folder: '/where/typed',
    })
  })

  it('finds the installation that npm start made, and lets the environment outrank it', () => {
    install('.marquee', "AUTH_SECRET='a b#c'\nPUBLIC_API_URL=http://localhost:4999\n")
    expect(findSettings({}, repository).apiUrl).toBe('http://localhost:4999')
    const env = { PUBLIC_API_URL: 'https://api.example/', MARQUEE_EMAIL: 'a@b.c', MARQUEE_PASSWORD: 'p' }
    expect(findSettings(env, repository)).toMatchObject({
      apiUrl: 'https://api.example',
      email: 'a@b.c',
      password: 'p',
    })
    expect(findSettings({ PUBLIC_API_URL: '' }, repository).apiUrl).toBe('http://localhost:4999')
  })

  it('takes MARQUEE_HOME relative to where the command was typed', () => {
    install('elsewhere', 'PUBLIC_API_URL=http://localhost:5001\n')
    const env = { MARQUEE_HOME: 'elsewhere', INIT_CWD: repository }
    expect(findSettings(env, '/nowhere').apiUrl).toBe('http://localhost:5001')
  })

  it('refuses an address that is none', () => {
    expect(() => findSettings({ PUBLIC_API_URL: 'localhost:4000' }, repository)).toThrow(CliError)
  })
})
