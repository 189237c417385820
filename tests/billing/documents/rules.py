"""The rules of EN 16931 that concern us, read from the XML alone, as a receiver's program does.

Names are those of the standard's own rule set (https://github.com/ConnectingEurope/eInvoicing-EN16931).
`broken(xml)` tells which of them do not hold.
"""

from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
SPACES = {"ram": RAM, "rsm": RSM, "udt": UDT}
CENT = Decimal("0.01")


class Read:
    """The XML by its business terms."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)
        self.settlement = self.nodes("//ram:ApplicableHeaderTradeSettlement")[0]
        self.lines = self.nodes("//ram:IncludedSupplyChainTradeLineItem")
        self.breakdowns = self.nodes("ram:ApplicableTradeTax", self.settlement)

    def nodes(self, path, of=None):
        return (self.root if of is None else of).xpath(path, namespaces=SPACES)

    def text(self, path, of=None):
        found = self.nodes(path, of)
        return (found[0].text or "").strip() if found else ""

    def number(self, path, of=None):
        return Decimal(self.text(path, of) or "0")

    def sum_of(self, name):
        whole = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
        return self.number(f"{whole}/ram:{name}", self.settlement)

    def seller(self, path):
        return self.text(f"//ram:SellerTradeParty/{path}")

    def buyer(self, path):
        return self.text(f"//ram:BuyerTradeParty/{path}")

    @property
    def seller_vat(self):
        return self.seller("ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']")

    @property
    def buyer_vat(self):
        return self.buyer("ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']")


def broken(xml: bytes) -> list[str]:
    """The names of the rules that do not hold."""
    it = Read(xml)
    held = {**_document(it), **_sums(it), **_lines(it), **_payment(it)}
    for number, one in enumerate(it.breakdowns):
        held |= {f"{name}/{number}": ok for name, ok in _breakdown(it, one).items()}
    return sorted(name for name, ok in held.items() if not ok)


def _document(it: Read) -> dict[str, bool]:
    return {
        "BR-01": it.text("//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")
        == "urn:cen.eu:en16931:2017",
        "BR-02": bool(it.text("//rsm:ExchangedDocument/ram:ID")),
        "BR-03": bool(it.text("//rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString")),
        "BR-04": it.text("//rsm:ExchangedDocument/ram:TypeCode") in {"380", "381"},
        "BR-05": len(it.text("ram:InvoiceCurrencyCode", it.settlement)) == 3,
        "BR-06": bool(it.seller("ram:Name")),
        "BR-07": bool(it.buyer("ram:Name")),
        "BR-08": bool(it.nodes("//ram:SellerTradeParty/ram:PostalTradeAddress")),
        "BR-09": len(it.seller("ram:PostalTradeAddress/ram:CountryID")) == 2,
        "BR-10": bool(it.nodes("//ram:BuyerTradeParty/ram:PostalTradeAddress")),
        "BR-11": len(it.buyer("ram:PostalTradeAddress/ram:CountryID")) == 2,
        "BR-16": bool(it.lines),
        "BR-CO-09": all(
            not vat or vat[:2].isalpha() and vat[:2].isupper()
            for vat in (it.seller_vat, it.buyer_vat)
        ),
        "BR-CO-18": len(it.breakdowns) >= 1,
        "BR-CO-26": any(
            (
                it.seller("ram:ID"),
                it.seller("ram:SpecifiedLegalOrganization/ram:ID"),
                it.seller_vat,
            )
        ),
    }


def _sums(it: Read) -> dict[str, bool]:
    lines = sum((_line_total(it, one) for one in it.lines), Decimal(0))
    tax = sum((it.number("ram:CalculatedAmount", one) for one in it.breakdowns), Decimal(0))
    net, basis = it.sum_of("LineTotalAmount"), it.sum_of("TaxBasisTotalAmount")
    names = ("LineTotalAmount", "TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount",
             "DuePayableAmount")  # fmt: skip
    return {
        "BR-CO-10": net == lines,
        "BR-CO-13": basis
        == net - it.sum_of("AllowanceTotalAmount") + it.sum_of("ChargeTotalAmount"),
        "BR-CO-14": it.sum_of("TaxTotalAmount") == tax,
        "BR-CO-15": it.sum_of("GrandTotalAmount") == basis + it.sum_of("TaxTotalAmount"),
        "BR-CO-16": it.sum_of("DuePayableAmount")
        == it.sum_of("GrandTotalAmount") - it.sum_of("TotalPrepaidAmount"),
        "BR-DEC": all(it.sum_of(name) == it.sum_of(name).quantize(CENT) for name in names),
    }


def _lines(it: Read) -> dict[str, bool]:
    held = {}
    for number, one in enumerate(it.lines, start=1):
        price = it.number(".//ram:NetPriceProductTradePrice/ram:ChargeAmount", one)
        quantity = it.number(".//ram:BilledQuantity", one)
        period = ".//ram:BillingSpecifiedPeriod"
        held |= {
            f"BR-21/{number}": bool(it.text("ram:AssociatedDocumentLineDocument/ram:LineID", one)),
            f"BR-23/{number}": bool(it.nodes(".//ram:BilledQuantity/@unitCode", one)),
            f"BR-25/{number}": bool(it.text("ram:SpecifiedTradeProduct/ram:Name", one)),
            f"BR-27/{number}": price >= 0,
            f"BR-30/{number}": it.text(f"{period}/ram:StartDateTime/udt:DateTimeString", one)
            <= it.text(f"{period}/ram:EndDateTime/udt:DateTimeString", one),
            f"PEPPOL-R120/{number}": (quantity * price).quantize(CENT) == _line_total(it, one),
        }
    return held


def _payment(it: Read) -> dict[str, bool]:
    due = it.sum_of("DuePayableAmount")
    code = it.text("ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", it.settlement)
    account = it.text(".//ram:PayeePartyCreditorFinancialAccount/ram:IBANID", it.settlement)
    card = it.text(".//ram:ApplicableTradeSettlementFinancialCard/ram:ID", it.settlement)
    terms = "ram:SpecifiedTradePaymentTerms"
    return {
        "BR-49": bool(code),
        "BR-50": code not in {"30", "58"} or bool(account),
        "BR-51": len(card) <= 6,
        "BR-CO-25": due <= 0
        or bool(it.text(f"{terms}/ram:DueDateDateTime/udt:DateTimeString", it.settlement))
        or bool(it.text(f"{terms}/ram:Description", it.settlement)),
    }


def _breakdown(it: Read, one) -> dict[str, bool]:
    basis, tax = it.number("ram:BasisAmount", one), it.number("ram:CalculatedAmount", one)
    category, rate = it.text("ram:CategoryCode", one), it.text("ram:RateApplicablePercent", one)
    expected = (basis * Decimal(rate or "0") / 100).quantize(CENT, ROUND_HALF_UP)
    why = it.text("ram:ExemptionReason", one) or it.text("ram:ExemptionReasonCode", one)
    of_lines = [
        line
        for line in it.lines
        if it.text(".//ram:ApplicableTradeTax/ram:CategoryCode", line) == category
    ]
    own = sum((_line_total(it, line) for line in of_lines), Decimal(0))
    held = {
        "BR-47": bool(category),
        "BR-48": bool(rate) or category == "O",
        "BR-CO-17": tax == expected,
        f"BR-{category}-01": len(of_lines) == len(it.lines),
        f"BR-{category}-08": basis == own,
    }
    rates = {it.text(".//ram:ApplicableTradeTax/ram:RateApplicablePercent", x) for x in of_lines}
    return held | _BY_CATEGORY[category](it, rate, rates, tax, why)


def _standard(it, rate, rates, tax, why):
    return {
        "BR-S-02": bool(it.seller_vat),
        "BR-S-05": all(Decimal(one or "0") > 0 for one in rates),
        "BR-S-08-rate": rates == {rate},
        "BR-S-10": not why,
    }


def _reverse(it, rate, rates, tax, why):
    code = it.text(".//ram:ApplicableTradeTax/ram:ExemptionReasonCode", it.settlement)
    return {
        "BR-AE-02": bool(it.seller_vat) and bool(it.buyer_vat),
        "BR-AE-05": {Decimal(one) for one in rates} == {Decimal(0)},
        "BR-AE-09": tax == 0,
        "BR-AE-10": bool(why) and code == "VATEX-EU-AE",
    }


def _outside(it, rate, rates, tax, why):
    return {
        "BR-O-02": not it.seller_vat and not it.buyer_vat,
        "BR-O-05": rates == {""} and not rate,
        "BR-O-09": tax == 0,
        "BR-O-10": bool(why),
        "BR-O-11": len(it.breakdowns) == 1,
    }


_BY_CATEGORY = {"S": _standard, "AE": _reverse, "O": _outside}


def _line_total(it: Read, line) -> Decimal:
    path = ".//ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    return it.number(path, line)
