# Two stages: everything is installed and the bundled models are converted in the first, the second only runs.
# Large models are mounted at /models (or baked in: run `tidings models pull` in the first stage).
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/tidings
COPY constraints.txt pyproject.toml README.md LICENSE NOTICE ./
COPY protos protos
COPY models models
COPY service service
RUN /opt/tidings/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt torch
RUN /opt/tidings/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .
ENV XDG_CACHE_HOME=/opt/cache
RUN /opt/tidings/bin/tidings models convert --quiet

FROM python:3.11-slim
RUN groupadd --gid 10001 tidings && useradd --uid 10001 --gid tidings --create-home tidings \
    && mkdir -p /models /cache /data && chown tidings:tidings /models /cache /data
COPY --from=build /opt/tidings /opt/tidings
COPY --from=build --chown=tidings:tidings /opt/cache /opt/cache
USER tidings
ENV PATH=/opt/tidings/bin:$PATH \
    XDG_CACHE_HOME=/opt/cache \
    TIDINGS_MODEL_DIR=/models \
    TIDINGS_CACHE_PATH=/cache/cache.sqlite3 \
    TIDINGS_MEMORY_PATH=/data/memory.sqlite3 \
    TIDINGS_EVENTS_PATH=/data/events.sqlite3 \
    TIDINGS_HOST=0.0.0.0
VOLUME ["/models", "/cache", "/data"]
EXPOSE 50051
ENTRYPOINT ["tidings"]
CMD ["serve"]
