"""One call in the words of each vendor: a row of the file that its switch writes."""

from dataclasses import dataclass
from typing import Final, TypedDict

from sample_data.area_codes import STATE_OF_CODE
from sample_data.calls import Call
from sample_data.customers import extension_of
from sample_data.dice import Dice
from sample_data.wall_clock import DENVER, local, utc

NETSAPIENS_HEADER: Final = (
    "Call Type,Domain,User,BTN,Time Start,Time Answer,Duration,Remote Number,Dialed Number,"
    "CallId,Orig IP,Term IP,Release Cause"
)
BANDWIDTH_HEADER: Final = (
    "AccountNumber,CallStartDateTime,CallEndDateTime,CallType,CallSource,CallDestination,Duration,"
    "PerMinRate,Amount,TierType,SourceCountry,SourceState,SourceLATA,SourceRateCenter,"
    "DestinationCountry,DestinationState,DestinationLATA,DesinationRateCenter,CallID,BdrID,"
    "SourceIP,DestinationIP,RateAttempts,LRN"
)
TOLL_FREE: Final = ("800", "833", "844", "855", "866", "877", "888")
_SHORT: Final = 4
_TEN: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it stands in a file, and the moment by which the file is in order."""

    started: int
    text: str
    trap: tuple[str, str, str] | None = None
    """What must become of it: status, reason, in words."""


def dialed(other: str) -> str:
    """A party as it is dialled: 1 and ten digits, 011 and more, or a short code."""
    if other.startswith("+"):
        return f"011{other[1:]}"
    return other if len(other) <= _SHORT or not other.isdigit() else f"1{other}"


# -------------------------------------------------------------------------------- NetSapiens


def netsapiens(call: Call) -> str:
    """A row of the hosted platform: Origination is a call in, Termination a call out."""
    dice = Dice("netsapiens", call.number, call.started, call.serial)
    toll_free = call.number.startswith(TOLL_FREE)
    extension = "500" if toll_free else f"1{call.number[-2:]}"
    kind = "Termination" if not call.inbound else "Origination" if call.answered else "Missed"
    remote = dialed(call.other) if not call.inbound else call.other.replace("+", "011")
    own, far = f"192.0.2.{10 + int(call.customer.account) % 200}", "198.51.100.20"
    return netsapiens_row(
        kind=kind,
        domain=f"{call.customer.slug}.example",
        user=extension,
        btn=call.number,
        started=call.started,
        answered=call.started + call.ring if call.answered else None,
        duration=str(call.seconds),
        remote=f"1{remote}"
        if call.inbound and len(remote) == _TEN and remote.isdigit()
        else remote,
        dialled=f"1{call.number}" if call.inbound else remote,
        call_id=netsapiens_id(dice, call.started),
        ips=(far, own) if call.inbound else (own, far),
        cause="end" if call.answered else "Orig: Cancel",
    )


def netsapiens_id(dice: Dice, started: int) -> str:
    """A call id: the moment, a serial, and a hash as SIP writes it."""
    return f"{utc(started):%Y%m%d%H%M%S}{dice.below(10**6):06d}-{dice.hexadecimal(32)}"


def netsapiens_row(  # noqa: PLR0913  a row has that many columns
    *,
    kind: str,
    domain: str,
    user: str,
    btn: str,
    started: int,
    answered: int | None,
    duration: str,
    remote: str,
    dialled: str,
    call_id: str,
    ips: tuple[str, str] = ("192.0.2.10", "198.51.100.20"),
    cause: str = "end",
) -> str:
    """The columns of the "advanced" export, times in GMT."""
    first = f"{utc(started):%Y%m%d %H:%M:%S}"
    taken = f"{utc(answered):%Y%m%d %H:%M:%S}" if answered is not None else ""
    columns = (kind, domain, user, btn, first, taken, duration, remote, dialled, call_id)
    return ",".join((*columns, *ips, cause))


# --------------------------------------------------------------------------------- Bandwidth


# What the carrier takes, in hundredths of a cent a minute.
_COST: Final = {
    "INTERSTATE": 35,
    "INTRASTATE": 55,
    "INTERNATIONAL": 180,
    "TIERED ORIGINATION": 20,
    "TOLL-FREE ORIGINATION": 115,
    "TOLL-FREE TERMINATION": 0,
    "INFORMATION": 5000,
    "INDETERMINATE": 60,
}


def bandwidth_type(call: Call) -> str:
    """The carrier's own word for the kind of call."""
    if call.inbound:
        toll_free = call.number.startswith(TOLL_FREE)
        return "TOLL-FREE ORIGINATION" if toll_free else "TIERED ORIGINATION"
    if call.other == "411":
        return "INFORMATION"
    if call.other.startswith(TOLL_FREE):
        return "TOLL-FREE TERMINATION"
    here, there = STATE_OF_CODE.get(call.number[:3]), STATE_OF_CODE.get(call.other[:3])
    if there is None:
        return "INTERNATIONAL"
    return "INTRASTATE" if here == there else "INTERSTATE"


