export function pseudo(message: string): string
export function pseudoMessages(messages: Record<string, unknown>): Record<string, unknown>
