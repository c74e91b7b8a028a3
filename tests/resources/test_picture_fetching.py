"""Pictures are fetched from public https addresses alone, within bounds, and made anew.

Nothing here leaves this machine.
"""

import socket
import ssl
import struct
import threading
import time
import zlib
from contextlib import closing, suppress
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from permissions_api.http import Unfetchable
from resources.pictures import addresses, fetching
from resources.pictures.images import CARD, MOST_NOTES, MOST_SCANS, PAGE, Unusable, made_anew
from tests import certificates

HOST = "localhost"  # whom the certificate names


def picture_of(size=(900, 600), kind="PNG", **options):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


PICTURE = picture_of()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


class Server:
    """A TLS server that gives the next of its answers to each connection, a list of pieces and pauses."""

    def __init__(self, signed):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(signed.certificate, signed.key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.answers, self.heard = [], []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with suppress(OSError):  # It is closed in the end.
            while True:
                threading.Thread(target=self.answer, args=[self.listener.accept()[0]], daemon=True).start()

    def answer(self, plain):
        with suppress(OSError), closing(self.context.wrap_socket(plain, server_side=True)) as connection:
            self.heard.append(connection.recv(65_536))
            for piece in self.answers.pop(0):
                if isinstance(piece, float):
                    time.sleep(piece)
                else:
                    connection.sendall(piece)


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    return certificates.for_localhost(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(signed, monkeypatch):
    server = Server(signed)
    monkeypatch.setattr(fetching, "PORT", server.port)
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(fetching, "resolve", lambda host: ["127.0.0.1"])
    monkeypatch.setattr(fetching, "trust", lambda: ssl.create_default_context(cafile=signed.authority))
    yield server
    server.listener.close()


def whole(body):
    return [OK % len(body) + body]


def test_a_picture_is_fetched_by_the_name_of_its_host(server):
    server.answers.append(whole(PICTURE))
    assert fetching.fetch(f"https://{HOST}/a%20b/c.png?d=é#e") == PICTURE
    (heard,) = server.heard
    assert heard.startswith(b"GET /a%20b/c.png?d=%C3%A9 HTTP/1.1\r\n")
    assert f"\r\nHost: {HOST}\r\n".encode() in heard
    assert b"Cookie" not in heard
    assert b"Referer" not in heard


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://localhost/a",
            "ftp://localhost/a",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "//localhost/",
        ),
        *(
            "https:///a",
            "https://localhost:8443/a",
            "https://localhost:80/a",
            "https://me@localhost/a",
            "https://[/",
        ),
        *(
            "https://me:secret@localhost/a",
            "https://localhost:x/",
            "https://a..b/",
            "",
            "gopher://localhost/",
        ),
    ],
)
def test_what_is_not_plain_https_is_not_asked(server, address):
    with pytest.raises(Unfetchable):
        fetching.fetch(address)
    assert server.heard == []


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.255.0.9",
            f"{0}.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
        ),
        *("169.254.169.254", "100.64.0.1", "100.127.255.255", "100.100.100.200", "192.0.0.8", "192.0.2.1"),
        *("192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1"),
        *("100::1", "2001::1", "2001:2::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1"),
        *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1"),
        *("", "localhost", "0x7f.1", "2130706433", "127.1"),
    ],
)
def test_an_address_that_is_not_public_is_none_to_connect_to(address):
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1", "2a02:ec80::1"])
def test_a_public_address_is_one(address):
    assert addresses.is_public(address)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:127.0.0.1"], []])
def test_a_name_that_leads_into_a_network_of_our_own_is_not_asked(server, monkeypatch, found):
    monkeypatch.setattr(fetching, "is_public", addresses.is_public)
    monkeypatch.setattr(fetching, "resolve", lambda host: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("It was connected to."))
    with pytest.raises(Unfetchable, match="not on the public internet"):
        fetching.fetch(f"https://{HOST}/")


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "2130706433", "0x7f.1", "017700000001", "0", "[::ffff:7f00:1]", "[::1]"),
        *("[64:ff9b::7f00:1]", "①②⑦.⓪.⓪.①"),
    ],
)
def test_however_an_address_is_written_it_is_looked_at_as_a_connection_would_have_it(monkeypatch, host):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("It was connected to."))
    with pytest.raises(Unfetchable, match="not on the public internet"):
        fetching.fetch(f"https://{host}/")


