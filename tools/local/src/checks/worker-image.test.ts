import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROGRAM_VARIABLES } from '../parts/program-variables.ts'
import { REPOSITORY } from '../settings/repository.ts'

const read = (file: string) => readFileSync(path.join(REPOSITORY, file), 'utf8')
const readPackage = (folder: string): { dependencies?: Record<string, string> } =>
  JSON.parse(read(`${folder}/package.json`))

const dockerfile = read('deploy/worker.Dockerfile')

/** The folders of a workspace and of all others that it stands on. */
function foldersOf(folder: string, found = new Set<string>()): Set<string> {
  found.add(folder)
  for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
    const needed = name.replace('@marquee/', 'packages/')
    if (name !== needed && !found.has(needed)) foldersOf(needed, found)
  }
  return found
}

describe('deploy/worker.Dockerfile', () => {
  it('is sent the worker and the packages that it stands on, and no other folder', () => {
    const sent = [...read('deploy/worker.Dockerfile.dockerignore').matchAll(/^!(\w+\/.+)$/gm)]
    expect(sent.map(([, folder]) => folder).sort()).toEqual([...foldersOf('apps/worker')].sort())
  })

  it('has the Node that package.json asks for', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } }
    const [, wanted] = /^>=(\d+)\./.exec(engines.node) ?? []
    expect(dockerfile).toMatch(new RegExp(`^ARG BASE=node:${wanted}-`, 'm'))
  })

  it('tells the worker nothing but what it reads, and no secret', () => {
    const told = [...dockerfile.matchAll(/^(?:ENV|ARG|\s+) ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
    const known: readonly string[] = [
      ...PROGRAM_VARIABLES.worker.filter((name) => !/SECRET|KEY|_URL$/.test(name)),
      'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
      'BASE',
    ]
    expect(told).toContain('WORKER_SCRATCH')
    expect(told.filter((name = '') => !known.includes(name))).toEqual([])
  })

  it('starts as another user than root what the table of programs starts', () => {
    const [, program] = /`node (apps\/worker\/\S+)`/.exec(read('docs/operations/README.md')) ?? []
    expect(dockerfile).toContain(`ENTRYPOINT ["tini", "--", "node", "${program}"]`)
    expect(dockerfile).toMatch(/^USER (?!root$|0$)/m)
  })
})
