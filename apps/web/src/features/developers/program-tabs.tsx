'use client'

import { Tabs } from '@marquee/ui'
import { useState } from 'react'
import { CodeSample, type SampleWords } from './code-sample.tsx'

type Program = { file: string; language: string; text: string }

/** The same program in several languages. */
export function ProgramTabs({
  label,
  programs,
  words,
}: {
  label: string
  programs: readonly Program[]
  words: SampleWords
}) {
  const [chosen, choose] = useState(programs[0]?.file ?? '')
  const program = programs.find(({ file }) => file === chosen)
  return (
    <Tabs
      label={label}
      tabs={programs.map(({ file, language }) => ({ key: file, label: language }))}
      chosen={chosen}
      onChoose={choose}
    >
      {program ? <CodeSample title={program.file} text={program.text} words={words} /> : null}
    </Tabs>
  )
}
