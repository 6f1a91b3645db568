"""Lets ``python -m bpstudio`` do what ``bpstudio`` does."""

from bpstudio.cli import main

if __name__ == "__main__":
    main()
