"""tidings serve: the gRPC server."""

from __future__ import annotations

import logging

import click

from service.cli.options import Common, with_models


@click.command()
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default 50051; 0: any free one).")
@click.option("--workers", type=click.IntRange(0), help="Documents in work at once (default: from the cores).")
@click.option("--reflection/--no-reflection", default=None, help="Default: on for loopback addresses only.")
@with_models
def serve(host: str | None, port: int | None, workers: int | None, reflection: bool | None, common: Common) -> int:
    """Serve tidings.v1.NewsroomService over gRPC until SIGTERM or Ctrl-C, then finish what is in work.

    Health and (on loopback) reflection are on. With --json, standard output carries one line once it serves:
    {"host": …, "port": …}.

    \b
    Examples:
      tidings serve
      tidings serve --host 0.0.0.0 --port 50051 --no-reflection
      buf curl --protocol grpc --http2-prior-knowledge --list-methods http://127.0.0.1:50051
    """
    from service.cli.errors import show_log
    from service.corpus.records import dumps
    from service.rpc import serve as run

    settings = common.settings(host=host, port=port, workers=workers, reflection=reflection)
    level = logging.DEBUG if common.debug else logging.ERROR if common.quiet else getattr(logging, settings.log_level)
    show_log(level, times=True)
    logging.getLogger("service.pipeline").setLevel(logging.NOTSET)

    def started(number: int) -> None:
        if common.json:
            click.echo(dumps({"host": settings.host, "port": number}))
        common.say(f"serving on {settings.host}:{number}; Ctrl-C stops")

    run(settings, on_start=started)
    return 0
