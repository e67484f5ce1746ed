namespace VaeMlNet.Tooling;

/// <summary>
/// Recognizes other types of files by their first bytes, because reading them as CSV would give a confusing error.
/// </summary>
internal static class ForeignFile
{
    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        ([0x1f, 0x8b], "is compressed with gzip. Unpack it first"),
        ("PK\u0003\u0004"u8.ToArray(), "is a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV"),
        ([0xd0, 0xcf, 0x11, 0xe0], "is an Excel workbook. Save the sheet as CSV"),
        ("PAR1"u8.ToArray(), "is a Parquet file. Write the table as CSV"),
        ("SQLite"u8.ToArray(), "is a database. Write the table as CSV"),
        ([0x89, 0x50, 0x4e, 0x47], "is a PNG image. Pass images as an IDX file"),
    ];

    /// <summary>Throws if a file has another type.</summary>
    /// <exception cref="CommandException">The file has another type, or cannot be read.</exception>
    public static void Refuse(string path)
    {
        var start = new byte[8];
        var count = InputFile.Read(path, stream => stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        foreach ((var magic, var kind) in Kinds)
        {
            if (start.AsSpan(0, count).StartsWith(magic))
            {
                throw new CommandException($"'{path}' is not a CSV file: it {kind}.");
            }
        }
    }
}
