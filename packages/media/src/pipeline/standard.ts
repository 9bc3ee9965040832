import type { PipelineDefinition } from './definition.ts'

/** What every upload goes through: watchable at once where the source allows, then the full ladder. */
export const STANDARD_PIPELINE: PipelineDefinition = {
  name: 'standard',
  version: 1,
  tasks: [
    { name: 'inspect', type: 'inspect', needs: [] },
    { name: 'remux', type: 'remux', needs: ['inspect'], when: 'remuxable' },
    { name: 'publish-early', type: 'publish', needs: ['inspect', 'remux'], options: { early: true } },
    { name: 'poster', type: 'poster', needs: ['inspect'] },
    { name: 'encode', type: 'encode', needs: ['inspect'] },
    { name: 'package', type: 'package', needs: ['inspect', 'encode'] },
    { name: 'storyboard', type: 'storyboard', needs: ['inspect', 'encode'] },
    { name: 'publish', type: 'publish', needs: ['inspect', 'package', 'poster', 'storyboard'] },
  ],
}
