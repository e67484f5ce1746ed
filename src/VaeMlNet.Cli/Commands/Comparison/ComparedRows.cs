namespace VaeMlNet.Cli;

/// <summary>The rows of a comparison, in memory: those that baselines learn from, and those on which all methods are measured.</summary>
internal sealed record ComparedRows(CopiedRows Training, CopiedRows Test, IReadOnlyList<string> Description)
{
    private const double TrainingShare = 0.7;
    private const int FewestRows = 10;

    /// <summary>Reads the rows, and divides them if there is only one file.</summary>
    /// <param name="data">The file with the rows to measure on.</param>
    /// <param name="training">The file with the rows to learn from; null: random rows of <paramref name="data"/>.</param>
    /// <param name="mostRows">The largest number of rows of each part. Of more, random ones are taken.</param>
    /// <param name="seed">The seed of the random choices.</param>
    public static ComparedRows Read(string data, string? training, int mostRows, int seed)
    {
        Random random = new(seed);
        var (all, order) = Open(data);
        if (training is not null)
        {
            var (learned, learnedOrder) = Open(training);
            string[] lacking = [.. all.Header.Except(learned.Header)];
            if (lacking.Length > 0)
            {
                throw new CommandException(
                    $"'{training}' lacks {ColumnNames.List(lacking)}, which '{data}' has. Pass files with the same columns."
                );
            }

            random.Shuffle(learnedOrder);
            random.Shuffle(order);
            return Create(
                CopiedRows.Read(learned, [.. learnedOrder.Take(mostRows)]),
                CopiedRows.Read(all, [.. order.Take(mostRows)]),
                rows => $"The baselines learned from {rows} rows of {training}.",
                rows => $"All methods were measured on {rows} rows of {data}."
            );
        }

        random.Shuffle(order);
        var count = (int)Math.Round(TrainingShare * order.Length);
        int[] learnedRows = [.. order[..count].Take(mostRows)];
        var both = CopiedRows.Read(all, [.. learnedRows, .. order[count..].Take(mostRows)]);
        return Create(
            both.Rows(..learnedRows.Length),
            both.Rows(learnedRows.Length..),
            rows => $"The baselines learned from {rows} random rows of {data}, 70 % of the file or the largest number.",
            rows =>
                $"All methods were measured on {rows} of its other rows. A model that was trained on these rows looks better than it is: pass its training rows with --train, and rows that it has not seen with --data."
        );
    }

    private static ComparedRows Create(
        CopiedRows training,
        CopiedRows test,
        Func<int, string> learned,
        Func<int, string> measured
    ) => new(training, test, [learned(training.RowCount), measured(test.RowCount)]);

    /// <summary>Opens a file and returns the numbers of its rows.</summary>
    private static (CsvFile File, int[] Rows) Open(string path)
    {
        var file = CsvFile.Open(path);
        var count = file.ReadRecords().Count();
        return count >= FewestRows
            ? (file, [.. Enumerable.Range(0, count)])
            : throw new CommandException($"'{path}' has {count} rows; a comparison needs at least {FewestRows}.");
    }
}
