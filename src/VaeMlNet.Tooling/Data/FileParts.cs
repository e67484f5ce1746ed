using System.Globalization;

namespace VaeMlNet.Tooling;

/// <summary>Rows of several files of the same columns, or some of the rows of one, in order.</summary>
/// <param name="parts">The rows.</param>
/// <param name="firstRow">The place of the first among all rows of a job, from 0.</param>
/// <param name="headerFile">The file whose header counts.</param>
/// <param name="headerBytes">Of its header, up to its first row.</param>
internal sealed class FileParts(IReadOnlyList<FilePart> parts, long firstRow, string headerFile, long headerBytes)
{
    /// <summary>The place of the first row among all rows of a job, from 0.</summary>
    public long FirstRow => firstRow;

    /// <summary>How many rows there are.</summary>
    public long RowCount { get; } = parts.Sum(part => part.Rows);

    /// <summary>Opens a header and the rows as one text; the caller disposes it.</summary>
    public RangeStream OpenText() => new([new FileRange(headerFile, 0, headerBytes), .. Ranges()], isText: true);

    /// <summary>Opens the rows alone, one after the other; the caller disposes it.</summary>
    public RangeStream OpenRows() => new([.. Ranges()], isText: false);

    /// <summary>Where a row of a CSV file is, for messages.</summary>
    /// <param name="row">Its number among the rows read, from 1.</param>
    public string Place(long row)
    {
        foreach (var part in parts)
        {
            if (row <= part.Rows)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"CSV file '{part.Path}', row {part.FirstRow + row}"
                );
            }

            row -= part.Rows;
        }

        return $"CSV file '{headerFile}'";
    }

    private IEnumerable<FileRange> Ranges() => parts.Select(part => new FileRange(part.Path, part.Offset, part.Bytes));
}
