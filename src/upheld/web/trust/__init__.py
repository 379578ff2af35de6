"""The trust page: each clause of the policy with its state, as computed, and what proves it."""
