namespace VaeMlNet.Benchmarks;

/// <summary>
/// Scores filled cells: of numbers the root mean squared and the mean absolute error in standard deviations of the training rows, of
/// categories the share that is right. Each is the mean over the columns with hidden cells. A number that a method leaves empty, because it takes
/// the column for an identifier, counts as the mean.
/// </summary>
internal static class ImputationMetrics
{
    /// <summary>Adds <c>rmse_RATE</c>, <c>mae_RATE</c> and <c>accuracy_RATE</c>.</summary>
    /// <param name="metrics">Receives the metrics.</param>
    /// <param name="split">The split.</param>
    /// <param name="coder">The coder of the split's training rows.</param>
    /// <param name="rate">The share of hidden cells, in percent.</param>
    /// <param name="filled">The coded rows of a method.</param>
    public static void Add(
        SortedDictionary<string, double> metrics,
        ProtocolSplit split,
        TableCoder coder,
        int rate,
        CodedTable filled
    )
    {
        var damaged = TextTable.Read(split.DamagedPath(rate));
        var truth = coder.Code(split.Test);
        Dictionary<string, List<double>> columns = new()
        {
            ["rmse"] = [],
            ["mae"] = [],
            ["accuracy"] = [],
        };
        foreach (((var name, var isNumber), var i) in split.Table.Columns.Select((column, i) => (column, i)))
        {
            var hidden = Hidden(split, damaged, name);
            if (hidden.Length == 0)
            {
                continue;
            }

            if (isNumber)
            {
                var errors = Array.ConvertAll(hidden, row => OrMean(filled.Values[i][row]) - truth.Values[i][row]);
                columns["rmse"].Add(Math.Sqrt(errors.Average(error => error * error)));
                columns["mae"].Add(errors.Average(Math.Abs));
            }
            else
            {
                // A level that the training rows lack is NaN, and counts as wrong.
                columns["accuracy"].Add(hidden.Average(row => filled.Values[i][row] == truth.Values[i][row] ? 1 : 0));
            }
        }

        foreach ((var metric, var values) in columns.Where(column => column.Value.Count > 0))
        {
            metrics[$"{metric}_{rate}"] = values.Average();
        }
    }

    /// <summary>Returns a coded number; the mean, 0, for an empty cell.</summary>
    public static double OrMean(double number) => double.IsNaN(number) ? 0 : number;

    /// <summary>Returns the rows in which a cell of a column is hidden and has a true value, in ascending order.</summary>
    public static int[] Hidden(ProtocolSplit split, TextTable damaged, string column)
    {
        (var whole, var cells) = (split.Test[column], damaged[column]);
        return [.. Enumerable.Range(0, whole.Length).Where(row => cells[row].Length == 0 && whole[row].Length > 0)];
    }
}
