"""The search box."""

from tests.house.addresses import EVERYBODY, Row

ROWS = [Row("search:search", {200: EVERYBODY}, given={"q": "公路"})]
