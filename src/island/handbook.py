"""`island handbook`."""
import argparse
def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("handbook")
