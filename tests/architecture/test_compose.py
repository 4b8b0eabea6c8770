"""The containers: desk and assistant are two users, keys are the desk's alone, nothing is open or written down."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT, text
from tools.settings import SETTINGS

Compose = dict[str, Any]

SECRETIVE = re.compile(r"PASSWORD|PASSPHRASE|SECRET|TOKEN|KEY")
REQUIRED = re.compile(r"\$\{[A-Z_]+:\?[^}]+\}")
URL_PASSWORD = re.compile(r"://[^/@\s:]+:[^/@\s]+@")
SETTING = re.compile(r"\bEVA_[A-Z_]+")
PINNED = re.compile(r"^[\w./-]+:[\w.-]*\d[\w.-]*\d[\w.-]*$")
FROM = re.compile(r"^FROM\s+(\S+)(?:\s+AS\s+(\S+))?$", re.MULTILINE | re.IGNORECASE)
INSTALL = re.compile(r"\bpip install\b[^&\n]*")
WALLED = ("assistant", "desk")


def complaints(compose: Compose) -> list[str]:
    """What is wrong with a compose file."""
    return [
        *users(compose),
        *keys(compose),
        *networks(compose),
        *services(compose),
        *walls(compose),
        *passwords(compose),
        *settings(compose),
    ]


def users(compose: Compose) -> Iterator[str]:
    """Desk and assistant are different users, named by number, neither of them root."""
    ids = {name: str(compose["services"][name].get("user", "0")).partition(":")[0] for name in WALLED}
    yield from (f"{name}: runs as {uid!r}" for name, uid in ids.items() if not uid.isdigit() or int(uid) == 0)
    if len(set(ids.values())) < len(ids):
        yield "desk and assistant run as the same user"


def keys(compose: Compose) -> Iterator[str]:
    """Secrets and the volumes of keys and of the desk's state are mounted in the desk alone."""
    for name, service in compose["services"].items():
        mounted = {source(volume) for volume in service.get("volumes", [])}
        if name != "desk":
            yield from (f"{name}: has the secret {secret!r}" for secret in service.get("secrets", []))
            yield from (f"{name}: mounts {volume!r}" for volume in mounted & {"desk-vault", "desk-state"})
        if "docker.sock" in str(service.get("volumes", [])):
            yield f"{name}: mounts the container engine"
    shared = {source(v) for v in compose["services"]["desk"]["volumes"]}
    shared &= {source(v) for v in compose["services"]["assistant"]["volumes"]}
    if shared != {"desk-socket"}:
        yield f"desk and assistant share {sorted(shared)}"


def source(volume: str | Mapping[str, str]) -> str:
    """What a volume entry mounts."""
    return volume.partition(":")[0] if isinstance(volume, str) else volume.get("source", "")


def networks(compose: Compose) -> Iterator[str]:
    """The desk has a network of its own; the assistant has none that leads outside."""
    joined = {name: set(service.get("networks", ["default"])) for name, service in compose["services"].items()}
    for name, others in joined.items():
        if name != "desk" and others & joined["desk"]:
            yield f"{name}: is on a network of the desk"
    yield from (
        f"assistant: the network {network!r} leads outside"
        for network in sorted(joined["assistant"])
        if not (compose["networks"].get(network) or {}).get("internal")
    )
    for name, service in compose["services"].items():
        if service.get("network_mode"):
            yield f"{name}: has the network mode {service['network_mode']!r}"


def services(compose: Compose) -> Iterator[str]:
    """Images are pinned, ports are on loopback, health is checked, and rights are dropped."""
    for name, service in compose["services"].items():
        if not PINNED.match(str(service.get("image", ""))):
            yield f"{name}: the image {service.get('image')!r} is not pinned"
        ports = [str(port) for port in service.get("ports", [])]
        yield from (f"{name}: publishes {port!r}" for port in ports if not port.startswith("127.0.0.1:"))
        if not service.get("healthcheck", {}).get("test"):
            yield f"{name}: has no health check"
        if service.get("cap_drop") != ["ALL"] or service.get("privileged") or service.get("cap_add"):
            yield f"{name}: keeps capabilities"
        if "no-new-privileges:true" not in service.get("security_opt", []):
            yield f"{name}: may gain privileges"


