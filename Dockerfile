# Build: everything is in the repository, generated code and assets too.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /frivilligsentral ./cmd/frivilligsentral

# Run: one static binary with certificates for SMTP; no shell, no root.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /frivilligsentral /frivilligsentral
ENV LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/frivilligsentral"]
CMD ["serve"]
