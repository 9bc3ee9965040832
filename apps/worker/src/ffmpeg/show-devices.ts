import { readdir, stat } from 'node:fs/promises'
import { prepareView } from './prepare-view.ts'
import type { Sandbox } from './sandbox.ts'

/** Nodes that encode: of /dev/dri those that cannot change what a screen shows, and what CUDA opens. */
const NODES: readonly (readonly [folder: string, names: RegExp])[] = [
  ['/dev/dri', /^renderD\d+$/],
  ['/dev', /^nvidia(\d+|ctl|-uvm|-uvm-tools)$/],
]

/** By which drivers tell what they have before them. */
const DESCRIBED: readonly (readonly [folder: string, names: RegExp])[] = [
  ['/sys/class', /^drm$/],
  ['/sys/dev', /^char$/],
  ['/sys/bus', /^pci$/],
  ['/sys/devices', /^(pci.*|system)$/],
]

/**
 * The same sandbox with the graphics processors of this machine in it, for encodes that use them: whatever else reads a
 * stranger's file does without the drivers' many doors.
 * @param nodes others than those that are found
 */
export async function showDevices(sandbox: Sandbox, nodes?: readonly string[]): Promise<Sandbox> {
  const devices = nodes ?? (await find(NODES))
  const groups = sandbox.uid === null ? [] : await groupsOf(devices)
  if (sandbox.view === null) return { ...sandbox, groups }
  const view = `${sandbox.view}-devices`
  await prepareView(view, [...devices, ...(await find(DESCRIBED))])
  return { ...sandbox, view, groups }
}

async function find(places: typeof NODES): Promise<string[]> {
  const found = places.map(async ([folder, names]) => {
    const entries = await readdir(folder).catch(() => [])
    return entries.filter((name) => names.test(name)).map((name) => `${folder}/${name}`)
  })
  return (await Promise.all(found)).flat()
}

/** Whose members may open them; never root's. */
async function groupsOf(nodes: readonly string[]): Promise<number[]> {
  const found = await Promise.all(nodes.map(async (node) => (await stat(node)).gid))
  return [...new Set(found)].filter((gid) => gid !== 0)
}
