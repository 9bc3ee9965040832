'use client'

import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ElementType, type ReactNode, useId } from 'react'
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

/** One line of text with its label, help and error. */
export function TextField(props: FieldProps & ComponentProps<'input'>) {
  return <Field {...props} control="input" />
}

/** Several lines of text. */
export function TextArea(props: FieldProps & ComponentProps<'textarea'>) {
  return <Field {...props} control="textarea" />
}

/** The platform's own select, dressed. */
export function Select({ className, ...rest }: FieldProps & ComponentProps<'select'>) {
  return <Field {...rest} className={classes('mq-select', className)} control="select" />
}

/** A control of the platform, named by its label and described by its help and its error. */
function Field<E extends ElementType>(props: FieldProps & ComponentProps<E> & { control: E }) {
  const { label, help, error, count, control: Control, id: given, className, ...rest } = props
  const made = useId()
  const id = given ?? made
  const helpId = help ? `${id}-help` : undefined
  const errorId = error ? `${id}-error` : undefined
  return (
    <div className="mq-field">
      <div className="mq-field-row">
        <label className="mq-field-label" htmlFor={id}>
          {label}
        </label>
        {count ? <span className="mq-field-count">{count}</span> : null}
      </div>
      <Control
        {...rest}
        id={id}
        className={classes('mq-input', className)}
        aria-describedby={classes(helpId, errorId) || undefined}
        aria-invalid={error ? true : undefined}
      />
      {help ? (
        <p className="mq-field-help" id={helpId}>
          {help}
        </p>
      ) : null}
      {error ? (
        <p className="mq-field-error" id={errorId}>
          <CircleAlert size={16} aria-hidden="true" />
          {error}
        </p>
      ) : null}
    </div>
  )
}
