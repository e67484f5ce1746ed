using System.Collections.Concurrent;

namespace VaeMlNet.Data;

/// <summary>Rows of several files with the same columns, or some of the rows of one file, in order.</summary>
/// <param name="slices">The slices of the files, in order.</param>
/// <param name="firstRow">The index of the first row among all rows of a job, from 0.</param>
/// <param name="headerFile">The file with the header.</param>
/// <param name="headerBytes">The length of the header in bytes, up to the first row.</param>
internal sealed class FileSlices(IReadOnlyList<FileSlice> slices, long firstRow, string headerFile, long headerBytes)
{
    private readonly ConcurrentDictionary<string, RowText> texts = new(StringComparer.Ordinal);
    private string[]? types; // those of the files, each once

    /// <summary>Gets the index of the first row among all rows of a job, from 0.</summary>
    public long FirstRow => firstRow;

    /// <summary>Gets the number of rows.</summary>
    public long RowCount { get; } = slices.Sum(slice => slice.Rows);

    /// <summary>Gets a value indicating whether the format of a file has types.</summary>
    public bool HasTypes => Array.Exists(Types, types => types.Length > 0);

    /// <summary>Gets a value indicating whether equal texts can have another meaning in another file.</summary>
    public bool MixesTypes => Types.Length > 1;

    private string[] Types => types ??= [.. slices.Select(slice => TextOf(slice.Path).Types).Distinct()];

    /// <summary>Opens the header and the rows as one text. The caller must dispose the stream.</summary>
    public RangeStream OpenText() =>
        new(
            [new FileRange(headerFile, 0, headerBytes, 0), .. Ranges()],
            range => TextOf(range.Path).OpenAt(range.Offset, range.FirstRow),
            isText: true
        );

    /// <summary>Opens the rows without the header. The caller must dispose the stream.</summary>
    public RangeStream OpenRows() => new([.. Ranges()], OpenBytes, isText: false);

    /// <summary>Returns the position of a row of a CSV file for messages.</summary>
    /// <param name="row">The number of the row among the rows read, from 1.</param>
    public string Place(long row)
    {
        var (path, rowOfFile) = Find(row);
        var name = TextOf(path).Name;
        return rowOfFile is null ? name : FormattableString.Invariant($"{name}, row {rowOfFile}");
    }

    /// <summary>Returns the file of a row, and its number there, from 1; null after the last row.</summary>
    /// <param name="row">The number of the row among the rows read, from 1.</param>
    public (string Path, long? Row) Find(long row)
    {
        foreach (var slice in slices)
        {
            if (row <= slice.Rows)
            {
                return (slice.Path, slice.FirstRow + row);
            }

            row -= slice.Rows;
        }

        return (headerFile, null);
    }

    /// <summary>Returns the file of a row.</summary>
    /// <param name="row">The number of the row among the rows read, from 1.</param>
    public RowText TextAt(long row) => TextOf(Find(row).Path);

    private IEnumerable<FileRange> Ranges() =>
        slices.Select(slice => new FileRange(slice.Path, slice.Offset, slice.Bytes, slice.FirstRow));

    private RowText TextOf(string path) => texts.GetOrAdd(path, RowText.Find);

    private static FileStream OpenBytes(FileRange range)
    {
        var file = InputFile.Open(range.Path);
        file.Seek(range.Offset, SeekOrigin.Begin);
        return file;
    }
}

/// <summary>A range of bytes of a file, or of the CSV text of its rows.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="FirstRow">The index of the row that begins there, from 0.</param>
internal readonly record struct FileRange(string Path, long Offset, long Length, long FirstRow);

/// <summary>Consecutive rows of a data file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="FirstRow">The index of the first row in the file, from 0.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Offset">The byte offset of the first row in the file, or in the CSV text of its rows.</param>
/// <param name="Bytes">The number of bytes up to the end of the last row's line.</param>
internal sealed record FileSlice(string Path, long FirstRow, long Rows, long Offset, long Bytes);
