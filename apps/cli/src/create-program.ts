import { Command } from 'commander'
import { listPipelinesCommand } from './commands/list-pipelines-command.ts'
import { listVideosCommand } from './commands/list-videos-command.ts'
import { planPipelineCommand } from './commands/plan-pipeline-command.ts'
import { uploadCommand } from './commands/upload-command.ts'
import { whoamiCommand } from './commands/whoami-command.ts'

/** `marquee` with all its commands; parse it to run one. */
export function createProgram(): Command {
  const videos = new Command('videos').description('Your videos.').addCommand(listVideosCommand())
  const pipelines = new Command('pipeline')
    .description('Ways from an upload to what is published.')
    .addCommand(planPipelineCommand())
    .addCommand(listPipelinesCommand())
  return new Command('marquee')
    .description('Marquee from the command line.')
    .addCommand(uploadCommand())
    .addCommand(videos)
    .addCommand(pipelines)
    .addCommand(whoamiCommand())
    .addHelpText(
      'after',
      '\nSigns in with MARQUEE_EMAIL and MARQUEE_PASSWORD, by default as the demo creator, at PUBLIC_API_URL.',
    )
}
