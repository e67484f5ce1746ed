#!/usr/bin/env python3
"""Reads event files of TensorBoard with Google's protobuf, and checks their CRCs: read_events.py FILE...

Needs python3-protobuf. The messages are those of tensorflow/core/util/event.proto, framework/summary.proto and tensor.proto.
"""
import struct
import sys
import zlib

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

DOUBLE, FLOAT, INT64, INT32, STRING, BYTES, MESSAGE = 1, 2, 3, 5, 9, 12, 11
MESSAGES = {
    "Dim": [("size", 1, INT64, None, False)],
    "Shape": [("dim", 2, MESSAGE, "Dim", True)],
    "Tensor": [("dtype", 1, INT32, None, False), ("shape", 2, MESSAGE, "Shape", False), ("string_val", 8, BYTES, None, True)],
    "PluginData": [("plugin_name", 1, STRING, None, False)],
    "Metadata": [("plugin_data", 1, MESSAGE, "PluginData", False)],
    "Image": [("height", 1, INT32, None, False), ("width", 2, INT32, None, False), ("colorspace", 3, INT32, None, False), ("png", 4, BYTES, None, False)],
    "Value": [("tag", 1, STRING, None, False), ("simple_value", 2, FLOAT, None, False), ("image", 4, MESSAGE, "Image", False), ("tensor", 8, MESSAGE, "Tensor", False), ("metadata", 9, MESSAGE, "Metadata", False)],
    "Summary": [("value", 1, MESSAGE, "Value", True)],
    "Event": [("wall_time", 1, DOUBLE, None, False), ("step", 2, INT64, None, False), ("file_version", 3, STRING, None, False), ("summary", 5, MESSAGE, "Summary", False)],
}


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, of, repeated in fields:
            added = message.field.add(name=field, number=number, type=kind, label=3 if repeated else 1)
            if of:
                added.type_name = f".t.{of}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Event"))


TABLE = []
for n in range(256):
    for _ in range(8):
        n = (n >> 1) ^ 0x82F63B78 if n & 1 else n >> 1
    TABLE.append(n)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    with open(path, "rb") as file:
        while header := file.read(12):
            (length,) = struct.unpack("<Q", header[:8])
            assert struct.unpack("<I", header[8:])[0] == masked_crc(header[:8]), "CRC of a length"
            data = file.read(length)
            assert struct.unpack("<I", file.read(4))[0] == masked_crc(data), "CRC of a record"
            yield data


def png_size(png):
    """Decodes a gray PNG without filters; checks its CRCs and the number of its pixels."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, pixels, size = 8, b"", None
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + data), "CRC of a chunk"
        if kind == b"IHDR":
            size = struct.unpack(">II", data[:8])
        if kind == b"IDAT":
            pixels += data
        place += length + 12
    assert len(zlib.decompress(pixels)) == (size[0] + 1) * size[1], "pixels"
    return size


Event = event_class()
for path in sys.argv[1:]:
    count, scalars = 0, {}
    for data in records(path):
        event = Event.FromString(data)
        count += 1
        if event.file_version:
            print(f"version {event.file_version}")
        for value in event.summary.value:
            if value.HasField("image"):
                print(f"image {value.tag}: {png_size(value.image.png)} pixels, stated {value.image.width} x {value.image.height}")
            elif value.HasField("tensor"):
                print(f"{value.metadata.plugin_data.plugin_name} {value.tag}: {len(value.tensor.string_val[0])} bytes")
            else:
                scalars.setdefault(value.tag, []).append((event.step, value.simple_value))
    for tag, points in scalars.items():
        print(f"scalar {tag}: {len(points)} steps from {points[0][0]} to {points[-1][0]}, last {points[-1][1]:.6g}")
    print(f"{count} records, all CRCs right")
