using CsvHelper;

namespace VaeMlNet.Data;

/// <summary>Columns of a CSV file that are copied into the results of its rows, as they are.</summary>
internal sealed class KeptColumns
{
    /// <summary>The name that means all columns.</summary>
    public const string All = "all";

    private readonly CsvFile file;
    private readonly int[] indices;

    private KeptColumns(CsvFile file, int[] indices)
    {
        this.file = file;
        this.indices = indices;
    }

    /// <summary>Finds the columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="names">The names of the columns, or <see cref="All"/>.</param>
    /// <param name="written">The columns that <see cref="All"/> leaves out, because the results have them.</param>
    /// <exception cref="CommandException">The file does not have a column.</exception>
    public KeptColumns(CsvFile file, string[] names, params IEnumerable<string> written)
    {
        this.file = file;
        indices = [.. Find(file, names).Where(index => !IsAll(file, names) || !written.Contains(file.Header[index]))];
        Array.ForEach(indices, file.CheckReadable);
    }

    /// <summary>Returns the indices of columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="names">The names of the columns, or <see cref="All"/>, which has those that can be read.</param>
    /// <exception cref="CommandException">The file does not have a column.</exception>
    public static IEnumerable<int> Find(CsvFile file, string[] names) =>
        IsAll(file, names)
            ? Enumerable.Range(0, file.OwnColumnCount).Where(index => file.FindProblem(index) is null)
            : names.Select(file.IndexOf);

    /// <summary>Gets the columns, before those of the results.</summary>
    public WrittenColumn[] Header(WrittenColumn[] results)
    {
        WrittenColumn[] kept = [.. indices.Select(file.ColumnOf)];
        CheckNames(file, kept, results);
        return [.. kept, .. results];
    }

    /// <summary>Throws if results have a column with the name of one that is copied into them.</summary>
    public static void CheckNames(CsvFile file, WrittenColumn[] kept, WrittenColumn[] results)
    {
        if (WrittenColumn.Names(kept).Intersect(WrittenColumn.Names(results)).FirstOrDefault() is { } both)
        {
            throw new CommandException(
                $"{file.Name} has a column '{both}', and the results have one, too. Rename it, or leave it out of --keep."
            );
        }
    }

    private static bool IsAll(CsvFile file, string[] names) => names is [All] && !file.Has(All);

    /// <summary>Returns the same columns, read from some of the rows.</summary>
    public KeptColumns Over(CsvFile rows) => new(rows, indices);

    /// <summary>Opens the rows. The caller disposes them.</summary>
    public Rows Open() => new(this);

    /// <summary>Reads the rows once more, in step with the results.</summary>
    public sealed class Rows(KeptColumns columns) : IDisposable
    {
        private readonly IEnumerator<CsvRecord> records = columns.file.ReadRecords().GetEnumerator();

        /// <summary>Writes the cells of the next row.</summary>
        public void WriteNext(CsvWriter csv)
        {
            if (!records.MoveNext())
            {
                throw new CommandException($"'{columns.file.Path}' was changed while it was read. Run the verb again.");
            }

            foreach (var index in columns.indices)
            {
                columns.file.CopyCell(records.Current, index, csv);
            }
        }

        public void Dispose() => records.Dispose();
    }
}
