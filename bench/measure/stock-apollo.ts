import { readFile } from 'node:fs/promises'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

/**
 * A stock Apollo Server that answers our schema from memory, in a process of its own: `stock-apollo.js SCHEMA DATA`.
 * DATA is the answer of our own API to the query that will be asked. Prints its URL.
 */
const [schemaFile = '', dataFile = ''] = process.argv.slice(2)
const data: unknown = JSON.parse(await readFile(dataFile, 'utf8'))
const server = new ApolloServer({ typeDefs: await readFile(schemaFile, 'utf8'), rootValue: data })
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })
console.log(url)
