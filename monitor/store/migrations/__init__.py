"""How the tables came to be, step by step. A new step is a file in `versions/` and a name at the end of REVISIONS."""

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
)
VERSION_TABLE = "otklik_version"
