"""Settings of a process, all from `LINGBAN_*` environment variables."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between installations. `docs/settings.md` is made from this."""

    model_config = SettingsConfigDict(env_prefix="LINGBAN_", extra="ignore")

    postgres_dsn: SecretStr = Field(
        description="PostgreSQL 15 or later, e.g. postgresql://user:password@host/lingban."
    )
    nats_url: str = Field(description="NATS 2.14 or later with JetStream; several by commas.")
    nats_password: SecretStr = Field(
        default=SecretStr(""), description="Password of this service's NATS user."
    )
    nats_admin_password: SecretStr = Field(
        default=SecretStr(""), description="Only for `lingban bus apply`."
    )
    nats_replicas: Annotated[Literal[1, 3, 5], BeforeValidator(int)] = Field(
        default=1, description="Copies of each stream."
    )
    partitioned: bool = Field(
        default=False,
        description="One consumer for each of the 16 partitions, shared out among replicas.",
    )
    master_key_file: Path = Field(
        description="32 random bytes, base64: wraps the keys of personal data and sealed scores."
    )
    verify_key_file: Path = Field(description="Public key (PEM) of the gateway's identities.")
    signing_key_file: Path | None = Field(
        default=None, description="Private key (PEM); the gateway's own, nobody else has it."
    )
    service_token: SecretStr = Field(
        default=SecretStr(""), description="API key by which services read each other's feeds."
    )
    files_url: str = Field(
        default="file:///var/lib/lingban/files", description="Evidence files: file:// or s3://."
    )
    gateway_url: str = Field(
        default="http://127.0.0.1:8000", description="Where services reach each other's feeds."
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000", description="The address that people use, for links."
    )
    services: dict[str, str] = Field(
        default_factory=dict,
        description='Gateway: JSON of service to URL, {"progress": "http:..."}.',
    )
    clock: Literal["system", "settable"] = Field(
        default="system", description="`settable` is for demonstrations and tests only."
    )
    smtp_host: str = Field(default="", description="Mail server; empty: no e-mail is sent.")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field(default="", description="User; empty: the server asks for no log-in.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="That user's password.")
    smtp_tls: Literal["none", "starttls", "tls"] = Field(
        default="starttls", description="How the connection to the mail server is encrypted."
    )
    smtp_from: str = Field(default="lingban@localhost", description="Sender of e-mails.")
    secure_cookies: bool = Field(
        default=True, description="False only where people use plain HTTP (a demonstration)."
    )
    port: int = Field(default=8000, ge=1, le=65535, description="Port to answer on.")
    host: str = Field(default="127.0.0.1", description="Address to answer on.")
    pool_size: int = Field(
        default=8,
        ge=4,  # with fewer, work that holds one could wait for itself
        le=100,
        description="Connections to PostgreSQL; as many again for the store.",
    )
    otlp_endpoint: str = Field(default="", description="OpenTelemetry collector, http(s)://...")
