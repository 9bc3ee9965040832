# One image for workers of every kind: WORKER_ROLES says which (docs/operations/README.md, «An image»).
ARG BASE=node:20-bookworm-slim

FROM ${BASE} AS build
WORKDIR /marquee
COPY . .
# Nothing that a worker needs has an install script.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --workspace=@marquee/worker --include-workspace-root \
 && npm run --silent generate --workspace=@marquee/schema \
 && npx tsc -b apps/worker \
 && npm ci --ignore-scripts --omit=dev --workspace=@marquee/worker \
 && rm -rf apps/*/src packages/*/src

FROM ${BASE}
# util-linux and mount are the sandbox's. tini takes PID 1, since Node reaps no process but its own children.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg mount tini util-linux \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node -m 711 /scratch
WORKDIR /marquee
COPY --from=build /marquee ./
ENV WORKER_SCRATCH=/scratch \
    WORKER_HEALTH_PORT=9430 \
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
VOLUME /scratch
USER node
EXPOSE 9430
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WORKER_HEALTH_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1))"]
ENTRYPOINT ["tini", "--", "node", "apps/worker/dist/bin/worker.js"]
