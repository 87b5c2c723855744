"""Which names and words does a reader of Chinese congress pages know beforehand? Data, with its sources."""
