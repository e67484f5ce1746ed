namespace VaeMlNet.Data;

/// <summary>The largest number of columns of a CSV file that models are trained on or that are compared.</summary>
internal static class TableWidth
{
    /// <summary>
    /// The largest number of columns. A larger network takes minutes to create and more memory than most machines
    /// have.
    /// </summary>
    public const int Most = 100_000;

    /// <summary>
    /// The largest number of columns of a table model. Its model folder has up to 6 files per column, and their number is limited
    /// (docs/model-folder.md).
    /// </summary>
    public const int MostOfTable = 10_000;

    /// <summary>Throws if a file has too many columns, before its rows are read.</summary>
    public static void Check(CsvFile file, int columns, int most = Most)
    {
        if (columns > most)
        {
            throw new CommandException(
                $"{file.Name} has {columns} columns to use, at most {most} are possible. Choose fewer with --columns or --ignore."
            );
        }
    }
}
