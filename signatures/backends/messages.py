"""Signatures of what is no PDF: data messages (detached CMS) and XML (XAdES)."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.utils.translation import gettext as _
from lxml import etree

from signatures.backends import envelopes, time_stamps
from signatures.backends.base import Key, Signed, SigningRefused
from signatures.states import MessageLevel

DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
CANONICAL = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
DIGEST = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
NAMES = {"ds": DS, "xades": XADES}

#: The library brings no types.
Element = Any


def sign_message(data: bytes, *, key: Key, at: datetime) -> Signed:
    """A CAdES envelope (ETSI EN 319 122-1) in DER; the data travels beside it."""
    template = envelopes.template_of(key.certificate, key.chain)
    attributes = template.attributes(sha256(data).digest(), at=at)
    value = key.sign(attributes)
    stamp = time_stamps.stamp_for(value)
    envelope = template.envelope(attributes, value, stamp=stamp)
    level = MessageLevel.CADES_T if stamp else MessageLevel.CADES_B
    return Signed(envelope, level, value)


def sign_xml(document: bytes, *, key: Key, at: datetime) -> Signed:
    """The document with an enveloped XAdES signature (ETSI EN 319 132-1) as its last element.

    Raises SigningRefused for what is no XML, is signed already, or has a document type: with
    that what is read is not what stands there.
    """
    tree = parsed(document)
    signature = part(None, "ds:Signature", Id="Signature1")
    information = part(signature, "ds:SignedInfo")
    value_element = part(signature, "ds:SignatureValue", Id="Signature1-value")
    carry(signature, key)
    properties = qualifying(signature, key.certificate, at)
    write_information(information, key.certificate, canonical(tree), properties)
    tree.getroot().append(signature)
    value = key.sign(canonical(information))
    value_element.text = encoded(plain_value(key.certificate, value))
    stamp = time_stamps.stamp_for(canonical(value_element))
    if stamp:
        add_stamp(properties, stamp)
    level = MessageLevel.XADES_T if stamp else MessageLevel.XADES_B
    return Signed(written(tree), level, value)


def stamped_message(envelope: bytes) -> bytes:
    """The same envelope with the time stamp that was not to be had; raises SigningUnavailable."""
    whole = cms.ContentInfo.load(envelope)
    signer = whole["content"]["signer_infos"][0]
    stamp = time_stamps.time_stamps().stamp(sha256(signer["signature"].native).digest())
    token = cms.ContentInfo.load(stamp)
    signer["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]
    return bytes(whole.dump())


def stamped_xml(document: bytes) -> bytes:
    """The same XML with the time stamp that was not to be had; raises SigningUnavailable."""
    tree = read(document)
    signature = tree.getroot().find("ds:Signature", NAMES)
    value = canonical(signature.find("ds:SignatureValue", NAMES))
    stamp = time_stamps.time_stamps().stamp(sha256(value).digest())
    add_stamp(signature.find(".//xades:SignedProperties", NAMES), stamp)
    return written(tree)


def parsed(document: bytes) -> Element:
    tree = read(document)
    if tree.docinfo.doctype:
        raise SigningRefused(_("XML with a document type is not signed."))
    if tree.find(".//ds:Signature", NAMES) is not None:
        raise SigningRefused(_("The XML is signed already."))
    return tree


def read(document: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.ElementTree(etree.fromstring(document, parser))
    except etree.XMLSyntaxError as error:
        told = _("The message is no XML: %(why)s") % {"why": error}
        raise SigningRefused(told) from error


def written(tree: Element) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def part(parent: Element | None, name: str, text: str = "", **attributes: str) -> Element:
    prefix, local = name.split(":")
    tag = f"{{{NAMES[prefix]}}}{local}"
    nsmap = {prefix: NAMES[prefix]}
    if parent is None:
        made = etree.Element(tag, attributes, nsmap=nsmap)
    else:
        made = etree.SubElement(parent, tag, attributes, nsmap=nsmap)
    made.text = text or None
    return made


def write_information(
    information: Element, certificate: bytes, content: bytes, properties: Element
) -> None:
    is_ec = isinstance(envelopes.public_key_of(certificate), EllipticCurvePublicKey)
    part(information, "ds:CanonicalizationMethod", Algorithm=CANONICAL)
    part(information, "ds:SignatureMethod", Algorithm=ECDSA if is_ec else RSA)
    data = part(information, "ds:Reference", Id="Signature1-data", URI="")
    refer(data, content, ENVELOPED, CANONICAL)
    name = f"#{properties.get('Id')}"
    said = part(information, "ds:Reference", Type=PROPERTIES, URI=name)
    refer(said, canonical(properties), CANONICAL)


def refer(reference: Element, content: bytes, *transforms: str) -> None:
    steps = part(reference, "ds:Transforms")
    for transform in transforms:
        part(steps, "ds:Transform", Algorithm=transform)
    add_digest(reference, content)


def add_digest(parent: Element, content: bytes) -> None:
    part(parent, "ds:DigestMethod", Algorithm=DIGEST)
    part(parent, "ds:DigestValue", encoded(sha256(content).digest()))


def carry(signature: Element, key: Key) -> None:
    data = part(part(signature, "ds:KeyInfo"), "ds:X509Data")
    for certificate in (key.certificate, *filter(envelopes.is_no_root, key.chain)):
        part(data, "ds:X509Certificate", encoded(certificate))


def qualifying(signature: Element, certificate: bytes, at: datetime) -> Element:
    """What the signer says of the signature, itself signed."""
    outer = part(part(signature, "ds:Object"), "xades:QualifyingProperties", Target="#Signature1")
    signed = part(outer, "xades:SignedProperties", Id="Signature1-properties")
    own = part(signed, "xades:SignedSignatureProperties")
    part(own, "xades:SigningTime", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    named = part(part(own, "xades:SigningCertificateV2"), "xades:Cert")
    add_digest(part(named, "xades:CertDigest"), certificate)
    part(named, "xades:IssuerSerialV2", encoded(envelopes.issuer_serial(certificate)))
    data = part(signed, "xades:SignedDataObjectProperties")
    kind = part(data, "xades:DataObjectFormat", ObjectReference="#Signature1-data")
    part(kind, "xades:MimeType", "text/xml")
    return signed


def add_stamp(properties: Element, stamp: bytes) -> None:
    unsigned = part(properties.getparent(), "xades:UnsignedProperties")
    stamps = part(part(unsigned, "xades:UnsignedSignatureProperties"), "xades:SignatureTimeStamp")
    part(stamps, "ds:CanonicalizationMethod", Algorithm=CANONICAL)
    part(stamps, "xades:EncapsulatedTimeStamp", encoded(stamp))


def plain_value(certificate: bytes, value: bytes) -> bytes:
    """XML wants the two numbers of ECDSA side by side (RFC 4050)."""
    key = envelopes.public_key_of(certificate)
    if not isinstance(key, EllipticCurvePublicKey):
        return value
    size = (key.key_size + 7) // 8
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(value))


def canonical(node: Element) -> bytes:
    return bytes(etree.tostring(node, method="c14n", exclusive=True, with_comments=False))


def encoded(content: bytes) -> str:
    return b64encode(content).decode()
