using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Training;

/// <summary>The number of columns of a CSV file that models are trained on or that are compared.</summary>
internal static class TableWidth
{
    /// <summary>The most columns. A network of more would take minutes to create, and more memory than most machines have.</summary>
    public const int Most = 100_000;

    /// <summary>Refuses a file with too many columns before its rows are read.</summary>
    /// <exception cref="CommandException">More columns than <see cref="Most"/> are chosen.</exception>
    public static void Check(CsvFile file, int columns)
    {
        if (columns > Most)
        {
            throw new CommandException(
                $"{file.Name} has {columns} columns to use, at most {Most} are possible. Choose fewer with --columns or --ignore."
            );
        }
    }
}
