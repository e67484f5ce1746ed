using System.Globalization;
using System.Text;

namespace VaeMlNet.Data;

/// <summary>
/// Recognizes other types of files than tables by their first bytes, because reading them as CSV would give a confusing error.
/// </summary>
internal static class ForeignFile
{
    private const int LongestStart = 1 << 16;
    private const int FewLines = 2;
    private const string Separators = " \t,";

    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        ([0xd0, 0xcf, 0x11, 0xe0], "is an Excel workbook. Save the sheet as CSV"),
        ("SQLite"u8.ToArray(), "is a database. Write the table as CSV"),
        ("ARROW1"u8.ToArray(), "is an Arrow file. Write the table as Parquet"),
        ("Obj\u0001"u8.ToArray(), "is an Avro file. Write the table as Parquet"),
        ("CML\0DVB"u8.ToArray(), "is in ML.NET's binary format. Save the rows as text, with SaveAsText"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "is an HDF5 file. Write the table as Parquet"),
        // The level of the packing is a digit. Three letters alone may be those of a column.
        .. Enumerable
            .Range(1, 9)
            .Select(level =>
                (
                    Encoding.ASCII.GetBytes(FormattableString.Invariant($"BZh{level}1AY&")),
                    "is packed with bzip2. Unpack it, or pack it with gzip"
                )
            ),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "is packed with xz. Unpack it, or pack it with gzip"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is packed with zstd. Unpack it, or pack it with gzip"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], "is a 7z archive. Unpack it, or pack the file as zip"),
        ([0x89, 0x50, 0x4e, 0x47], "is a PNG image. Pass the folder of the images"),
        ([0xff, 0xd8, 0xff], "is a JPEG image. Pass the folder of the images"),
        (
            [0, 0],
            "is an IDX file of images. Pass a CSV file with a header, or an unpacked IDX file where images are expected"
        ),
    ];

    /// <summary>Throws if a file has another type.</summary>
    public static void Refuse(string path, ReadOnlySpan<byte> start)
    {
        foreach ((var magic, var kind) in Kinds)
        {
            if (start.StartsWith(magic))
            {
                throw new CommandException($"'{path}' is not a table that can be read: it {kind}.");
            }
        }
    }

    /// <summary>Throws if rows of a text leave out zeros, as SVMlight's do: most cells are then pairs such as <c>3:0.5</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="open">Opens it.</param>
    public static void RefuseSparse(string path, Func<Stream> open)
    {
        using var stream = open();
        var start = new byte[LongestStart];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        string[][] lines =
        [
            .. Encoding
                .Latin1.GetString(start, 0, length)
                .Split('\n', StringSplitOptions.TrimEntries)
                .Select(line => line.Split(Separators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
                .Where(cells => cells.Length > 0)
                .Take(FewLines),
        ];
        if (
            lines.Length == FewLines
            && Array.TrueForAll(lines, cells => 2 * cells.Count(cell => IsPair(cell) && !IsTime(cell)) >= cells.Length)
        )
        {
            throw new CommandException(
                $"'{path}' is not a table that can be read: its rows leave out zeros, and '{lines[0].First(IsPair)}' is a place and a value. Write all cells of each row."
            );
        }
    }

    private static bool IsPair(string cell) =>
        cell.Split(':') is [var index, var value]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && double.TryParse(value, CultureInfo.InvariantCulture, out _);

    private static bool IsTime(string cell) =>
        TimeOnly.TryParseExact(cell, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
