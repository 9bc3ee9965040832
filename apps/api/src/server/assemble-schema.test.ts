import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type GraphQLNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { assembleSchema, printAssembledSchema } from './assemble-schema.ts'

describe('assembleSchema', () => {
  it('is the committed contract; after a change run: node apps/api/dist/bin/print-schema.js', async () => {
    const committed = fileURLToPath(import.meta.resolve('@marquee/schema/graphql/schema.graphql'))
    expect(printAssembledSchema()).toBe(await readFile(committed, 'utf8'))
  })

  it('documents every type, field, argument and value', () => {
    const types = Object.values(assembleSchema().getTypeMap()).filter(({ name }) => !isBuiltIn(name))
    expect(types.flatMap(undocumented)).toEqual([])
  })
})

function isBuiltIn(name: string): boolean {
  return name.startsWith('__') || ['Boolean', 'Float', 'ID', 'Int', 'String'].includes(name)
}

function undocumented(type: GraphQLNamedType): string[] {
  const missing = type.description ? [] : [type.name]
  if (isEnumType(type))
    return [...missing, ...type.getValues().flatMap((value) => nameless(type.name, value))]
  if (isInputObjectType(type))
    return [...missing, ...Object.values(type.getFields()).flatMap((field) => nameless(type.name, field))]
  if (!isObjectType(type) && !isInterfaceType(type)) return missing
  const fields = Object.values(type.getFields())
  return [
    ...missing,
    ...fields.flatMap((field) => nameless(type.name, field)),
    ...fields.flatMap((field) => field.args.flatMap((arg) => nameless(`${type.name}.${field.name}`, arg))),
  ]
}

function nameless(owner: string, part: { name: string; description?: string | null | undefined }): string[] {
  return part.description ? [] : [`${owner}.${part.name}`]
}
