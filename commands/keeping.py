"""`backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

from commands.opening import at_terminal, embedded_data_dir
from services.backup import Manifest, make_backup
from services.restoring import restore_backup


def back_up(chosen: Path | None, out: Path) -> int:
    """Write a backup of the data folder, which may be in use."""
    manifest = make_backup(embedded_data_dir(chosen), out, at_terminal())
    print(f"已备份到 {out}：{_shown(manifest)}")
    for path in manifest.left_out:
        print(f"没有备份：{path}（链接，或备份时被移走）")
    print(f"审计日志末尾记号：{manifest.head}。请另存，日后可核对日志有没有被截去。")
    print("备份含有密码的校验值和安装密钥，请妥善保管。")
    return 0


def restore(file: Path, target: Path) -> int:
    """Make the data folder of a backup."""
    manifest = restore_backup(file, target.absolute())
    print(f"已恢复到 {target}：{_shown(manifest)}，逐个核对无误，审计日志完整。")
    print("备份以后停用的账号、结束的登录和令牌会回到备份时的样子，请核对。")
    return 0


def _shown(manifest: Manifest) -> str:
    size = sum(kept.size for kept in manifest.files) / 1_000_000
    return f"{len(manifest.files)} 个文件，{size:.1f} MB，备份于 {manifest.made_at:%Y-%m-%d %H:%M} UTC"
