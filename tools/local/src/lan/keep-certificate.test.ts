import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { keepCertificate } from './keep-certificate.ts'

const read = (file: string) => new X509Certificate(readFileSync(file))

it('keepCertificate makes a certificate of its own authority, keeps it, and makes another for another address', async () => {
  const folder = path.join(temporaryFolder('lan'), 'lan')
  const files = await keepCertificate(folder, '192.168.1.5')
  const [authority, first] = [read(files.authority), read(files.certificate)]
  expect(first.verify(authority.publicKey)).toBe(true)
  expect([first.checkIP('192.168.1.5'), first.checkHost('localhost')]).toEqual(['192.168.1.5', 'localhost'])
  expect(new Date(first.validTo).getTime() - Date.now()).toBeLessThan(398 * 86_400_000)
  expect(statSync(folder).mode & 0o777).toBe(0o700)

  await keepCertificate(folder, '192.168.1.5')
  expect(read(files.certificate).serialNumber).toBe(first.serialNumber)

  await keepCertificate(folder, '10.0.0.9')
  expect(read(files.certificate).checkIP('10.0.0.9')).toBe('10.0.0.9')
  expect(read(files.authority).fingerprint256).toBe(authority.fingerprint256)
})
