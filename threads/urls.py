"""Addresses of the talk's features."""

from django.urls import path

from threads.deposits import api as deposits_api
from threads.deposits import web as deposits_web
from threads.disclosures import api as disclosures_api
from threads.disclosures import web as disclosures_web
from threads.discussion import api as discussion_api
from threads.discussion import web as discussion_web
from threads.discussion import web_deposits
from threads.interviews import urls as interviews
from threads.rankings import api as rankings_api
from threads.rankings import web as rankings_web

home = discussion_web.home

pages = [
    path("boards", discussion_web.boards, name="boards"),
    path("boards/<slug:slug>", discussion_web.board, name="board"),
    path("boards/<slug:slug>/new", discussion_web.new_thread, name="thread-new"),
    path("threads/<int:thread_id>", discussion_web.thread, name="thread"),
    path("threads/<int:thread_id>/reply", discussion_web.reply, name="thread-reply"),
    path("threads/<int:thread_id>/closure", discussion_web.closure, name="thread-closure"),
    path("threads/<int:thread_id>/<int:number>", discussion_web.post, name="post"),
    path("members/<str:handle>", discussion_web.member, name="member"),
    path("posts/<int:post_id>/edit", discussion_web.edit, name="post-edit"),
    path("deposits", deposits_web.deposits, name="deposits"),
    path("deposits.csv", deposits_web.deposits_csv, name="deposits-csv"),
    path("deposits.json", deposits_web.deposits_json, name="deposits-json"),
    path("deposits.geojson", deposits_web.deposits_geojson, name="deposits-geojson"),
    path("map", deposits_web.world_map, name="deposits-map"),
    path("deposits/<slug:deposit>", deposits_web.deposit, name="deposit"),
    path("deposits/<slug:deposit>/follow", deposits_web.follow, name="deposit-follow"),
    path("deposits/<slug:deposit>/threads", web_deposits.deposit_threads, name="deposit-threads"),
    path("deposits/<slug:deposit>/threads/new", web_deposits.new_deposit_thread, name="deposit-thread-new"),
    path("deposits/<slug:deposit>/changes", deposits_web.changes, name="deposit-changes"),
    path("deposits/<slug:deposit>/edit/<slug:target>", deposits_web.new_row, name="catalogue-row-new"),
    path("deposits/<slug:deposit>/edit/<slug:target>/<int:row>", deposits_web.change_row, name="catalogue-row"),
    path("changes/<int:change>/undo", deposits_web.undo, name="catalogue-undo"),
    path("proposals", deposits_web.proposals, name="catalogue-proposals"),
    path("proposals/<int:proposal>", deposits_web.proposal, name="catalogue-proposal"),
    path("proposals/<int:proposal>/decision", deposits_web.decide_proposal, name="catalogue-proposal-decision"),
    path("parties/<slug:party>", deposits_web.party, name="party"),
    path("rankings/resource", rankings_web.by_resource, name="ranking-resource"),
    path("rankings/resource.csv", rankings_web.by_resource_csv, name="ranking-resource-csv"),
    path("rankings/resource.json", rankings_web.by_resource_json, name="ranking-resource-json"),
    path("rankings/resource/moves", rankings_web.comparison, name="ranking-comparison"),
    path("rankings/resource/take", rankings_web.take, name="ranking-take"),
    path("rankings/output", rankings_web.by_output, name="ranking-output"),
    path("disclosures", disclosures_web.disclosures, name="disclosures"),
    path("disclosures/<int:disclosure_id>/end", disclosures_web.end, name="disclosure-end"),
    path("members/<str:handle>/disclosures", disclosures_web.of_member, name="member-disclosures"),
    *interviews.pages,
]

api = [
    path("boards", discussion_api.Boards.as_view(), name="api-boards"),
    path("boards/<slug:slug>", discussion_api.BoardBySlug.as_view(), name="api-board"),
    path("threads", discussion_api.Threads.as_view(), name="api-threads"),
    path("threads/<int:thread_id>", discussion_api.ThreadById.as_view(), name="api-thread"),
    path("threads/<int:thread_id>/closure", discussion_api.Closure.as_view(), name="api-closure"),
    path("threads/<int:thread_id>/posts", discussion_api.Posts.as_view(), name="api-posts"),
    path("posts/<int:post_id>", discussion_api.PostById.as_view(), name="api-post"),
    path("posts/<int:post_id>/revisions", discussion_api.Revisions.as_view(), name="api-revisions"),
    path("deposits", deposits_api.Deposits.as_view(), name="api-deposits"),
    path("deposits.geojson", deposits_api.DepositsGeoJson.as_view(), name="api-deposits-geojson"),
    path("deposits/<slug:deposit>", deposits_api.DepositBySlug.as_view(), name="api-deposit"),
    path("deposits/<slug:deposit>/statements", deposits_api.Statements.as_view(), name="api-statements"),
    path("deposits/<slug:deposit>/control", deposits_api.Controls.as_view(), name="api-control"),
    path("deposits/<slug:deposit>/elements", deposits_api.Elements.as_view(), name="api-elements"),
    path("deposits/<slug:deposit>/outputs", deposits_api.Outputs.as_view(), name="api-outputs"),
    path("deposits/<slug:deposit>/threads", deposits_api.DepositThreads.as_view(), name="api-deposit-threads"),
    path("deposits/<slug:deposit>/follow", deposits_api.Following.as_view(), name="api-deposit-follow"),
    path("deposits/<slug:deposit>/changes", deposits_api.Changes.as_view(), name="api-changes"),
    path("deposits/<slug:deposit>/proposals", deposits_api.DepositProposals.as_view(), name="api-propose"),
    path("changes/<int:change_id>/undo", deposits_api.Undo.as_view(), name="api-undo"),
    path("proposals", deposits_api.Proposals.as_view(), name="api-proposals"),
    path("proposals/<int:proposal_id>", deposits_api.ProposalById.as_view(), name="api-proposal"),
    path("proposals/<int:proposal_id>/decision", deposits_api.ProposalDecisions.as_view(), name="api-decision"),
    path("occurrences", deposits_api.Occurrences.as_view(), name="api-occurrences"),
    path("rankings/resource", rankings_api.RankingByResource.as_view(), name="api-ranking"),
    path("rankings/resource/snapshots", rankings_api.Snapshots.as_view(), name="api-snapshots"),
    path("rankings/resource/snapshots/<int:snapshot_id>", rankings_api.SnapshotById.as_view(), name="api-snapshot"),
    path("rankings/resource/comparison", rankings_api.Comparison.as_view(), name="api-comparison"),
    path("rankings/output", rankings_api.RankingByOutput.as_view(), name="api-ranking-output"),
    path("me/disclosures", disclosures_api.MyDisclosures.as_view(), name="api-my-disclosures"),
    path("me/disclosures/<int:disclosure_id>", disclosures_api.MyDisclosure.as_view(), name="api-my-disclosure"),
    path("members/<str:handle>/disclosures", disclosures_api.DisclosuresOfMember.as_view(), name="api-disclosures"),
    *interviews.api,
]