def walls(compose: Compose) -> Iterator[str]:
    """What is ours runs on a system that cannot be written, and the desk of live trading only where it is asked for."""
    for name in WALLED:
        if compose["services"][name].get("read_only") is not True:
            yield f"{name}: its system can be written"
    if compose["services"]["desk"].get("profiles") != ["live"]:
        yield "desk: starts without the profile live"
    if compose["services"]["assistant"].get("ports"):
        yield "assistant: publishes a port, and nothing asks who calls"


def passwords(compose: Compose) -> Iterator[str]:
    """No password is written down: each is a variable without which nothing starts."""
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            secretive = SECRETIVE.search(variable) and not variable.endswith("_FILE")
            if secretive and not REQUIRED.fullmatch(str(value)):
                yield f"{name}: {variable} is written down, or may be missing"
        if URL_PASSWORD.search(yaml.safe_dump(service)):
            yield f"{name}: an address holds a password"


def settings(compose: Compose) -> Iterator[str]:
    """Every setting that is named exists."""
    yield from unknown_settings(yaml.safe_dump(compose))


def unknown_settings(words: str) -> Iterator[str]:
    """Names like a setting's that are none."""
    known = {setting.name for setting in SETTINGS}
    yield from (f"there is no setting {name}" for name in sorted(set(SETTING.findall(words)) - known))


def image_complaints(dockerfile: str) -> list[str]:
    """What is wrong with the image's recipe."""
    joined = dockerfile.replace("\\\n", " ")
    found = list(unknown_settings(joined))
    stages: set[str] = set()
    for image, stage in FROM.findall(joined):
        if image not in stages and not re.search(r":\d+\.\d+\.\d+", image):
            found.append(f"the image {image!r} is not pinned")
        stages.add(stage)
    installs = INSTALL.findall(joined)
    found += [
        f"{i.strip()!r} takes what has no hash" for i in installs if not re.search("--(require-hashes|no-deps)", i)
    ]
    if not any("--require-hashes" in install and "-r requirements/" in install for install in installs):
        found.append("nothing is installed from the locks")
    last = [line.split()[1] for line in joined.splitlines() if line.startswith("USER ")][-1:]
    if not last or last[0].partition(":")[0] in ("root", "0"):
        found.append("the image runs as root")
    return found


@pytest.fixture
def compose() -> Compose:
    """The compose file, parsed."""
    parsed: Compose = copy.deepcopy(yaml.safe_load(text(Path("docker-compose.yml"))))
    return parsed


def test_the_containers_are_as_they_should_be(compose: Compose) -> None:
    assert not complaints(compose)
    expected = {"assistant", "desk", "ollama", "postgres", "redis", "minio", "prometheus", "grafana"}
    assert set(compose["services"]) == expected


def test_the_image_is_as_it_should_be() -> None:
    assert not image_complaints(text(Path("deploy/Dockerfile")))


def test_the_users_of_the_compose_file_are_those_of_the_image(compose: Compose) -> None:
    dockerfile = text(Path("deploy/Dockerfile"))
    for name in WALLED:
        assert f"useradd --uid {compose['services'][name]['user'].partition(':')[0]} " in dockerfile
    assert f"USER {compose['services']['assistant']['user']}\n" in dockerfile


def test_what_is_mounted_and_required_exists(compose: Compose) -> None:
    mounted = {source(volume) for service in compose["services"].values() for volume in service.get("volumes", [])}
    assert {name for name in mounted if not name.startswith("./")} == set(compose["volumes"])
    assert all((ROOT / name).exists() for name in mounted if name.startswith("./"))
    required = set(re.findall(r"\$\{([A-Z_]+):\?", text(Path("docker-compose.yml"))))
    written = re.search(r"for name in ([A-Z_ ]+);", text(Path("deploy/passwords.sh")))
    assert written is not None
    assert required == set(written.group(1).split())


def test_nothing_secret_is_copied_into_the_image() -> None:
    ignored = set(text(Path(".dockerignore")).splitlines())
    assert {".git", ".env", ".env.*", "**/.env", "**/*.key", "**/*.pem", "**/*.db", "deploy"} <= ignored


def service(name: str, **changed: Any) -> Callable[[Compose], None]:
    """A change of one service."""

    def change(compose: Compose) -> None:
        compose["services"][name].update(changed)

    return change


def environment(name: str, **changed: str) -> Callable[[Compose], None]:
    """A change of one service's environment."""

    def change(compose: Compose) -> None:
        compose["services"][name].setdefault("environment", {}).update(changed)

    return change


