"""How is the command run without its script? `python -m congress_crawler`."""

from congress_crawler.cli import main

if __name__ == "__main__":
    main()
