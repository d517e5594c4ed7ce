"""What to tell a customer about a call that is not charged, or not yet."""

from collections.abc import Mapping
from typing import Final

from app.usage.table import Reason

SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.NONE: "It has no price.",
    Reason.NOT_ANSWERED: "It is not charged: nobody answered.",
    Reason.ZERO_DURATION: "It is not charged: it lasted no time.",
    Reason.INTERNAL: "It is not charged: it stayed inside the telephone system.",
    Reason.EMERGENCY: "It is not charged: emergency calls are free.",
    Reason.FEATURE_CODE: "It is not charged: it switched a feature on or off.",
    Reason.FREE_SERVICE: "It is not charged: calls to this service are free.",
    Reason.TOLL_FREE_CALLED: "It is not charged: the called number is toll-free.",
    Reason.ON_NET: "It is not charged: both numbers are the account's own.",
    Reason.FREE_BELOW: "It is not charged: the plan does not charge calls this short.",
    Reason.BAD_DURATION: "It waits for review: its duration cannot be right.",
    Reason.TOO_LONG: "It waits for review: it is said to have lasted more than twelve hours.",
    Reason.BAD_TIMESTAMP: "It waits for review: its date cannot be right.",
    Reason.BAD_NUMBER: "It waits for review: the called party is no telephone number.",
    Reason.NO_CUSTOMER: "It waits for review: nobody had the number to bill at that time.",
    Reason.AMBIGUOUS_CUSTOMER: "It waits for review: two customers had the number to bill then.",
    Reason.NO_RATE: "It waits for review: the plan has no rate for the called number on that day.",
    Reason.UNKNOWN_JURISDICTION: "It waits for review: the called area code is not known.",
    Reason.PROBABLE_DUPLICATE: "It waits for review: it looks like a second record of one call.",
    Reason.PARTIAL: "It waits for review: its record is only a part of the call.",
    Reason.CONTROL_TOTAL: "It waits for review: the file it came in does not add up.",
    Reason.WRONG_FIELDS: "Its record could not be read: it has the wrong number of fields.",
    Reason.NO_ID: "Its record could not be read: it has no id.",
    Reason.BAD_START: "Its record could not be read: its start is no date and time.",
    Reason.BAD_DURATION_TEXT: "Its record could not be read: its duration is no whole number.",
    Reason.BAD_DIRECTION: "Its record could not be read: its direction is not known.",
}