def bandwidth(call: Call, *, source: str | None = None, destination: str | None = None) -> str:
    """A row of the carrier's billing detail: all answered, seconds rounded up to six, UTC."""
    dice = Dice("bandwidth", call.number, call.started, call.serial)
    kind = bandwidth_type(call)
    own = call.number if dice.chance(12) else f"1{call.number}"
    far = call.other if call.other.startswith("+") and call.inbound else dialed(call.other)
    source_, destination_ = (far, own) if call.inbound else (own, far)
    serial = f"{58_000_000_000 + dice.below(10**9)}"
    return bandwidth_row(
        kind=kind,
        started=call.started,
        seconds=str((call.seconds + 5) // 6 * 6),
        source=source_ if source is None else source,
        destination=destination_ if destination is None else destination,
        states=_states(call),
        bdr_id=serial,
        account=call.customer.account,
    )


def _states(call: Call) -> tuple[str, str]:
    own, far = STATE_OF_CODE.get(call.number[:3], ""), STATE_OF_CODE.get(call.other[:3], "")
    return (far, own) if call.inbound else (own, far)


def bandwidth_row(
    *,
    kind: str,
    started: int,
    seconds: str,
    source: str,
    destination: str,
    states: tuple[str, str],
    bdr_id: str,
    account: str = "10038",
) -> str:
    """The columns of a billing detail record."""
    first = _twelve_hours(started)
    length = int(seconds) if seconds.isdigit() else 0
    rate = _COST[kind]
    # Seconds come in sixes: a tenth of a minute at a time, to a thousandth of a cent.
    amount = rate * (length // 6)
    return ",".join(
        (
            "5005550",
            first,
            _twelve_hours(started + length),
            kind,
            source,
            destination,
            seconds,
            f"{rate // 10_000}.{rate % 10_000:04d}",
            f"{amount // 100_000}.{amount % 100_000:05d}",
            "0",
            "US" if states[0] else "",
            states[0],
            "",
            "",
            "US" if states[1] else "",
            states[1],
            "",
            "",
            f"BV{bdr_id}",
            bdr_id,
            f"192.0.2.{int(account) % 200}",
            "",
            "1",
            f"{destination[-10:-3]}100" if states[1] and len(destination) >= _TEN else "",
        )
    )


def _twelve_hours(seconds: int) -> str:
    """``2026/11/02 3:00:05 PM``."""
    moment = utc(seconds)
    return (
        f"{moment:%Y/%m/%d} {(moment.hour + 11) % 12 + 1}:{moment:%M:%S} {'AP'[moment.hour // 12]}M"
    )


# ---------------------------------------------------------------------------------- Asterisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What a row of Master.csv says; times are seconds since 1970, written in local time."""

    src: str
    dst: str
    started: int
    answered: int | None
    ended: int
    billsec: int
    context: str = "from-internal"
    account_code: str = ""
    name: str = ""
    channel: str = "PJSIP/2101-00000001"
    far_channel: str = "PJSIP/mesa-00000002"
    app: str = "Dial"
    data: str = ""
    disposition: str = "ANSWERED"
    unique: str = ""
    user_field: str = ""

    def row(self, *, columns: int = 18) -> str:
        """The row with 18 columns, or 16: without unique id and user field."""
        taken = "" if self.answered is None else _quoted(_stamp(self.answered))
        clid = f'"{self.name}" <{self.src}>'
        texts = (
            self.account_code,
            self.src,
            self.dst,
            self.context,
            clid,
            self.channel,
            self.far_channel,
            self.app,
            self.data,
            _stamp(self.started),
        )
        parts = [
            *map(_quoted, texts),
            taken,
            _quoted(_stamp(self.ended)),
            str(self.ended - self.started),
            str(self.billsec),
            _quoted(self.disposition),
            _quoted("DOCUMENTATION"),
            _quoted(self.unique or f"{self.started}.1"),
            _quoted(self.user_field),
        ]
        return ",".join(parts[:columns])


class Changes(TypedDict, total=False):
    """What a row says otherwise than a plain one: fields of ``Leg``."""

    src: str
    dst: str
    started: int
    answered: int | None
    ended: int
    billsec: int
    context: str
    account_code: str
    name: str
    channel: str
    far_channel: str
    app: str
    data: str
    disposition: str
    user_field: str


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _stamp(seconds: int) -> str:
    return f"{local(seconds, DENVER):%Y-%m-%d %H:%M:%S}"


def asterisk_legs(call: Call) -> list[Leg]:
    """The row of a call, after the failed attempts over the other trunk that came before it."""
    dice = Dice("asterisk", call.number, call.started, call.serial)
    unique = f"{call.started}.{dice.below(90_000) + 10_000}"
    phone = f"PJSIP/{_extension(call)}-{dice.hexadecimal(8)}"
    trunk = f"PJSIP/mesa-{dice.hexadecimal(8)}"
    leg = Leg(
        src=call.other.replace("+", "011") if call.inbound else _shown(dice, call),
        dst=call.number if call.inbound else _dialled(dice, call.other),
        started=call.started,
        answered=call.started + call.ring if call.answered else None,
        ended=call.started + call.ring + call.seconds,
        billsec=call.seconds,
        context="from-trunk" if call.inbound else "from-internal",
        account_code=_account_code(dice, call),
        name="" if call.inbound else call.customer.name,
        channel=trunk if call.inbound else phone,
        far_channel=phone if call.inbound else trunk,
        data=f"{phone.rpartition('-')[0]},30"
        if call.inbound
        else f"PJSIP/{dialed(call.other)}@mesa,60",
        disposition="ANSWERED"
        if call.answered
        else dice.one_of(("NO ANSWER", "BUSY", "NO ANSWER")),
        unique=unique,
    )
    if call.inbound or not call.answered or not dice.chance(3):
        return [leg]
    failed = Leg(
        src=leg.src,
        dst=leg.dst,
        started=leg.started,
        answered=None,
        ended=leg.started + 1,
        billsec=0,
        account_code=leg.account_code,
        name=leg.name,
        channel=leg.channel,
        far_channel=f"PJSIP/summit-{dice.hexadecimal(8)}",
        data=leg.data.replace("@mesa", "@summit"),
        disposition="FAILED",
        unique=unique,
    )
    return [failed, leg]


def _shown(dice: Dice, call: Call) -> str:
    """The number a telephone shows, or in three of ten rows its bare extension."""
    return _extension(call) if dice.chance(30) else call.number


def _extension(call: Call) -> str:
    """The telephone that a number rings; a toll-free one rings the main telephone."""
    extensions = extension_of()
    return extensions.get(call.number) or extensions[call.customer.sites[0].numbers[0]]


def _account_code(dice: Dice, call: Call) -> str:
    """Some customers' rows carry their account code now and then; it pays before the caller."""
    coded = call.customer.account in {"10049", "10050", "10051"} and not call.inbound
    return call.customer.initials if coded and dice.chance(25) else ""


def _dialled(dice: Dice, other: str) -> str:
    """As fingers do it: mostly 1 and ten digits, also ten, also with +."""
    if len(other) == _TEN and other.isdigit():
        return dice.weighted((f"1{other}", other, f"+1{other}"), (80, 16, 4))
    return dialed(other)
