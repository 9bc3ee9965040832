/** The lines of an operator's own definition, with as few tasks as publish any film; `task` is what it calls the first. */
export function ownDefinition(name: string, version: number, task = 'look'): readonly string[] {
  return [
    ...[`name: ${name}`, `version: ${version}`, 'tasks:'],
    `  - { name: ${task}, type: inspect }`,
    '  - { name: split, type: split, inputs: [facts] }',
    '  - { name: audio, type: audio, inputs: [facts, stream], when: { sound: true } }',
    '  - { name: encode, type: encode, each: chunks, inputs: [facts, chunks, stream] }',
    '  - { name: package, type: package, inputs: [facts, stream, renditions, sound] }',
    '  - { name: publish, type: publish, inputs: [facts, streams] }',
  ]
}
