"""`upheld worker`: does what is due; any number of them beside `upheld serve --no-work`."""

import typer

from upheld.terminal.screen import SCREEN, say
from upheld.terminal.site_address import Address, site_address


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Do what is due until stopped: letters, plans, reminders, sweeps. Example: upheld worker",
            "停止するまで期限の来た作業(通知、計画、催促、確認)を行います。例: upheld worker",
        )
    )(worker)


def worker(*, address: Address = None) -> None:
    """Work until SIGTERM or Ctrl-C; the step in hand is finished first."""
    from upheld import worker as process
    from upheld.observing import logs
    from upheld.running.following import Following, seen_of
    from upheld.running.mail_in import listening
    from upheld.running.work import connections_of, durable_of
    from upheld.terminal.opening import workspace

    logs.set_up_service()
    with workspace() as opened:
        opened.connections = connections_of(opened)
        opened.address = site_address(address, opened.settings.declared.desk.public_url)
        following = Following(lambda: seen_of(opened), opened.office)
        durable = durable_of(opened, following.current)
        SCREEN.data({"working": True, "address": opened.address})
        SCREEN.say(
            f"working; stop with Ctrl-C\nlinks in mail   {opened.address}/",
            f"作業中です。Ctrl-C で停止します\nメールのリンク        {opened.address}/",
        )
        with following.followed(), listening(following.current):
            process.run_process(durable)
