/**
 * For every test: Node says that listeners pile up once, on standard error, where nobody looks. Thrown, it fails the run,
 * with the place where the eleventh was added.
 */
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') throw warning
})
