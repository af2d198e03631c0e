"""`island verify`: is this paper or record the one that was issued; no database, no network."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.verify import Fault, No, Proven, Trust, verify
from commons.settings import Settings, SettingsError, read_keys

YES, NO, UNREADABLE = 0, 1, 2
PROOF_ENDING = ".proof.json"
FILE_BYTES_MAX = 200 * 1024 * 1024
Parsers = _SubParsersAction  # the type argparse gives to what add_subparsers returns

WORDS: Mapping[Fault, str] = {
    Fault.BUNDLE: "这不是存证证明，或者已经损坏",
    Fault.KEY: "证明不是由指定的密钥签名的",
    Fault.SIGNATURE: "证明没有有效的签名",
    Fault.INCLUSION: "这条记录不在签名的存证里",
    Fault.FACTS: "证明里写的事实被改动过",
    Fault.FILE: "文件不是证明里说的那一份，或者改动过",
    Fault.WITNESSES: "指定的见证人没有见过这份存证摘要",
    Fault.HISTORY: "存证与您保存的旧摘要矛盾：历史被改写过",
}


class Unreadable(Exception):
    """Something that was named on the command line cannot be read."""


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
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    try:
        text, digest = _read_inputs(args.file, args.bundle)
        trust = Trust(
            key=_trusted_key(args.key, text),
            witnesses=tuple(map(_key_text, args.witness)),
            remembered=_text(args.head) if args.head else None,
        )
    except Unreadable as trouble:
        sys.stderr.write(f"island verify: {trouble}\n")
        return UNREADABLE
    try:
        proven = verify(text, file_hash=digest, trust=trust)
    except No as no:
        return _say_no(no.args[0], as_json=args.json)
    return _say_yes(proven, digest, is_trusted=trust.key is not None, as_json=args.json)


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


def _say_no(fault: Fault, *, as_json: bool) -> int:
    if as_json:
        _print(json.dumps({"verified": False, "fault": fault.value}))
    else:
        _print(f"不成立：{WORDS[fault]}")
    return NO


def _say_yes(proven: Proven, digest: str | None, *, is_trusted: bool, as_json: bool) -> int:
    if as_json:
        answer = {
            "verified": True,
            "key_trusted": is_trusted,
            "key": proven.key,
            "sha256": digest,
            "act": proven.act,
            "facts": proven.facts,
            "index": proven.index,
            "log_size": proven.size,
            "witnessed": dict(proven.witnessed),
        }
        _print(json.dumps(answer, ensure_ascii=False, indent=1))
        return YES
    subject = "文件自登记起没有改动" if digest else "记录在存证里，没有改动"
    _print(f"成立：{subject}")
    _print(f"登记时间 {proven.act.get('at')}，事项 {proven.act.get('act')}")
    _print(f"第 {proven.index + 1} 条，存证共 {proven.size} 条")
    for name, at in proven.witnessed:
        _print(f"见证人 {name} 于 {at} 见过")
    _print(f"签名密钥 {proven.key}")
    if not is_trusted:
        _print("注意：没有指定公钥。请与法院公布的存证公钥核对，或用 --key 指定。")
    return YES


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
