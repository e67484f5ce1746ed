using System.Buffers.Binary;
using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>
/// The header of an IDX file, the format of MNIST: two zero bytes, the element type, the number of dimensions, then
/// each dimension as a big-endian int32. Source: Y. LeCun's description of the MNIST files.
/// </summary>
/// <param name="ElementType">The code of the element type. 8 is an unsigned byte, the only supported type.</param>
/// <param name="Dimensions">The sizes, outermost first: [rows] or [rows, height, width].</param>
internal sealed record IdxHeader(byte ElementType, IReadOnlyList<int> Dimensions)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>
    /// The largest number of elements in a row. A header of a few bytes could otherwise request any amount of memory.
    /// </summary>
    private const long LargestWidth = 1 << 24;

    /// <summary>Gets the number of bytes before the first element.</summary>
    public int Length => 4 + 4 * Dimensions.Count;

    /// <summary>
    /// Returns whether a file that starts with these bytes can be an IDX file. Text never starts with two zeros.
    /// </summary>
    private static bool IsIdx(ReadOnlySpan<byte> start) => start is [0, 0, ..];

    /// <summary>Returns whether a file starts like an IDX file.</summary>
    /// <exception cref="CommandException">The file is missing or cannot be read.</exception>
    public static bool StartsFile(string path) =>
        InputFile.Read(
            path,
            stream =>
            {
                Span<byte> start = stackalloc byte[4];
                var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                return IsIdx(start[..count]);
            }
        );

    /// <summary>Reads and checks the header of a file of unsigned bytes.</summary>
    /// <param name="stream">The file at its start. Afterward it is at its first element.</param>
    /// <param name="path">The name of the file for messages.</param>
    /// <param name="dimensionCount">The required number of dimensions: 3 for images, 1 for labels.</param>
    public static IdxHeader Read(FileStream stream, string path, int dimensionCount)
    {
        var magic = ReadExactly(stream, 4, path);
        if (!IsIdx(magic))
        {
            var gzip = magic is [0x1f, 0x8b, ..];
            throw new CommandException(
                $"'{path}' is not an IDX file: it starts with {Convert.ToHexString(magic)}, expected 0000. "
                    + (
                        gzip
                            ? "It is compressed with gzip. Unpack it first."
                            : "Pass an unpacked IDX file, such as those of MNIST."
                    )
            );
        }

        IdxHeader header = new(magic[2], ReadDimensions(stream, magic[3], path));
        header.Check(path, dimensionCount, stream.Length);
        return header;
    }

    private static int[] ReadDimensions(FileStream stream, int count, string path)
    {
        var bytes = ReadExactly(stream, 4 * count, path);
        return [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * i)))];
    }

    private void Check(string path, int dimensionCount, long fileLength)
    {
        if (ElementType != UnsignedByte || Dimensions.Count != dimensionCount)
        {
            throw new CommandException(
                $"IDX file '{path}' contains type 0x{ElementType:X2} in {Dimensions.Count} dimensions, expected unsigned "
                    + $"bytes (0x08) in {dimensionCount}: {(dimensionCount == 1 ? "labels" : "rows, height, width")}."
            );
        }

        var width = Dimensions.Skip(1).Aggregate(1L, (product, d) => product * Math.Min(d, LargestWidth));
        if (Dimensions.Any(d => d < 0) || width is 0 or > LargestWidth)
        {
            throw new CommandException($"IDX file '{path}' is damaged: its header gives the sizes {Sizes()}.");
        }

        var expected = Dimensions.Aggregate((long)1, (product, d) => product * d) + Length;
        if (fileLength != expected)
        {
            throw new CommandException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"IDX file '{path}' is damaged: its header ({Sizes()}) requires {expected} bytes, but the file has {fileLength}.  "
                ) + "Download it again."
            );
        }
    }

    private string Sizes() => string.Join(" x ", Dimensions);

    private static byte[] ReadExactly(FileStream stream, int count, string path)
    {
        var bytes = new byte[count];
        if (stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count)
        {
            throw new CommandException(
                $"'{path}' is not a complete IDX file: it ends after {stream.Length} bytes, inside its header. Download it again."
            );
        }

        return bytes;
    }
}
