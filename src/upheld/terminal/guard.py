import typer
def group() -> typer.Typer:
    return typer.Typer()
def add(app: typer.Typer) -> None:
    pass
