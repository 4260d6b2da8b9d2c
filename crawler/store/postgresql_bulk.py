"""Many rows at once: COPY."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import JSON, BigInteger, Connection, Row, Table, func, select, text

if TYPE_CHECKING:
    from psycopg import Connection as PsycopgConnection


def load(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Rows that hold all columns of a table."""
    driver = cast("PsycopgConnection[Any]", connection.connection.driver_connection)
    is_json = [isinstance(column.type, JSON) for column in table.columns]
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:
        for row in rows:
            stream.write_row([json.dumps(value) if dump else value for value, dump in zip(row, is_json, strict=True)])


def loaded(connection: Connection, tables: Sequence[Table]) -> None:
    """Let each table's sequence go on behind the highest key, and gather statistics."""
    for table in tables:
        key = table.autoincrement_column
        if key is not None and isinstance(key.type, BigInteger):
            last = connection.execute(select(func.max(key))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, key.name)
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))
    connection.execute(text("ANALYZE"))
