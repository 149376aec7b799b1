"""The door to what people write: sources.yaml and the environment."""
