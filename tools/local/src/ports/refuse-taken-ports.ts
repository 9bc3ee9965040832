import { PORT_VARIABLES, type Ports } from '../settings/ports.ts'
import { findHolder, type PortHolder } from './find-holder.ts'
import { isPortFree } from './is-port-free.ts'

/** Ports that something else listens on; the message has a line for each. */
export class PortsTaken extends Error {
  override name = 'PortsTaken'
}

/**
 * Looks at every port that this machine is to listen on, before anything starts.
 *
 * @throws PortsTaken naming each taken port, who holds it when that can be told, and the variable that moves it
 */
export async function refuseTakenPorts(ports: Ports, names: readonly (keyof Ports)[]): Promise<void> {
  const lines: string[] = []
  for (const name of names) {
    if (!(await isPortFree(ports[name]))) lines.push(describe(name, ports[name], findHolder(ports[name])))
  }
  if (lines.length > 0) throw new PortsTaken(lines.join('\n'))
}

function describe(name: keyof Ports, port: number, holder: PortHolder | undefined): string {
  const by = holder ? `by «${holder.command}», process ${holder.pid}` : 'by a process of another user'
  const { variable } = PORT_VARIABLES[name]
  return `Port ${port} is in use ${by}. Stop it, or choose another port: ${variable}=${port + 1} npm start`
}
