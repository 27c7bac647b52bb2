"""A bucket as a drive, against a server that speaks as S3 does and checks keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.site.settings import write_drives
from tests.browser.other_hosts import environment_with, free_port, served
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

BUCKET = "course-data"
#: Starts the server. It would ask for keys in a browser's first question too (OPTIONS), which S3 does not.
SERVE = """
from moto.s3.responses import S3Response
from moto.server import main
check = S3Response._authenticate_and_authorize_s3_action
S3Response._authenticate_and_authorize_s3_action = (
    lambda self, *given, **named: None if self.method == "OPTIONS" else check(self, *given, **named)
)
answer = S3Response._key_response
S3Response._key_response = (
    lambda self, request, *given: (
        (200, {}, "") if request.method == "OPTIONS" else answer(self, request, *given)
    )
)
main()
"""
#: Run by the server's own Python: makes a user with keys, and a bucket with a file. So many calls the
#: server lets through without keys.
SET_UP = f"""
import json, sys, boto3
given = dict(
    endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
)
iam = boto3.client("iam", **given)
iam.create_user(UserName="reader")
allowed = {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}]}}
iam.put_user_policy(UserName="reader", PolicyName="all", PolicyDocument=json.dumps(allowed))
key = iam.create_access_key(UserName="reader")["AccessKey"]
s3 = boto3.client("s3", **given)
s3.create_bucket(Bucket="{BUCKET}")
s3.put_object(Bucket="{BUCKET}", Key="raw data/räume+1.csv", Body=b"a,b\\n1,2\\n")
print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]))
"""
CALLS_OF_SET_UP = 5
READ = f"""
import sys, boto3
address, access_key, secret_key = sys.argv[1:]
given = dict(aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name="us-east-1")
s3 = boto3.client("s3", endpoint_url=address, **given)
for each in s3.list_objects_v2(Bucket="{BUCKET}").get("Contents", []):
    print(each["Key"], s3.get_object(Bucket="{BUCKET}", Key=each["Key"])["Body"].read())
"""


@dataclass(frozen=True)
class BucketServer:
    """A server with one bucket, and the keys to it."""

    python: Path
    address: str
    access_key: str
    secret_key: str

    def objects(self) -> dict[str, str]:
        """What is in the bucket, as another client has it: Python's text of the bytes, by keys."""
        words: list[str | Path] = [self.python, "-c", READ, self.address, self.access_key, self.secret_key]
        said = subprocess.run(words, stdout=subprocess.PIPE, encoding="utf-8", timeout=60, check=True).stdout
        return dict(reversed_split(line) for line in said.splitlines())


def reversed_split(line: str) -> tuple[str, str]:
    """A key, which may have spaces, and what is behind it."""
    key, _, content = line.partition(" b'")
    return key, f"b'{content}"


@pytest.fixture(scope="module")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """A server as S3 is one."""
    scripts = environment_with("moto[s3,iam]==5.2.5", "flask", "flask-cors")
    address = f"http://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    command: list[str | Path] = [scripts / "python", "-c", SERVE, "-H", "127.0.0.1", "-p", port]
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(CALLS_OF_SET_UP)}
    log = tmp_path_factory.mktemp("bucket") / "log.txt"
    with served(command, f"{address}/moto-api/", log=log, environment=environment):
        words: list[str | Path] = [scripts / "python", "-c", SET_UP, address]
        made = subprocess.run(words, stdout=subprocess.PIPE, encoding="utf-8", timeout=60, check=True)
        yield BucketServer(scripts / "python", address, *json.loads(made.stdout))


@pytest.fixture
def reader(browser: Browser, course_site: Path, elsewhere: list[str], tmp_path: Path) -> Iterator[Reader]:
    """Somebody who comes to a site that offers buckets."""
    site = tmp_path / "site"
    shutil.copytree(course_site, site)
    write_drives(("bucket", "site"), site)
    with (
        serve_site(site, prefix="/course/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        yield visiting


def open_bucket(page: Page, address: str, bucket: str, access_key: str, secret_key: str) -> None:
    """Fill in the form, which is open, and send it."""
    for label, value in (
        ("Address of the server", address),
        ("Bucket", bucket),
        ("Access key", access_key),
        ("Secret key", secret_key),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Open", exact=True).click()


@pytest.fixture
def no_s3(course_site: Path) -> Iterator[str]:
    """A server that allows no page of another origin, as S3 does until a bucket has rules for some."""
    with serve_site(course_site, prefix="/", as_published=True) as address:
        yield address


def test_a_bucket_is_opened_by_keys_that_are_right_and_python_works_in_it(
    reader: Reader, bucket_server: BucketServer, no_s3: str
) -> None:
    notebook = reader.open_notebook("plain.ipynb")
    page = notebook.page
    notebook.wait_for_the_kernel()
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Open a Bucket…", exact=True).click()
    keys = bucket_server.access_key, bucket_server.secret_key
    told = page.get_by_role("alert")
    origin = reader.address.removesuffix("/course/")
    for access, words in (
        (("http://bucket.example", BUCKET, *keys), "whoever carries the data on its way could read it"),
        ((reader.address, BUCKET, *keys), "is no address of a server of buckets"),
        ((no_s3, BUCKET, *keys), f"CORS rules do not allow {origin}"),
        ((bucket_server.address, BUCKET, "AKIAWRONGWRONGWRONGX", "wrong"), "does not know this access key"),
        ((bucket_server.address, BUCKET, keys[0], "wrong"), "does not belong to this access key"),
        # Of a bucket that it has not a server allows no page anything.
        ((bucket_server.address, "no-such-bucket", *keys), 'it has no bucket "no-such-bucket"'),
    ):
        open_bucket(page, *access)
        expect(told).to_contain_text(words)
    open_bucket(page, bucket_server.address, BUCKET, *keys)
    files = page.get_by_role("region", name=BUCKET)
    expect(files).to_contain_text("raw data")
    reader.take_complaints()

    place = f"/drives/{BUCKET}"
    assert notebook.ask(f"open('{place}/raw data/räume+1.csv').read()") == r"'a,b\n1,2\n'"
    notebook.add(
        f"import os\nos.makedirs('{place}/out/deep')\nopen('{place}/out/deep/result.txt', 'w').write('six')\n"
        f"os.rename('{place}/raw data/räume+1.csv', '{place}/räume.csv')"
    )
    assert notebook.ask(f"sorted(os.listdir('{place}'))") == "['out', 'raw data', 'räume.csv']"
    expect(files).to_contain_text("räume.csv")
    assert bucket_server.objects() == {
        "out/": "b''",
        "out/deep/": "b''",
        "out/deep/result.txt": "b'six'",
        "raw data/": "b''",
        "räume.csv": r"b'a,b\n1,2\n'",
    }

    # In the page, too; and nothing of the keys is kept anywhere.
    files.get_by_text("räume.csv", exact=True).click()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(files.get_by_text("räume.csv", exact=True)).to_have_count(0)
    assert "räume.csv" not in bucket_server.objects()
    assert keys[1] not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    complaints = reader.take_complaints()
    assert all(bucket_server.address in complaint for complaint in complaints), complaints
    page.reload()
    notebook.wait_until_shown(1)
    expect(page.get_by_role("tab", name=BUCKET)).to_have_count(0)