def test_certificates_are_checked_by_the_name_of_the_host():
    trust = fetching.trust()
    assert (trust.verify_mode, trust.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_address_that_was_looked_at_is_the_one_connected_to(server, monkeypatch):
    """A name that is resolved once more, to another address, would have been looked at for nothing."""
    asked: list[str] = []
    connected = socket.create_connection

    def resolve(host):
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(fetching, "resolve", resolve)

    def connect(place, **options):
        assert place == ("127.0.0.1", server.port)
        assert 0 < options["timeout"] <= fetching.SECONDS
        return connected(place, **options)

    monkeypatch.setattr(socket, "create_connection", connect)
    server.answers.append(whole(PICTURE))
    assert fetching.fetch(f"https://{HOST}/") == PICTURE
    assert asked == [HOST]


def test_a_host_whose_certificate_names_another_is_not_asked(server):
    server.answers.append(whole(PICTURE))
    with pytest.raises(Unfetchable, match="SSLCertVerificationError"):
        fetching.fetch("https://other.example/")


def test_a_redirect_leads_on_within_the_host_and_by_https_alone(server):
    for there in ("/there", f"https://{HOST}/there"):
        server.answers += [[f"HTTP/1.1 302 Found\r\nLocation: {there}\r\n\r\n".encode()], whole(PICTURE)]
        assert fetching.fetch(f"https://{HOST}/") == PICTURE
    for away in (
        "https://other.example/",
        f"http://{HOST}/",
        f"https://{HOST}:8443/",
        "//other.example",
        "file:///a",
    ):
        server.heard.clear()
        server.answers += [[f"HTTP/1.1 301 Moved\r\nLocation: {away}\r\n\r\n".encode()]]
        with pytest.raises(Unfetchable, match=r"another host|not https|a port of its own"):
            fetching.fetch(f"https://{HOST}/")
        assert len(server.heard) == 1, away
    server.answers += [[b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n"]] * 9
    with pytest.raises(Unfetchable, match="on and on"):
        fetching.fetch(f"https://{HOST}/")


def test_a_redirect_is_looked_at_as_the_first_address_was(server, monkeypatch):
    found = [["127.0.0.1"], ["10.0.0.1"]]
    monkeypatch.setattr(fetching, "resolve", lambda host: found.pop(0))
    server.answers.append([b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n"])
    with pytest.raises(Unfetchable, match="not on the public internet"):
        fetching.fetch(f"https://{HOST}/")
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial", "304 Not Modified", "404 Not Found", "500 Oh"]
)
def test_what_is_not_answered_with_200_is_no_picture(server, status):
    server.answers.append([f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()])
    with pytest.raises(Unfetchable):
        fetching.fetch(f"https://{HOST}/")


def test_no_more_than_the_bound_is_read_whatever_length_was_said(server, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1_000)
    server.answers += [
        [OK % 1_001],
        [b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1_001, 9.0],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n", b"x" * 1_001, 9.0],
    ]
    for _ in range(3):
        with pytest.raises(Unfetchable, match="too large"):
            fetching.fetch(f"https://{HOST}/")


def test_what_breaks_off_is_no_picture(server):
    server.answers.append([OK % (len(PICTURE) + 1) + PICTURE])
    with pytest.raises(Unfetchable):
        fetching.fetch(f"https://{HOST}/")


@pytest.mark.parametrize(
    "answer", [[b"H", *([0.1, b"T"] * 40)], [b"HTTP/1.1 200 OK\r\n\r\n", *([0.1, b"x"] * 40)], [9.0]]
)
def test_time_is_up_for_all_of_it_however_slowly_bytes_arrive(server, monkeypatch, answer):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    server.answers.append(answer)
    began = time.monotonic()
    with pytest.raises(Unfetchable):
        fetching.fetch(f"https://{HOST}/")
    assert time.monotonic() - began < 3


def test_a_connection_is_cut_off_when_time_is_up_and_nobody_goes_on_reading(server):
    server.answers.append([b"HTTP/1.1 200 OK\r\n\r\n", *([0.1, b"x"] * 100)])
    began = time.monotonic()
    with pytest.raises(Unfetchable):
        fetching._fetch(f"https://{HOST}/", began + 0.5)
    assert time.monotonic() - began < 8


def test_a_name_that_is_not_found_in_time_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)

    def resolve(host):
        time.sleep(1.5)
        return ["127.0.0.1"]

    monkeypatch.setattr(fetching, "resolve", resolve)
    began = time.monotonic()
    with pytest.raises(Unfetchable):
        fetching.fetch(f"https://{HOST}/")
    assert time.monotonic() - began < 1


def test_a_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn to the right
    assert Image.open(BytesIO(made_anew(picture_of(kind="JPEG", exif=exif)).page)).size == (600, 900)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_shown(kind):
    moving = picture_of(kind=kind, save_all=True, append_images=[Image.new("RGB", (900, 600), "red")])
    assert Image.open(BytesIO(moving)).n_frames == 2
    picture = Image.open(BytesIO(made_anew(moving).page))
    assert picture.n_frames == 1
    assert picture.convert("RGB").tobytes()[0] < 50  # teal has no red


def jpeg_of_scans(number):
    """Return one that is painted so often, which is 31 bytes more each time and as much work as the first."""
    data = picture_of((64, 64), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * (number - data.count(b"\xff\xda")) + data[-2:]


def said_to_be_the_first_of_two(jpeg):
    """Return the JPEG with the index of the Multi-Picture Format (CIPA DC-007), which cameras write."""
    entries = struct.pack("<LLLHH", 0x030000, len(jpeg), 0, 0, 0) + struct.pack("<LLLHH", 0, 10, 0, 0, 0)
    number, places = struct.pack("<HHLL", 0xB001, 4, 1, 2), struct.pack("<HHLL", 0xB002, 7, 32, 38)
    index = b"MPF\0II*\0" + struct.pack("<LH", 8, 2) + number + places + struct.pack("<L", 0) + entries
    return jpeg[:2] + b"\xff\xe2" + struct.pack(">H", len(index) + 2) + index + jpeg[2:]


@pytest.mark.parametrize("written", [bytes, said_to_be_the_first_of_two])
def test_a_jpeg_that_sharpens_as_it_loads_is_a_picture_within_bounds(written):
    made_anew(written(jpeg_of_scans(MOST_SCANS)))
    with pytest.raises(Unusable, match="too often"):
        made_anew(written(jpeg_of_scans(MOST_SCANS + 1)))


def jpeg_of_notes(number):
    data = picture_of(kind="JPEG")
    return data[:2] + b"\xff\xe1\0\x12Exif\0\0AAAAAAAAAA" * number + data[2:]


def png_of_profiles(number):
    data, body = picture_of(), b"iCCPa\0\0" + zlib.compress(b"0" * 99)
    profile = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + profile * number + data[33:]


@pytest.mark.parametrize("of_notes", [jpeg_of_notes, png_of_profiles])
def test_a_picture_that_says_what_it_is_in_thousands_of_pieces_is_refused_unread(of_notes, monkeypatch):
    made_anew(of_notes(MOST_NOTES))
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("It was read."))
    with pytest.raises(Unusable, match="too often what it is"):
        made_anew(of_notes(MOST_NOTES + 1))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_out_in_two_sizes_with_nothing_of_the_file_but_its_pixels(kind):
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = made_anew(picture_of(kind=kind, exif=exif, icc_profile=profile))
    for data, bounds in ((made.card, CARD), (made.page, PAGE)):
        assert data[:4] + data[8:12] == b"RIFFWEBP"
        assert b"secret" not in data
        picture = Image.open(BytesIO(data))
        assert picture.width == bounds[0]
        assert picture.height <= bounds[1]
        assert not picture.info.get("exif")
        assert not picture.info.get("icc_profile")


def png_that_claims(width, height):
    data = bytearray(picture_of((9, 9)))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"GIF89a" + b"\0" * 99,
            b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
            b"<?xml version='1.0'?><svg/>",
        ),
        *(b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\0" * 99, b"RIFF\0\0\0\0WEBPVP8 "),
        *(picture_of(kind="GIF"), picture_of(kind="BMP"), picture_of(kind="TIFF"), picture_of(kind="ICO")),
        *(PICTURE[:-200], png_that_claims(60_000, 60_000), png_that_claims(2**31 - 1, 2**31 - 1)),
        *(png_that_claims(16_000, 1_001), picture_of((1, 1)), picture_of((9_000, 2))),
    ],
    ids=range(18),
)
def test_what_is_no_picture_or_a_bomb_is_refused(data):
    with pytest.raises(Unusable):
        made_anew(data)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(16_000, 1_001), (10_000, 10_000)])
def test_a_bomb_is_known_by_its_head(size):
    with pytest.raises(Unusable, match="too many pixels"):
        made_anew(png_that_claims(*size))
