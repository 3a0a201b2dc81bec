"""A certificate authority for one run, and with it a certificate for the hosts of AWS: certificate.py FOLDER REGION...

Writes authority.pem, host.pem and host.key. The authority's own key is not kept, and what it signed ends in a day.
"""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, issuer, public_key, signing_key, extensions):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(subject_name=name(subject), issuer_name=name(issuer), public_key=public_key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signing_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def main(folder, regions):
    folder = pathlib.Path(folder)
    authority, host = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = "Alethia Connect, one run of make bench"
    signs = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    itself = [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (signs, True),
        (x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), False),
    ]
    hosts = ["*.amazonaws.com", *(f"*.{region}.amazonaws.com" for region in regions)]
    serves = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), False),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False),
    ]
    (folder / "authority.pem").write_bytes(certificate(issuer, issuer, authority.public_key(), authority, itself))
    (folder / "host.pem").write_bytes(certificate("amazonaws.com", issuer, host.public_key(), authority, serves))
    key = host.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "host.key").touch(mode=0o600)
    (folder / "host.key").write_bytes(key)


main(sys.argv[1], sys.argv[2:])
