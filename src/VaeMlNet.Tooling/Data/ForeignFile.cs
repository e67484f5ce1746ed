namespace VaeMlNet.Tooling;

/// <summary>Names files of other kinds by their first bytes, which would read as a strange table.</summary>
internal static class ForeignFile
{
    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        ([0x1f, 0x8b], "is compressed with gzip; unpack it first"),
        ("PK\u0003\u0004"u8.ToArray(), "is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"),
        ([0xd0, 0xcf, 0x11, 0xe0], "is an Excel workbook; save the sheet as CSV"),
        ("PAR1"u8.ToArray(), "is a Parquet file; write the table as CSV"),
        ("SQLite"u8.ToArray(), "is a database; write the table as CSV"),
        ([0x89, 0x50, 0x4e, 0x47], "is a PNG image; images are read from IDX files"),
    ];

    /// <summary>Refuses a file that is of another kind.</summary>
    /// <exception cref="CommandException">It is, or it cannot be read.</exception>
    public static void Refuse(string path)
    {
        var start = new byte[8];
        var count = InputFile.Read(path, stream => stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        foreach ((var magic, var kind) in Kinds)
        {
            if (start.AsSpan(0, count).StartsWith(magic))
            {
                throw new CommandException($"'{path}' is no CSV file: it {kind}.");
            }
        }
    }
}
