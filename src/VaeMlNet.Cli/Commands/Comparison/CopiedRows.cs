namespace VaeMlNet.Cli;

/// <summary>Some of the rows of a file, in memory. Their cells have the types of the file, so that all methods read them like the file.</summary>
/// <param name="File">The file.</param>
/// <param name="Numbers">The index of each row in the file, from 0.</param>
/// <param name="Columns">The cells as <see cref="CsvFile.Raw"/> returns them: [columns][rows].</param>
internal sealed record CopiedRows(CsvFile File, int[] Numbers, string[][] Columns)
{
    public int RowCount => Numbers.Length;

    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Names => File.Header;

    /// <summary>Reads some of the rows of a file, in the order that is given. The others are not kept.</summary>
    /// <param name="file">The file.</param>
    /// <param name="numbers">The indices of the rows, from 0, each at most once.</param>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public static CopiedRows Read(CsvFile file, int[] numbers)
    {
        string[][] columns = [.. file.Header.Select(_ => new string[numbers.Length])];
        var places = numbers.Index().ToDictionary(row => row.Item, row => row.Index);
        foreach (var (row, record) in file.ReadRecords().Index())
        {
            if (places.TryGetValue(row, out var place))
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    columns[i][place] = file.Raw(record, i);
                }
            }
        }

        return new(file, numbers, columns);
    }

    /// <summary>Returns neighboring rows.</summary>
    public CopiedRows Rows(Range range) => new(File, Numbers[range], [.. Columns.Select(column => column[range])]);

    /// <summary>Writes the rows to a temporary file, which lives as long as the command.</summary>
    public CsvFile ToFile() =>
        File.Copy([.. Numbers.Select((number, row) => (number, Array.ConvertAll(Columns, column => column[row])))]);
}
