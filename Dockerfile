# The gateway as an image.
#
#   docker build -t llmproxy .
#   docker run -p 127.0.0.1:8080:8080 -e OPENAI_API_KEY -e LlmProxy__AllowAnonymous=true -v llmproxy:/data llmproxy
#
# In a container the gateway listens on every interface, so without keys for its callers it starts only where
# AllowAnonymous says that this is meant. Mount a configuration of your own over /app/config.

# Compiles on the builder's own processor, for the one that is asked for.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src ./src
# The price catalogue is inside the program too.
COPY config ./config
# ReadyToRun: compiled ahead, so that the first requests do not wait for the compiler.
RUN dotnet publish src/LlmProxy.Host --configuration Release --arch $TARGETARCH --no-self-contained \
    -p:PublishReadyToRun=true -p:PublishDocumentationFiles=false --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The distribution's SQLite, which it keeps patched; the one that comes with the program is old.
RUN apt-get update && apt-get install --yes --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
COPY config ./config
# Records and state: writable for any number that the container is run as, since the folder's owner is one number alone.
RUN mkdir -m 0777 /data
VOLUME /data
# Nothing is written but to /data, so that the root file system may be read-only (`--read-only`); the runtime's own
# diagnostics would need a socket in /tmp.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    LlmProxy__Storage__Path=/data \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
# The base image's unprivileged user. Any other number works as well: every file is readable to all.
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=6s --start-period=15s --retries=3 CMD ["/app/LlmProxy.Host", "health"]
ENTRYPOINT ["/app/LlmProxy.Host"]
