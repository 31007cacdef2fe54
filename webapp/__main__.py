"""`python -m webapp`: the same as the command `handrail`."""

from webapp.cli import main

if __name__ == "__main__":
    main()
