import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { Context } from '../schema/index.ts'

/** Over HTTP a subscription would be executed as if it were a query, and fail in a way that explains nothing. */
export const refuseSubscriptions: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return
        throw new GraphQLError(
          'Subscriptions go over WebSocket, protocol graphql-transport-ws, at this same path.',
          {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          },
        )
      },
    }
  },
}
