"""tidings serve: the gRPC server."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import Common, with_models

if TYPE_CHECKING:
    from service.config import Settings

_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default 50051; 0: any free one).")
@click.option("--workers", type=click.IntRange(0), help="Documents in work at once (default: from the cores).")
@click.option("--reflection/--no-reflection", default=None, help="Default: on for loopback addresses only.")
@click.option(
    "--tls-certificate", type=_PATH, metavar="FILE", help="PEM certificate chain; with --tls-key turns TLS on."
)
@click.option("--tls-key", type=_PATH, metavar="FILE", help="PEM private key of the certificate.")
@click.option("--tls-client-ca", type=_PATH, metavar="FILE", help="Ask clients for certificates signed by these.")
@click.option("--keys", "keys_path", type=_PATH, metavar="FILE", help="Ask for API keys of this file (tidings keys).")
@click.option("--metrics-port", type=click.IntRange(0, 65535), help="Prometheus metrics on this loopback port.")
@click.option("--otlp-endpoint", metavar="URL", help="Send OpenTelemetry spans there (needs the extra `otel`).")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="Default: text.")
@with_models
def serve(common: Common, **given: object) -> int:
    """Serve tidings.v1.NewsroomService over gRPC until SIGTERM or Ctrl-C, then finish what is in work.

    Health is on from the start and says SERVING once the models are warm; reflection is on where only this machine can
    reach the server. SIGHUP reads limits, log level and keys again. With --json, standard output carries one line once it
    serves: {"host": …, "port": …}.

    \b
    Examples:
      tidings serve
      tidings serve --host 0.0.0.0 --tls-certificate tls.crt --tls-key tls.key --keys keys.json
      tidings serve --metrics-port 9464 --log-format json
      buf curl --protocol grpc --http2-prior-knowledge --list-methods http://127.0.0.1:50051
    """
    from service.corpus.records import dumps
    from service.rpc import Doors
    from service.rpc import serve as run

    settings = common.settings(**given)
    _log_as(settings, common)

    def started(number: int) -> None:
        if common.json:
            click.echo(dumps({"host": settings.host, "port": number}))
        common.say(f"serving on {settings.host}:{number}; Ctrl-C stops")

    doors = Doors(started, lambda: common.load(**given), lambda new: _log_as(new, common))
    if not run(settings, doors, cache=common.cache):
        # A thread may be inside an engine that loads, and an engine does not bear the interpreter's end.
        sys.stdout.flush()
        sys.stderr.flush()
        logging.shutdown()
        os._exit(0)
    return 0


def _log_as(settings: Settings, common: Common) -> None:
    from service import logs

    level = logging.DEBUG if common.debug else logging.ERROR if common.quiet else getattr(logging, settings.log_level)
    logs.set_up(level, settings.log_format)
    logging.getLogger("service.pipeline").setLevel(logging.NOTSET)
