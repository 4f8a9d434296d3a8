"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.opinions.views.categories import categories, categories_import, category, learning
from bihuan.opinions.views.changing import (
    group_answer,
    group_merging,
    group_publication,
    group_wording,
    opinion_class,
    opinion_group,
    opinion_voiding,
)
from bihuan.opinions.views.contact import erasure as contact_erasure
from bihuan.opinions.views.contact import reading as contact
from bihuan.opinions.views.entering import new
from bihuan.opinions.views.groups import digest, digest_download, group
from bihuan.opinions.views.importing import importing
from bihuan.opinions.views.inbox import inbox
from bihuan.opinions.views.proposals import looking, proposal, proposals
from bihuan.opinions.views.reading import download, opinion, opinions

__all__ = [
    "categories",
    "categories_import",
    "category",
    "contact",
    "contact_erasure",
    "digest",
    "digest_download",
    "download",
    "group",
    "group_answer",
    "group_merging",
    "group_publication",
    "group_wording",
    "importing",
    "inbox",
    "learning",
    "looking",
    "new",
    "opinion",
    "opinion_class",
    "opinion_group",
    "opinion_voiding",
    "opinions",
    "proposal",
    "proposals",
]
