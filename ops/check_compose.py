"""What docker-compose.yml promises, checked without an engine."""

import os
import re
import sys

import yaml

KNOWN = {
    "image", "build", "environment", "env_file", "ports", "volumes", "healthcheck", "depends_on",
    "restart", "command", "read_only", "tmpfs", "cap_drop", "security_opt", "stop_grace_period",
    "user", "networks", "expose", "shm_size", "mem_limit", "init",
}


def main(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    document = yaml.safe_load(text)
    wrong = []
    unknown = set(document) - {"name", "services", "volumes", "networks"}
    if unknown:
        wrong.append(f"unknown at the top: {sorted(unknown)}")
    services = document["services"]
    volumes = set(document.get("volumes") or {})
    for name, service in services.items():
        for key in set(service) - KNOWN:
            wrong.append(f"{name}: unknown key {key}")
        if "image" not in service and "build" not in service:
            wrong.append(f"{name}: neither image nor build")
        if not (service.get("healthcheck") or {}).get("test"):
            wrong.append(f"{name}: no health check")
        build = service.get("build")
        if build:
            dockerfile = os.path.join(build.get("context", "."), build.get("dockerfile", "Dockerfile"))
            if not os.path.isfile(dockerfile):
                wrong.append(f"{name}: no {dockerfile}")
            else:
                with open(dockerfile, encoding="utf-8") as file:
                    stages = re.findall(r"(?im)^FROM\s+\S+\s+AS\s+(\S+)", file.read())
                if build.get("target") and build["target"] not in stages:
                    wrong.append(f"{name}: {dockerfile} has no stage {build['target']}")
        for other, how in (service.get("depends_on") or {}).items():
            if other not in services:
                wrong.append(f"{name}: depends on {other}, which is no service")
            if how.get("condition") not in ("service_healthy", "service_completed_successfully"):
                wrong.append(f"{name}: does not wait until {other} is healthy")
        for mount in service.get("volumes") or []:
            source = mount.split(":")[0]
            if source.startswith("."):
                if not os.path.exists(source):
                    wrong.append(f"{name}: no {source}")
            elif source not in volumes:
                wrong.append(f"{name}: volume {source} is not declared")
        environment = service.get("environment") or {}
        for key, value in environment.items():
            if re.search(r"(?i)password|secret|token", key) and not re.search(r"\$\{\w+:\?", str(value)):
                wrong.append(f"{name}: {key} must be ${{VAR:?…}}, never a value")
    with open(".env.example", encoding="utf-8") as file:
        example = set(re.findall(r"(?m)^#?\s?([A-Z_]+)=", file.read()))
    for variable in set(re.findall(r"\$\{(\w+)", text)):
        if variable not in example:
            wrong.append(f".env.example does not explain {variable}")
    for line in wrong:
        print(f"{path}: {line}", file=sys.stderr)
    if wrong:
        return 1
    print(f"{path}: {len(services)} services, all promises kept")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
