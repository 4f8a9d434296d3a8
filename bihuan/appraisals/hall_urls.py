"""The pages of the hall: ceremony, slips, the door, paper ballots, opening."""

from django.urls import path

from bihuan.appraisals.views.hall import ceremony, door, live, opening, paper_ballots, slips

patterns = [
    path("<uuid:pk>/ceremony/", ceremony.ceremony, name="ceremony"),
    path("<uuid:pk>/slips/", slips.slips, name="slips"),
    path("<uuid:pk>/slips/paper/", slips.slips, {"is_paper": True}, name="paper_slips"),
    path("<uuid:pk>/slips/spoilt/", slips.spoilt_slips, name="spoilt_slips"),
    path("<uuid:pk>/door/", door.door, name="door"),
    path("<uuid:pk>/door/present/", door.presence, name="presence"),
    path("<uuid:pk>/door/<uuid:line_id>/", door.tick, name="tick"),
    path("<uuid:pk>/hall/", live.hall, name="hall"),
    path("<uuid:pk>/paper-ballots/", paper_ballots.paper_ballots, name="paper_ballots"),
    path("<uuid:pk>/paper-ballots/paper/", paper_ballots.typed_paper, name="typed_paper"),
    path("<uuid:pk>/opening/", opening.opening, name="opening"),
    path("<uuid:pk>/verification/", opening.verification, name="verification"),
    path("<uuid:pk>/box/list/", opening.box_list, name="box_list"),
    path("<uuid:pk>/box/paper/", opening.box_paper, name="box_paper"),
]
