"""A company that does not exist, for invoices of the demo and of tests. Never in production."""

# The VAT number has right check digits and belongs to nobody; the IBAN is the example of its bank.
SELLER = {
    "legal_name": "Marquee Demo SAS (invented)",
    "address": "1 rue de l’Exemple\n75000 Paris",
    "country": "FR",
    "vat_id": "FR11123456782",
    "register": "RCS Paris 123 456 782",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "email": "billing@marquee.example",
}