def network(compose: Compose) -> None:
    """The network of the assistant leads outside."""
    compose["networks"]["inside"] = {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (service("assistant", user="10002:10000"), "the same user"),
        (service("assistant", user="0:0"), "assistant: runs as '0'"),
        (service("desk", user="root"), "desk: runs as 'root'"),
        (service("assistant", secrets=["desk_vault_key"]), "assistant: has the secret"),
        (service("postgres", secrets=["desk_vault_key"]), "postgres: has the secret"),
        (service("assistant", volumes=["desk-vault:/v", "desk-socket:/run/eva"]), "assistant: mounts 'desk-vault'"),
        (service("ollama", volumes=[{"type": "volume", "source": "desk-state"}]), "ollama: mounts 'desk-state'"),
        (service("grafana", volumes=["/var/run/docker.sock:/s"]), "grafana: mounts the container engine"),
        (service("desk", volumes=["assistant-state:/a", "desk-socket:/run/eva"]), "desk and assistant share"),
        (service("desk", networks=["venues", "inside"]), "is on a network of the desk"),
        (service("redis", networks=["venues"]), "redis: is on a network of the desk"),
        (service("assistant", networks=["inside", "console"]), "'console' leads outside"),
        (network, "'inside' leads outside"),
        (service("assistant", network_mode="host"), "assistant: has the network mode 'host'"),
        (service("redis", image="redis:latest"), "redis: the image 'redis:latest' is not pinned"),
        (service("redis", image="redis"), "redis: the image 'redis' is not pinned"),
        (service("redis", image="redis:7"), "redis: the image 'redis:7' is not pinned"),
        (service("grafana", ports=["3000:3000"]), "grafana: publishes '3000:3000'"),
        (service("grafana", ports=["0.0.0.0:3000:3000"]), "grafana: publishes"),
        (service("grafana", ports=[{"target": 3000, "published": 3000}]), "grafana: publishes"),
        (service("assistant", ports=["127.0.0.1:8484:8484"]), "assistant: publishes a port"),
        (service("minio", healthcheck={}), "minio: has no health check"),
        (service("assistant", cap_drop=[]), "assistant: keeps capabilities"),
        (service("desk", cap_add=["NET_ADMIN"]), "desk: keeps capabilities"),
        (service("postgres", privileged=True), "postgres: keeps capabilities"),
        (service("desk", security_opt=[]), "desk: may gain privileges"),
        (service("assistant", read_only=False), "assistant: its system can be written"),
        (service("desk", profiles=[]), "desk: starts without the profile live"),
        (environment("postgres", POSTGRES_PASSWORD="eva"), "POSTGRES_PASSWORD is written down"),
        (environment("postgres", POSTGRES_PASSWORD="${P:-eva}"), "POSTGRES_PASSWORD is written down"),
        (environment("minio", MINIO_ROOT_PASSWORD="${MINIO_PASSWORD}"), "MINIO_ROOT_PASSWORD is written down"),
        (environment("assistant", EVA_DATABASE_URL="postgresql://eva:x@postgres/eva"), "an address holds a password"),
        (environment("assistant", EVA_SERVE_PUBLIC="1"), "there is no setting EVA_SERVE_PUBLIC"),
        (environment("assistant", EVA_LANG="${EVA_LANGUAGE:-}"), "there is no setting EVA_LANGUAGE"),
    ],
)
def test_what_breaks_a_rule_is_found(compose: Compose, change: Callable[[Compose], None], said: str) -> None:
    change(compose)
    assert any(said in complaint for complaint in complaints(compose)), complaints(compose)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("python:3.11.13-slim-bookworm", "python:3.11-slim", "is not pinned"),
        ("python:3.11.13-slim-bookworm", "python", "is not pinned"),
        ("--require-hashes -r requirements/all.txt", "-r requirements/all.txt", "takes what has no hash"),
        ("--require-hashes", "", "nothing is installed from the locks"),
        ("USER 10001:10000", "USER root", "runs as root"),
        ("USER 10001:10000", "", "runs as root"),
        ("CMD", "USER 0:0\nCMD", "runs as root"),
        ("EVA_HOME", "EVA_HOUSE", "there is no setting EVA_HOUSE"),
    ],
)
def test_what_breaks_a_rule_of_the_image_is_found(old: str, new: str, said: str) -> None:
    dockerfile = text(Path("deploy/Dockerfile"))
    assert old in dockerfile
    assert any(said in complaint for complaint in image_complaints(dockerfile.replace(old, new)))
