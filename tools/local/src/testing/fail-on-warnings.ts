/**
 * For every test: Node says that listeners pile up once, on standard error, where nobody looks. Thrown, it fails the run,
 * with the place where the eleventh was added.
 */
function failOnWarning(warning: Error): void {
  if (warning.name === 'MaxListenersExceededWarning') throw warning
}

// Files that share a process come here one after another.
if (!process.listeners('warning').some(({ name }) => name === failOnWarning.name))
  process.on('warning', failOnWarning)
