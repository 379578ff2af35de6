"""The console: what staff see after signing in. Every route here says which roles it is for."""
