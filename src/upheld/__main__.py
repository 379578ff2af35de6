"""`python -m upheld`."""

from upheld.terminal.main import run

if __name__ == "__main__":
    run()
