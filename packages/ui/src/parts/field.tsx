'use client'

import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './class-names.ts'

type FieldProps = {
  label: ReactNode
  /** What to enter, before anything is wrong. */
  help?: ReactNode
  /** What is wrong and what to do. */
  error?: ReactNode
  /** Shown at the end of the label's line, such as `12 / 100`. */
  count?: ReactNode
}

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

function Field(props: FieldProps & { id: string | undefined; children: (wiring: Wiring) => ReactNode }) {
  const { label, help, error, count, children } = props
  const made = useId()
  const id = props.id ?? made
  const described = [help ? `${id}-help` : undefined, error ? `${id}-error` : undefined]
    .filter(Boolean)
    .join(' ')
  const wiring: Wiring = {
    id,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
  }
  return (
    <div className="mq-field">
      <div className="mq-field-row">
        <label className="mq-field-label" htmlFor={id}>
          {label}
        </label>
        {count ? <span className="mq-field-count">{count}</span> : null}
      </div>
      {children(wiring)}
      {help ? (
        <p className="mq-field-help" id={`${id}-help`}>
          {help}
        </p>
      ) : null}
      {error ? (
        <p className="mq-field-error" id={`${id}-error`}>
          <CircleAlert size={16} aria-hidden="true" />
          {error}
        </p>
      ) : null}
    </div>
  )
}

/** One line of text with its label, help and error. */
export function TextField({
  label,
  help,
  error,
  count,
  id,
  className,
  ...rest
}: FieldProps & ComponentProps<'input'>) {
  return (
    <Field {...{ label, help, error, count, id }}>
      {(wiring) => <input {...rest} {...wiring} className={classes('mq-input', className)} />}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea({
  label,
  help,
  error,
  count,
  id,
  className,
  ...rest
}: FieldProps & ComponentProps<'textarea'>) {
  return (
    <Field {...{ label, help, error, count, id }}>
      {(wiring) => <textarea {...rest} {...wiring} className={classes('mq-input', className)} />}
    </Field>
  )
}

/** The platform's own select, dressed. */
export function Select({
  label,
  help,
  error,
  count,
  id,
  className,
  ...rest
}: FieldProps & ComponentProps<'select'>) {
  return (
    <Field {...{ label, help, error, count, id }}>
      {(wiring) => <select {...rest} {...wiring} className={classes('mq-input mq-select', className)} />}
    </Field>
  )
}
