using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// The file Model.key of a saved component, in ML.NET's layout: a header of 256 bytes, the component's own bytes,
/// a table of string ends (int64), the strings (UTF-16), a tail signature.
/// </summary>
internal sealed record ModelKey(string Signature, uint Version, string Loader, byte[] Content, string[] Strings)
{
    public const string FileName = "Model.key";

    private const int HeaderSize = 0x100;
    private const int LoaderLength = 24;
    private const ulong HeadSignature = 0x4C45444F4D004C4D;
    private const ulong TailSignature = 0x4D4C004D4F44454C;
    private const uint FormatVersion = 0x00010002;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(new byte[HeaderSize]);
        writer.Write(Content);
        var table = stream.Position;
        long end = 0;
        foreach (var text in Strings)
        {
            writer.Write(end += 2 * text.Length);
        }

        var characters = stream.Position;
        foreach (var text in Strings)
        {
            writer.Write(Encoding.Unicode.GetBytes(text));
        }

        var tail = stream.Position;
        writer.Write(TailSignature);
        writer.Flush();
        var bytes = stream.ToArray();
        WriteHeader(bytes, table, characters, tail);
        return bytes;
    }

    private void WriteHeader(byte[] bytes, long table, long characters, long tail)
    {
        void Write(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
        var hasStrings = Strings.Length > 0;
        Write(0x00, (long)HeadSignature);
        Write(0x08, FormatVersion | ((long)FormatVersion << 32));
        Write(0x10, HeaderSize);
        Write(0x18, Content.Length);
        Write(0x20, hasStrings ? table : 0);
        Write(0x28, characters - table);
        Write(0x30, hasStrings ? characters : 0);
        Write(0x38, tail - characters);
        Encoding.ASCII.GetBytes(Signature, bytes.AsSpan(0x40, 8));
        Write(0x48, Version | ((long)Version << 32));
        Encoding.ASCII.GetBytes(Loader, bytes.AsSpan(0x50, LoaderLength));
        Write(0x80, tail);
        Write(0x88, bytes.Length);
    }

    /// <exception cref="FormatException">The bytes are no such file.</exception>
    public static ModelKey Parse(byte[] bytes)
    {
        try
        {
            return ParseCore(bytes);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("Corrupt model file", e);
        }
    }

    private static ModelKey ParseCore(byte[] bytes)
    {
        int Read(int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)));
        string Ascii(int at, int length) => Encoding.ASCII.GetString(bytes, at, length).TrimEnd('\0');
        if (
            bytes.Length < HeaderSize
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != HeadSignature
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(Read(0x80))) != TailSignature
        )
        {
            throw new FormatException("Corrupt model file");
        }

        var strings = new string[Read(0x28) / sizeof(long)];
        var start = 0;
        for (var i = 0; i < strings.Length; i++)
        {
            var end = Read(Read(0x20) + sizeof(long) * i);
            strings[i] = Encoding.Unicode.GetString(bytes, Read(0x30) + start, end - start);
            start = end;
        }

        return new ModelKey(
            Ascii(0x40, 8),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(0x48)),
            Ascii(0x50, LoaderLength),
            bytes.AsSpan(Read(0x10), Read(0x18)).ToArray(),
            strings
        );
    }
}
