"""Reading what was sent, never more of it than is allowed."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 20


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.

    Raises HTTPException (413) for one of more than `most` bytes, before the rest of it is read.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise HTTPException(413, f"at most {most:,} bytes are taken")
    return bytes(data)


async def read_form(request: Request, most: int) -> dict[str, str]:
    """The fields of a form; of a field that comes twice the last.

    Raises HTTPException (413) for a form that is too long, (400) for one with too many fields.
    """
    body = await read_body(request, most)
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, f"no form: {error}") from error
    return dict(fields)
