"""`island verify`: is this paper or record the one that was issued; no database, no network."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from commons.almanac import SHANGHAI
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.verify import (
    MARK,
    ROOM_BYTES,
    Fault,
    No,
    Proven,
    Trust,
    verify,
    verify_paper,
)
from commons.papers.stamping import Seal, open_seal
from commons.settings import Settings, SettingsError, read_keys
from commons.signed_data import NotSigned
from commons.stamp_token import is_known, read_certificates

YES, NO, UNREADABLE = 0, 1, 2
PROOF_ENDING = ".proof.json"
SEALED, PDF = b"/ByteRange", b"%PDF-"
FILE_BYTES_MAX = 200 * 1024 * 1024
Parsers = _SubParsersAction  # the type argparse gives to what add_subparsers returns

WORDS: Mapping[str, str] = {
    Fault.BUNDLE: "这不是存证证明，或者已经损坏",
    Fault.KEY: "证明不是由指定的密钥签名的",
    Fault.SIGNATURE: "证明没有有效的签名",
    Fault.INCLUSION: "这条记录不在签名的存证里",
    Fault.FACTS: "证明里写的事实被改动过",
    Fault.FILE: "文件不是证明里说的那一份，或者改动过",
    Fault.WITNESSES: "指定的见证人没有见过这份存证摘要",
    Fault.HISTORY: "存证与您保存的旧摘要矛盾：历史被改写过",
    "seal": "文件上的电子印章或者时间戳被改动过",
    "stamp": "文件没有您指定的机构盖的时间戳",
}


class Unreadable(Exception):
    """Something that was named on the command line cannot be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found to hold, and which parts were held against something known from elsewhere."""

    proven: Proven
    digest: str | None
    seal: Seal | None
    is_trusted: bool
    is_known: bool  # the authority of the time stamp


def add_parser(subparsers: "Parsers[ArgumentParser]") -> None:
    """Put `verify` beside the other commands."""
    parser = subparsers.add_parser(
        "verify",
        help="核验文书或存证记录是否原样",
        description="核验文书或存证记录是否原样；不用数据库，不用网络。",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF 文书，或单独一份 .proof.json")
    parser.add_argument("--bundle", type=Path, metavar="BUNDLE.json", help="存证证明")
    parser.add_argument("--key", metavar="KEY", help="法院公布的存证公钥，或存有公钥的文件")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="必须有其签名的见证人公钥"
    )
    parser.add_argument("--head", type=Path, metavar="FILE", help="您以前保存的存证摘要")
    parser.add_argument("--tsa", metavar="CERT.pem", help="必须有其时间戳的机构的证书")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    try:
        content = _bytes(args.file)
        is_inside = args.bundle is None and MARK in content and content.startswith(PDF)
        text, digest = ("", None) if is_inside else _read_inputs(args.file, args.bundle)
        believed = read_certificates(args.tsa) if args.tsa else ()
        trust = Trust(
            key=_trusted_key(args.key, text or _proof_inside(content)),
            witnesses=tuple(map(_key_text, args.witness)),
            remembered=_text(args.head) if args.head else None,
        )
    except (Unreadable, SettingsError) as trouble:
        sys.stderr.write(f"island verify: {trouble}\n")
        return UNREADABLE
    try:
        if is_inside:
            proven = verify_paper(content, trust=trust)
            digest = sha256(content).hexdigest()
        else:
            proven = verify(text, file_hash=digest, trust=trust)
        # The log knows where the seal lies, not what it says: it must hold by itself.
        seal = open_seal(content) if is_inside or SEALED in content else None
    except No as no:
        return _say_no(no.args[0].value, as_json=args.json)
    except NotSigned:
        return _say_no("seal", as_json=args.json)
    stamp = seal.stamp if seal else None
    if args.tsa and not (stamp and is_known(stamp.certificate, believed)):
        return _say_no("stamp", as_json=args.json)
    answer = Answer(proven, digest, seal, is_trusted=trust.key is not None, is_known=bool(args.tsa))
    return _say_yes(answer, as_json=args.json)


def _read_inputs(file: Path, bundle: Path | None) -> tuple[str, str | None]:
    """Return the proof's text, and the paper's hash unless the proof stands alone."""
    content = _bytes(file)
    if bundle is not None:
        return _text(bundle), sha256(content).hexdigest()
    if content.lstrip()[:1] == b"{":
        return _text(file), None
    beside = file.with_name(file.stem + PROOF_ENDING)
    if not beside.is_file():
        raise Unreadable(f"找不到 {beside.name}：请用 --bundle 指出存证证明")
    return _text(beside), sha256(content).hexdigest()


def _proof_inside(content: bytes) -> str:
    at = content.find(MARK)
    return content[at : at + ROOM_BYTES].decode(errors="replace") if at >= 0 else ""


def _trusted_key(given: str | None, text: str) -> str | None:
    """Choose the key to believe: the one named, the one set, or that of the service right here."""
    named = given or os.environ.get("ISLAND_LOG_KEY")
    if named:
        return _key_text(named)
    own = Settings.home_of() / "keys.json"
    if not own.is_file():
        return None
    try:
        seed = read_keys(own, may_make=False).log_seed
        named_by = str(json.loads(text)["key"]).partition("+")[0]
        return str(SigningKey(named_by, seed).public())
    except (SettingsError, OSError, ValueError, KeyError, TypeError):
        return None


def _key_text(given: str) -> str:
    return given.strip() if "+" in given else _text(Path(given)).strip()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise Unreadable(f"文件太大：{path}")
        return path.read_bytes()
    except OSError as trouble:
        raise Unreadable(f"读不了 {path}：{trouble.strerror}") from trouble


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as trouble:
        raise Unreadable(f"{path} 不是文本文件") from trouble


def _say_no(fault: str, *, as_json: bool) -> int:
    if as_json:
        _print(json.dumps({"verified": False, "fault": fault}))
    else:
        _print(f"不成立：{WORDS[fault]}")
    return NO


def _say_yes(found: Answer, *, as_json: bool) -> int:
    proven = found.proven
    if as_json:
        answer = {
            "verified": True,
            "key_trusted": found.is_trusted,
            "key": proven.key,
            "sha256": found.digest,
            "act": proven.act,
            "facts": proven.facts,
            "index": proven.index,
            "log_size": proven.size,
            "witnessed": dict(proven.witnessed),
            "seal": _seal_json(found),
        }
        _print(json.dumps(answer, ensure_ascii=False, indent=1))
        return YES
    subject = "文件自登记起没有改动" if found.digest else "记录在存证里，没有改动"
    _print(f"成立：{subject}")
    _print(f"登记时间 {proven.act.get('at')}，事项 {proven.act.get('act')}")
    _print(f"第 {proven.index + 1} 条，存证共 {proven.size} 条")
    for name, at in proven.witnessed:
        _print(f"见证人 {name} 于 {at} 见过")
    _print(f"签名密钥 {proven.key}")
    if found.seal is not None:
        _say_seal(found.seal)
    if not found.is_trusted:
        _print("注意：没有指定公钥。请与法院公布的存证公钥核对，或用 --key 指定。")
    if found.seal is not None and found.seal.stamp is not None and not found.is_known:
        _print("注意：没有指定时间戳机构的证书，机构名称只是自称。可用 --tsa 指定。")
    return YES


def _say_seal(seal: Seal) -> None:
    _print(f"电子印章 {seal.signed.signer}，盖章后没有改动")
    if seal.stamp is None:
        _print("没有外部机构的时间戳")
        return
    when = seal.stamp.at.astimezone(SHANGHAI)
    _print(f"时间戳：{seal.stamp.authority}证明，{_in_words(when)}已经有这份盖好章的文件")


def _in_words(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}（北京时间）"


def _seal_json(found: Answer) -> dict[str, object] | None:
    if found.seal is None:
        return None
    stamp = found.seal.stamp
    return {
        "signer": found.seal.signed.signer,
        "stamped_at": stamp.at.isoformat() if stamp else None,
        "stamped_by": stamp.authority if stamp else None,
        "authority_known": found.is_known if stamp else None,
    }


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
