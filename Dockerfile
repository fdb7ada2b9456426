# syntax=docker/dockerfile:1
# Two images: `server` (the API) and `web` (the pages behind nginx, in front of it).

FROM rust:1.95-bookworm AS server-build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY backend backend
COPY migrations migrations
COPY docs/examples docs/examples
COPY tests tests
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p zongzhi && cp target/release/zongzhi /zongzhi

FROM debian:bookworm-slim AS server
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home zongzhi \
 && install -d -o zongzhi -g zongzhi /var/lib/zongzhi
COPY --from=server-build /zongzhi /usr/local/bin/zongzhi
USER zongzhi
WORKDIR /var/lib/zongzhi
ENV ZONGZHI__SERVER__LISTEN=0.0.0.0:8080 \
    ZONGZHI__SERVER__WEB_ROOT="" \
    ZONGZHI__AUTH__KEY_DIR=/var/lib/zongzhi/keys \
    ZONGZHI__TELEMETRY__LOG_FORMAT=json
VOLUME /var/lib/zongzhi
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD curl -fsS -o /dev/null http://127.0.0.1:8080/readyz
ENTRYPOINT ["zongzhi"]
CMD ["serve"]

FROM node:20-bookworm-slim AS web-build
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.28-alpine AS web
COPY ops/nginx/zongzhi.conf /etc/nginx/conf.d/default.conf
COPY --from=web-build /src/frontend/dist /usr/share/nginx/html
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz
