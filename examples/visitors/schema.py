"""Takes the schema up, or down to a version, or says which version it has."""

import sys

from visitors import connect

STEPS = [
    ("CREATE TABLE visitor (name text PRIMARY KEY, times integer NOT NULL)", "DROP TABLE visitor"),
]


def version(cursor):
    cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
    cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version")
    return cursor.fetchone()[0]


def move(cursor, target):
    now = version(cursor)
    for step in range(now, target):
        cursor.execute(STEPS[step][0])
    for step in range(now, target, -1):
        cursor.execute(STEPS[step - 1][1])
    cursor.execute("DELETE FROM schema_version")
    cursor.execute("INSERT INTO schema_version VALUES (%s)", (target,))


def main(command, *arguments):
    with connect() as database, database.cursor() as cursor:
        if command == "version":
            print(version(cursor))
        elif command == "up":
            move(cursor, len(STEPS))
        elif command == "down":
            move(cursor, int(arguments[0] or 0))
        else:
            sys.exit(f"schema.py up | version | down VERSION, not {command}")


if __name__ == "__main__":
    main(*sys.argv[1:])
