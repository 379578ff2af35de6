"""The settings page: what `upheld.yaml` says, how it holds, and where it is changed."""
