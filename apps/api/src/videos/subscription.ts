import { builder } from '../schema/index.ts'
import { VideoProgressRef } from './progress-schema.ts'
import { watchProgress } from './watch-progress.ts'

builder.subscriptionField('videoProgress', (t) =>
  t.field({
    type: VideoProgressRef,
    description: 'A snapshot on connect, then one on each change. Owner only.',
    args: { videoId: t.arg.id({ required: true, description: 'With or without `vid_`.' }) },
    subscribe: (_, { videoId }, context) => watchProgress(context, videoId),
    resolve: (snapshot) => snapshot,
  }),
)
