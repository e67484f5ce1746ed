using System.Buffers.Binary;
using System.Numerics;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Writes an event file of TensorBoard: records in the framing of TFRecord, each a Protocol Buffers message of the type Event.
/// </summary>
/// <remarks>
/// Sources: tensorflow/core/lib/io/record_writer.cc (framing, masked CRC-32C), tensorflow/core/util/event.proto,
/// tensorflow/core/framework/summary.proto and tensor.proto.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";
    private const int StringType = 7; // DT_STRING
    private const uint MaskDelta = 0xa282ead8;

    private readonly FileStream stream;
    private readonly TimeProvider clock;

    /// <summary>Creates a file with a new name in a folder.</summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <param name="clock">The clock of the events.</param>
    public EventFile(string folder, TimeProvider clock)
    {
        this.clock = clock;
        // TensorBoard reads files with 'tfevents' in their name, in the order of their names.
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        var number = 0;
        string path;
        do
        {
            path = Path.Combine(
                folder,
                FormattableString.Invariant(
                    $"events.out.tfevents.{seconds:0000000000}.vaemlnet.{Environment.ProcessId}.{number++}"
                )
            );
        } while (File.Exists(path));
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(NewEvent().String(3, Version));
    }

    /// <summary>Writes numbers of one step.</summary>
    public void WriteScalars(long step, IEnumerable<(string Name, double Value)> scalars) =>
        WriteSummary(step, scalars.Select(scalar => NewValue(scalar.Name).Float(2, (float)scalar.Value)));

    /// <summary>Writes a gray image.</summary>
    public void WriteImage(long step, string name, int height, int width, byte[] png) =>
        WriteSummary(
            step,
            [
                NewValue(name)
                    .Message(4, new ProtobufWriter().Varint(1, height).Varint(2, width).Varint(3, 1).Bytes(4, png)),
            ]
        );

    /// <summary>Writes a text, which TensorBoard reads as Markdown.</summary>
    public void WriteText(string name, string text)
    {
        var shape = new ProtobufWriter().Message(2, new ProtobufWriter().Varint(1, 1));
        var tensor = new ProtobufWriter().Varint(1, StringType).Message(2, shape).String(8, text);
        var plugin = new ProtobufWriter().Message(1, new ProtobufWriter().String(1, "text"));
        WriteSummary(0, [NewValue(name).Message(8, tensor).Message(9, plugin)]);
    }

    /// <summary>Writes what is buffered, so that TensorBoard shows it.</summary>
    public void Flush() => stream.Flush();

    public void Dispose() => stream.Dispose();

    /// <summary>Returns the CRC-32C of bytes, rotated and shifted, because a CRC over data with CRCs says little.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + MaskDelta);
    }

    private ProtobufWriter NewEvent() =>
        new ProtobufWriter().Double(1, clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);

    private static ProtobufWriter NewValue(string name) => new ProtobufWriter().String(1, name);

    private void WriteSummary(long step, IEnumerable<ProtobufWriter> values) =>
        Write(NewEvent().Varint(2, step).Message(5, new ProtobufWriter().Messages(1, values)));

    private void Write(ProtobufWriter message)
    {
        var data = message.ToArray();
        Span<byte> header = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], MaskedCrc(header[..sizeof(ulong)]));
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc(data));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
    }
}
