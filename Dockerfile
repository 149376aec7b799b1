# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /app
COPY requirements.lock ./
RUN /app/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY bot bot
RUN /app/bin/pip install --no-deps . && /app/bin/python -m compileall -q /app

FROM python:3.13-slim
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/otklik.db OTKLIK_CONFIG=/data/sources.yaml
RUN useradd --system --home-dir /data --create-home otklik
COPY --from=build /app /app
USER otklik
WORKDIR /data
VOLUME /data
# Holds sources.yaml, .env and the database; everything else may be read-only.
CMD ["otklik", "run"]
