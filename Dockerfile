# Everything comes from the package index, by hash. `make image` runs these steps in a plain folder where there is no engine.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements.lock requirements-dev.lock ./
# What only a model of your own needs (`model:` of sources.yaml) is a fifth of the image: --build-arg WITHOUT=nothing puts it in.
ARG WITHOUT="click|filelock|flatbuffers|fsspec|hf-xet|httpcore2|httpx2|httpx2-jsfetch|huggingface-hub|onnxruntime|protobuf|tokenizers|tqdm|truststore"
# What builds our own wheel, by hash as well; it stays in this stage.
ARG BUILDS="hatchling|packaging|pathspec|pluggy|trove-classifiers"
RUN python -m venv --without-pip /app \
    && awk -v without="^($WITHOUT)==" '/^[a-z0-9]/ { keep = $0 !~ without } keep' requirements.lock > image.lock \
    && awk -v builds="^($BUILDS)==" '/^[a-z0-9]/ { keep = $0 ~ builds } keep' requirements-dev.lock > build.lock \
    && python -m pip --python /app/bin/python install --no-compile --only-binary :all: --no-deps --require-hashes -r image.lock \
    && python -m venv /build \
    && /build/bin/pip install --only-binary :all: --no-deps --require-hashes -r build.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY bot bot
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && python -m pip --python /app/bin/python install --no-compile --no-deps --no-index /wheel/otklik-*.whl \
    && /app/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app/lib

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Otklik" \
      org.opencontainers.image.description="Watches what is said about a B2B company in public and helps its marketing team answer, in Telegram." \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATABASE_URL=sqlite:////data/otklik.db \
    OTKLIK_CONFIG=/data/sources.yaml
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && groupadd --gid 10001 otklik \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin otklik \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY --from=build /app /app
USER 10001:10001
WORKDIR /data
# sources.yaml, .env and the database live here; everything but /data and /tmp may be read-only.
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 CMD ["python", "-m", "monitor.health_check"]
ENTRYPOINT ["otklik"]
CMD ["run"]
