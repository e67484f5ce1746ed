namespace VaeMlNet.Benchmarks;

/// <summary>A table of text cells in memory; an empty cell is missing.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Columns">The cells: [columns][rows].</param>
internal sealed record TextTable(string[] Names, string[][] Columns)
{
    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Columns[0].Length;

    /// <summary>Gets the cells of a column.</summary>
    public string[] this[string name] =>
        Array.IndexOf(Names, name) is var index and >= 0
            ? Columns[index]
            : throw new CommandException($"The table has no column '{name}'. It has: {string.Join(", ", Names)}.");

    /// <summary>Reads a CSV file.</summary>
    /// <exception cref="CommandException">The file is missing or damaged.</exception>
    public static TextTable Read(string path) => Read(CsvFile.Open(path));

    /// <summary>Reads all rows of a CSV file.</summary>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public static TextTable Read(CsvFile file)
    {
        List<string>[] columns = [.. file.Header.Select(_ => new List<string>())];
        foreach (var record in file.ReadRecords())
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(file.Text(record, i));
            }
        }

        return new([.. file.Header], [.. columns.Select(column => column.ToArray())]);
    }

    /// <summary>Returns some of the rows, in the order that is given.</summary>
    public TextTable Rows(int[] rows) =>
        this with
        {
            Columns = [.. Columns.Select(column => Array.ConvertAll(rows, row => column[row]))],
        };

    /// <summary>Returns some of the columns.</summary>
    public TextTable Select(IEnumerable<string> names) => new([.. names], [.. names.Select(name => this[name])]);

    /// <summary>Writes a CSV file, and creates its folder.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        CsvTable.Write(
            path,
            [.. Names],
            csv =>
            {
                for (var row = 0; row < RowCount; row++)
                {
                    Array.ForEach(Columns, column => csv.WriteField(column[row]));
                    csv.EndRecord();
                }
            }
        );
    }
}
