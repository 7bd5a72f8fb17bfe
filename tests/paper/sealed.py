"""Our seals before pyHanko:  sealed.py CERTIFICATE PDF...

Every file must be sealed whole, unaltered, by that certificate; with one byte changed it must not be. Prints what failed, and
exits 1 if anything did.
"""

import io
import sys

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


def holds(pdf, trusted):
    """What is wrong with the seal of `pdf`; empty when nothing is."""
    reader = PdfFileReader(io.BytesIO(pdf))
    seals = reader.embedded_signatures
    if len(seals) != 1:
        return f"{len(seals)} seals"
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    status = validate_pdf_signature(seals[0], signer_validation_context=context)
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return "does not cover the whole file"
    if not (status.intact and status.valid and status.trusted and status.bottom_line):
        return status.summary()
    return ""


def altered(pdf):
    """The file with one letter of its metadata changed."""
    at = pdf.index(b"BRF-2012-")
    return pdf[:at] + b"X" + pdf[at + 1 :]


def main(certificate, papers):
    with open(certificate, "rb") as file:
        trusted = x509.Certificate.load(file.read())
    failed = 0
    for name in papers:
        with open(name, "rb") as file:
            pdf = file.read()
        why = holds(pdf, trusted)
        if why:
            print(f"{name}: {why}", file=sys.stderr)
            failed += 1
        if not holds(altered(pdf), trusted):
            print(f"{name}: holds though a byte was changed", file=sys.stderr)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
