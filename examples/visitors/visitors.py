"""Counts visitors in PostgreSQL."""

import os

import flask
import psycopg2

app = flask.Flask(__name__)


def connect():
    """The database as Upsun's variables describe it."""
    return psycopg2.connect(
        host=os.environ["DATABASE_HOST"],
        port=os.environ["DATABASE_PORT"],
        user=os.environ["DATABASE_USERNAME"],
        password=os.environ["DATABASE_PASSWORD"],
        dbname=os.environ["DATABASE_PATH"],
    )


@app.get("/")
def visits():
    with connect() as database, database.cursor() as cursor:
        cursor.execute("SELECT name, times FROM visitor ORDER BY name")
        return flask.jsonify(version="first", visits=dict(cursor.fetchall()))


@app.post("/")
def visit():
    name = flask.request.form["name"]
    with connect() as database, database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO visitor (name, times) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET times = visitor.times + 1 RETURNING times",
            (name,),
        )
        return flask.jsonify(name=name, times=cursor.fetchone()[0])
