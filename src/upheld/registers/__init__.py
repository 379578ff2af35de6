"""Registers (台帳): holds, the duties to keep what would otherwise go, and closed systems."""
