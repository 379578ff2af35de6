"""`upheld …`: one module a group of commands; `main.run` is where the process begins."""
