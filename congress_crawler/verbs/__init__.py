"""What does each verb of the archivist do? One file a verb; `cli` registers them."""
