/** What the commands of package.json may be told, by name. */

export const START = {
  command: 'npm start',
  about: 'Installs what is missing, builds, starts everything, seeds a demo and prints the addresses.',
  options: {
    'no-seed': { type: 'boolean', help: 'Leave the installation empty: no demo accounts, no videos.' },
    'accounts-only': { type: 'boolean', help: 'Make the demo accounts, but no videos.' },
    lan: { type: 'boolean', help: 'Let phones and TVs in this network in, over HTTPS.' },
    'control-apart': {
      type: 'boolean',
      help: 'Run dispatcher and completion handler as two programs instead of one.',
    },
    dev: { type: 'boolean', help: 'Compile and restart when a file changes.' },
  },
}

export const TEST = {
  command: 'npm test',
  about: 'Prepares the machine, then runs every check and test; words pick tests by their file.',
  operands: 'WORD …',
  options: {
    only: {
      type: 'string',
      multiple: true,
      choices: ['checks', 'unit', 'pages'],
      help: 'Run this part alone; may be given several times.',
    },
    long: { type: 'boolean', help: 'Add chaos, every codec on the long clips, 1 GB. No time limit.' },
  },
}

export const TEST_S3 = {
  command: 'npm run test:s3',
  about: 'The long form of the S3 conformance suite, against the embedded store.',
  options: {
    ceph: { type: 'boolean', help: 'Against a Ceph RADOS Gateway of its own, from Debian’s packages.' },
    endpoint: {
      type: 'string',
      value: 'URL',
      help: 'Against any S3, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and S3_REGION.',
    },
  },
}
