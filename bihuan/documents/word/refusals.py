"""Why a Word file is not taken, as a code; the server has a sentence for each (`errors`)."""

PROTECTED = "protected"
OLD_FORMAT = "old_format"
BROKEN = "broken"
NOT_WORD = "not_word"
STRICT = "strict"
TEMPLATE_FILE = "template_file"
UNSAFE_NAMES = "unsafe_names"
TOO_LARGE = "too_large"
UNPACKS_TOO_LARGE = "unpacks_too_large"
TOO_LONG = "too_long"
DECLARES_ENTITIES = "declares_entities"
MACROS = "macros"
OUTSIDE_TEMPLATE = "outside_template"
OUTSIDE_PICTURE = "outside_picture"
OUTSIDE_LINK = "outside_link"
EMBEDDED = "embedded"
UNKNOWN_CONTENT = "unknown_content"
UNKNOWN_FIELD = "unknown_field"
TRACKED = "tracked"
NOT_ASSEMBLED = "not_assembled"
CODES = frozenset(
    value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str)
)


class Refused(Exception):
    """A Word file that is not taken; `named` says what of it where the sentence names it."""

    def __init__(self, code: str, named: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.named = named[:80]
