import { describe, expect, it } from 'vitest'
import { childText, readXml } from './read-xml.ts'
import { xmlDocument } from './write-xml.ts'

describe('readXml', () => {
  it('reads back what xmlDocument writes, strange text too', () => {
    const Key = 'a<b>&"c\'\n\u0001 가😀 '
    const root = readXml(xmlDocument('Delete', { Quiet: true, Object: [{ Key }, { Key: 'b' }] }))
    expect(root.name).toBe('Delete')
    expect(childText(root, 'Quiet')).toBe('true')
    expect(root.children.slice(1).map((object) => childText(object, 'Key'))).toEqual([Key, 'b'])
  })

  it('reads declarations, comments, attributes, prefixes and empty elements', () => {
    const root = readXml('<?xml version="1.0"?><!-- x --><s3:A xmlns:s3="u"><s3:B/><C>&#x41;&#66;</C></s3:A>')
    expect(root.children).toMatchObject([{ name: 'B' }, { name: 'C', text: 'AB' }])
  })

  it.each([
    '',
    'text',
    '<A>',
    '</A>',
    '<A></B>',
    '<A/><B/>',
    '<A>&unknown;</A>',
    '<A>& </A>',
    '<A',
    '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>',
    '<A>'.repeat(20) + '</A>'.repeat(20),
  ])('refuses %s', (document) => {
    expect(() => readXml(document)).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })
})
