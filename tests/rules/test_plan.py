"""The spend plan: whose checkpoints hold, and in which order."""

from __future__ import annotations

import pytest


def plans(*written):
    return {
        "profile": "cn-2015",
        "projects": [{"name": f"项目{at}", "spend_plan": plan} for at, plan in enumerate(written)],
    }


def test_a_checkpoint_that_most_plans_of_the_document_have_is_missed_in_the_others(judge):
    whole = {"上半年": "60%", "全年": "100%"}
    assert judge(plans(whole, whole, {"上半年": "60%"}), "PLN001", "PLN004") == [("PLN001", "spend_plan", "error")]


def test_a_plan_with_checkpoints_of_its_own_misses_none(judge):
    whole = {"6月底": "60%", "12月底": "100%"}
    own = {"一季度": "30%", "二季度": "60%", "三季度": "90%", "四季度": "100%"}
    assert judge(plans(whole, whole, own), "PLN") == []


def test_quarters_are_taken_in_the_order_of_time_though_tools_sort_their_names(judge):
    assert judge(plans({"一季度": "25%", "三季度": "75%", "二季度": "50%", "四季度": "100%"}), "PLN") == []


def test_a_checkpoint_of_the_next_year_stays_behind_those_of_this_year(judge):
    assert judge(plans({"6月底": "60%", "12月底": "90%", "次年1月底": "100%"}), "PLN") == []


@pytest.mark.parametrize("half", ["上半年", "第二季度", "2季度末", "6月30日", "2024年6月末", "5月底"])
def test_all_spent_by_mid_year_is_said_however_mid_year_is_written(judge, half):
    assert judge(plans({half: "100%", "全年": "100%"}), "PLN005") == [("PLN005", f"spend_plan.{half}", "info")]


def test_one_plan_in_several_spellings_is_one_plan_for_the_habit(judge):
    spelt = [{"6月底": half, "12月底": full} for half in ("70%", "70.0", "７０％") for full in ("100%", "100.00%")]
    other = [{"6月底": f"{share}%", "12月底": "100%"} for share in (61, 62, 63, 64)]
    assert judge(plans(*spelt, *other), "PLN008") == [("PLN008", "spend_plan", "info")]
