"""Asks Spark; runs in an environment of its own that has PySpark and nothing of ours.

Reads a folder and statements by name as JSON, writes the rows of each as JSON.
"""

import json
import sys

from pyspark.sql import SparkSession

#: Names in double quotes, as in PostgreSQL.
DIALECT = {"spark.sql.ansi.enabled": "true", "spark.sql.ansi.doubleQuotedIdentifiers": "true"}


def spark(master):
    builder = SparkSession.builder.master(master).appName("caseflow")
    for name, value in (DIALECT | {"spark.ui.enabled": "false"}).items():
        builder = builder.config(name, value)
    return builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()


def main():
    asked = json.load(sys.stdin)
    session = spark(asked["master"])
    session.read.parquet(f"{asked['folder']}/*/facts.parquet").createTempView(asked["table"])
    rows = {
        name: [list(row) for row in session.sql(text).collect()]
        for name, text in asked["statements"].items()
    }
    json.dump(rows, sys.stdout)
    session.stop()


if __name__ == "__main__":
    main()
