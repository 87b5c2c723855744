"""What is this package? A crawler and archive for the web sites of China's people's congresses."""

__version__ = "0.1.0"
