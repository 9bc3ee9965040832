export { formatDuration, formatDurationLong } from './format/format-duration.ts'
export {
  formatBitrate,
  formatBytes,
  formatCount,
  formatNumber,
  formatPercent,
} from './format/format-number.ts'
export { formatDate, formatDateTime, formatRelativeTime } from './format/format-time.ts'
export type { GraphNode } from './graph/lay-out-graph.ts'
export { nextIndex } from './hooks/move-focus.ts'
export { useDismiss } from './hooks/use-dismiss.ts'
export { useMediaQuery, useReducedMotion } from './hooks/use-media-query.ts'
export { useNearView } from './hooks/use-near-view.ts'
export { Button, type ButtonProps, type ButtonSize, type ButtonTone, IconButton } from './parts/button.tsx'
export { classes } from './parts/class-names.ts'
export { Dialog, type DialogProps } from './parts/dialog.tsx'
export { Notice, type NoticeTone, Progress, type ProgressProps, Skeleton } from './parts/feedback.tsx'
export { Select, TextArea, TextField } from './parts/field.tsx'
export { Graph, type GraphProps, type GraphTone } from './parts/graph.tsx'
export { Menu, MenuItem, MenuLine, type MenuProps } from './parts/menu.tsx'
export {
  Avatar,
  Thumbnail,
  type ThumbnailProps,
  VideoCard,
  type VideoCardProps,
  VideoCardSkeleton,
} from './parts/picture.tsx'
export { BoardAction, Readerboard, type ReaderboardProps } from './parts/readerboard.tsx'
export { BulkBar, NumberCell, Table } from './parts/table.tsx'
export { Tabs, type TabsProps } from './parts/tabs.tsx'
export { type Toast, ToastRegion, useToast } from './parts/toast.tsx'
