namespace VaeMlNet.Cli;

/// <summary>The rows of a comparison, in memory: those that baselines learn from, and those on which all methods are measured.</summary>
/// <param name="Training">The rows that baselines learn from.</param>
/// <param name="Test">The rows on which all methods are measured.</param>
/// <param name="Description">Sentences about both.</param>
internal sealed record ComparedRows(TextTable Training, TextTable Test, IReadOnlyList<string> Description)
{
    private const double TrainingShare = 0.7;
    private const int FewestRows = 10;

    /// <summary>Reads the rows, and divides them if there is only one file.</summary>
    /// <param name="data">The file with the rows to measure on.</param>
    /// <param name="training">The file with the rows to learn from; null: random rows of <paramref name="data"/>.</param>
    /// <param name="mostRows">The largest number of rows of each part. Of more, random ones are taken.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <exception cref="CommandException">A file is damaged or has too few rows, or the training rows lack a column.</exception>
    public static ComparedRows Read(string data, string? training, int mostRows, int seed)
    {
        Random random = new(seed);
        var all = Read(data);
        if (training is not null)
        {
            var learned = Read(training);
            string[] lacking = [.. all.Names.Except(learned.Names)];
            if (lacking.Length > 0)
            {
                throw new CommandException(
                    $"'{training}' lacks {ColumnNames.List(lacking)}, which '{data}' has. Pass files with the same columns."
                );
            }

            return Create(
                Sample(learned, mostRows, random),
                Sample(all, mostRows, random),
                rows => $"The baselines learned from {rows} rows of {training}.",
                rows => $"All methods were measured on {rows} rows of {data}."
            );
        }

        int[] order = [.. Enumerable.Range(0, all.RowCount)];
        random.Shuffle(order);
        var count = (int)Math.Round(TrainingShare * order.Length);
        return Create(
            all.Rows([.. order[..count].Take(mostRows)]),
            all.Rows([.. order[count..].Take(mostRows)]),
            rows => $"The baselines learned from {rows} random rows of {data}, 70 % of the file or the largest number.",
            rows =>
                $"All methods were measured on {rows} of its other rows. A model that was trained on these rows looks better than it is: pass its training rows with --train, and rows that it has not seen with --data."
        );
    }

    private static ComparedRows Create(
        TextTable training,
        TextTable test,
        Func<int, string> learned,
        Func<int, string> measured
    ) => new(training, test, [learned(training.RowCount), measured(test.RowCount)]);

    private static TextTable Read(string path)
    {
        var table = TextTable.Read(path);
        return table.RowCount >= FewestRows
            ? table
            : throw new CommandException(
                $"'{path}' has {table.RowCount} rows; a comparison needs at least {FewestRows}."
            );
    }

    private static TextTable Sample(TextTable table, int mostRows, Random random)
    {
        int[] order = [.. Enumerable.Range(0, table.RowCount)];
        random.Shuffle(order);
        return table.Rows([.. order.Take(mostRows)]);
    }
}
