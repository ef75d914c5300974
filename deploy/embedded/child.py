"""Become a server that ends with the process that started it.

A script for `process.start_child`, outside the package so that it starts in milliseconds::

    python -I -S child.py PARENT_PID DEATH_SIGNAL USER_OR_EMPTY PROGRAM ARGUMENT...

It gives up root for the user, asks the kernel (Linux) for the signal at its parent's death,
and turns into the program. The order matters: a change of user clears the request.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def become(user: str) -> None:
    """Give up root for the user."""
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def end_with_parent(death_signal: int) -> None:
    """Have the kernel send us (and the program we become) the signal when our parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")


def main() -> None:
    """Turn into the program that the command line names."""
    parent, death_signal, user, *command = sys.argv[1:]
    if user:
        become(user)
    if sys.platform == "linux":
        end_with_parent(int(death_signal))
    if os.getppid() != int(parent):  # it died before the kernel was asked
        sys.exit("The process that wanted this server is gone.")
    os.execv(command[0], command)  # noqa: S606 - the program was named by our own code


if __name__ == "__main__":
    main()
