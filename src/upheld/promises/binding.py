"""Which kind of line rests on which controls; a kind that is not listed is refused."""

from collections.abc import Iterator, Mapping

from upheld.policy.language import (
    about,
    ai,
    company,
    consent,
    data,
    online,
    payments,
    people,
    purposes,
    recipients,
    regions,
    retention,
    rights,
    security,
    statistics,
)
from upheld.policy.language.line import Placed, Promise

_SHOWN = ("rendered", "consistent")
CARRIED_OUT = frozenset({"deletion", "disclosure", "correction", "delete", "know", "correct"})
BINDING: Mapping[type[Promise], tuple[str, ...]] = {
    about.Languages: _SHOWN,
    about.Audience: ("region-gate", *_SHOWN),
    about.Change: _SHOWN,
    about.Changes: ("change-notices", *_SHOWN),
    about.Limit: _SHOWN,
    about.CustomerTerms: _SHOWN,
    about.Links: _SHOWN,
    about.Notice: _SHOWN,
    company.Handler: _SHOWN,
    company.Officer: _SHOWN,
    company.Channel: _SHOWN,
    company.AuthorisedBody: _SHOWN,
    company.LegalText: ("consistent", "rendered"),
    data.Concept: _SHOWN,
    data.DataUse: ("mapped", *_SHOWN),
    data.NotCollected: ("not-held", "values-scan", *_SHOWN),
    data.Sources: _SHOWN,
    data.Acquisition: ("beyond-proof", *_SHOWN),
    purposes.PurposeOfUse: ("purpose-gate", *_SHOWN),
    purposes.Prohibition: ("purpose-gate", *_SHOWN),
    consent.ConsentItem: ("consent-records", *_SHOWN),
    consent.StopSwitch: ("consent-records", "purpose-gate", *_SHOWN),
    consent.SelfService: ("request-desk", *_SHOWN),
    online.Cookie: ("tag-scan", *_SHOWN),
    online.Refusal: _SHOWN,
    online.Signal: ("consent-records", *_SHOWN),
    online.Transmission: ("tag-scan", *_SHOWN),
    online.AdPartner: ("provision-gate", "links-alive", *_SHOWN),
    online.ChoicesArea: ("links-alive", *_SHOWN),
    recipients.ProcessorSetting: ("procedure-shown", *_SHOWN),
    recipients.Condition: ("provision-gate", *_SHOWN),
    recipients.Recipient: ("contract-on-file", "provision-gate", *_SHOWN),
    recipients.ProvisionException: ("provision-gate", *_SHOWN),
    recipients.Provision: ("provision-gate", *_SHOWN),
    recipients.JointUse: ("provision-gate", *_SHOWN),
    recipients.JointItems: ("provision-gate", *_SHOWN),
    recipients.JointUsers: ("provision-gate", *_SHOWN),
    recipients.JointPurpose: ("provision-gate", *_SHOWN),
    recipients.Responsible: _SHOWN,
    recipients.Emergency: ("residency-scan", *_SHOWN),
    recipients.Transfers: ("residency-scan", *_SHOWN),
    recipients.ProcessorChanges: ("calendar", "change-notices", *_SHOWN),
    ai.Training: ("ai-gateway", *_SHOWN),
    ai.Audited: ("ai-gateway", *_SHOWN),
    ai.Switch: ("ai-gateway", *_SHOWN),
    ai.ProhibitedInput: ("ai-gateway", *_SHOWN),
    ai.Block: ("ai-gateway", *_SHOWN),
    ai.DeleteFound: ("calendar", "ai-gateway", *_SHOWN),
    ai.Suspend: ("ai-gateway", *_SHOWN),
    ai.Providers: ("ai-gateway", *_SHOWN),
    ai.Masking: ("ai-gateway", *_SHOWN),
    statistics.Statistics: ("statistics-gate", *_SHOWN),
    statistics.Pseudonymised: ("statistics-gate", *_SHOWN),
    statistics.Anonymised: ("statistics-gate", *_SHOWN),
    payments.PaymentMode: ("payment-modes", *_SHOWN),
    payments.CardRule: ("values-scan", *_SHOWN),
    regions.ClosedRegions: ("region-gate", *_SHOWN),
    regions.MaintainedList: ("region-gate", *_SHOWN),
    regions.RestrictedData: ("values-scan", *_SHOWN),
    regions.OverlayRule: ("request-desk", *_SHOWN),
    people.ChildRule: ("consent-records", *_SHOWN),
    rights.Fee: ("law-by-reading", "request-desk", *_SHOWN),
    rights.Extension: ("calendar", "request-desk", *_SHOWN),
    rights.Clock: ("calendar", "request-desk", *_SHOWN),
    rights.Identity: ("request-desk", *_SHOWN),
    rights.Agents: ("request-desk", *_SHOWN),
    rights.Ground: ("request-desk", *_SHOWN),
    rights.AbsenceNotice: ("request-desk", *_SHOWN),
    rights.OutcomeNotice: ("request-desk", *_SHOWN),
    rights.Referral: ("request-desk", *_SHOWN),
    rights.RightOffered: _SHOWN,
    rights.ByResidence: ("request-desk", *_SHOWN),
    rights.OutsideProcedure: ("request-desk", *_SHOWN),
    rights.NoRetaliation: ("equal-treatment", *_SHOWN),
    retention.RetentionRule: ("kept-no-longer", *_SHOWN),
    retention.Expiry: ("termination-run", *_SHOWN),
    retention.Stage: ("calendar", "termination-run", *_SHOWN),
    retention.ReturnRule: ("termination-run", *_SHOWN),
    retention.DuringTerm: ("termination-run", *_SHOWN),
    security.Control: ("security-probe", *_SHOWN),
    security.ReportDuty: ("calendar", "breach-room", *_SHOWN),
    security.TellPeople: ("breach-room", *_SHOWN),
    security.PublishIncident: ("breach-room", *_SHOWN),
    security.Response: ("breach-room", *_SHOWN),
    security.ManagementPart: ("procedure-shown", *_SHOWN),
}


def controls_of(line: Placed) -> Iterator[str]:
    """Yield the ids of the controls that a line rests on.

    Raises:
        KeyError: Its kind is not bound: every kind has to be, so that none is forgotten.
    """
    promise = line.promise
    bound = BINDING[type(promise)]
    if promise.procedure is not None and "procedure-shown" not in bound:
        # People keep it, so that the missing software is no reason to doubt it.
        yield "procedure-shown"
        yield from _SHOWN
        return
    yield from bound
    if isinstance(promise, rights.RightOffered) and promise.offered:
        yield "carried-out" if str(line.path[-1]) in CARRIED_OUT else "request-desk"
    if isinstance(promise, data.DataUse) and promise.never:
        yield "values-scan"
    if isinstance(promise, online.Transmission) and (promise.opt_out or promise.policy_url):
        yield "links-alive"
