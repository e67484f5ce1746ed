namespace VaeMlNet.Benchmarks;

/// <summary>
/// Scores several draws of each hidden number: the continuous ranked probability score, in standard deviations of the training rows, and the share
/// of true values in intervals of the draws. Each is the mean over the columns with hidden numbers.
/// </summary>
internal static class DrawMetrics
{
    /// <summary>The number of draws: the true value lies between the second smallest and the second largest in 80 % of cells if draws are right.</summary>
    public const int DrawCount = 19;

    /// <summary>The number of test rows whose cells are drawn.</summary>
    public const int MostRows = 500;

    /// <summary>Adds <c>crps_RATE</c> and <c>coverage_RATE</c>.</summary>
    /// <param name="metrics">Receives the metrics.</param>
    /// <param name="split">The split.</param>
    /// <param name="coder">The coder of the split's training rows.</param>
    /// <param name="rate">The share of hidden cells, in percent.</param>
    /// <param name="drawn">The first rows of the split, each as often as there are draws.</param>
    public static void Add(
        SortedDictionary<string, double> metrics,
        ProtocolSplit split,
        TableCoder coder,
        int rate,
        TextTable drawn
    )
    {
        var damaged = TextTable.Read(split.DamagedPath(rate));
        var truth = coder.Code(split.Test);
        var values = coder.Code(drawn).Values;
        var rowOfDraw = RowsOf(drawn);
        Random random = new(split.Seed);
        List<double> scores = [];
        List<double> shares = [];
        foreach (((var name, var isNumber), var i) in split.Table.Columns.Select((column, i) => (column, i)))
        {
            int[] hidden = [.. ImputationMetrics.Hidden(split, damaged, name).TakeWhile(row => row < rowOfDraw.Length)];
            if (!isNumber || hidden.Length == 0)
            {
                continue;
            }

            double[][] draws =
            [
                .. hidden.Select(row =>
                    Array.ConvertAll(rowOfDraw[row], place => ImputationMetrics.OrMean(values[i][place]))
                ),
            ];
            var trueValues = Array.ConvertAll(hidden, row => truth.Values[i][row]);
            scores.Add(draws.Zip(trueValues, Score).Average());
            shares.Add(draws.Zip(trueValues, (of, value) => IsInside(of, value, random) ? 1.0 : 0).Average());
        }

        if (scores.Count > 0)
        {
            metrics[$"crps_{rate}"] = scores.Average();
            metrics[$"coverage_{rate}"] = shares.Average();
        }
    }

    /// <summary>Returns the mean distance of draws to a value, minus half of their mean distance to each other (Gneiting and Raftery 2007, eq. 21).</summary>
    public static double Score(double[] draws, double value)
    {
        var toEachOther = draws.Sum(draw => draws.Sum(other => Math.Abs(draw - other)));
        return draws.Average(draw => Math.Abs(draw - value))
            - (toEachOther / (2.0 * draws.Length * (draws.Length - 1)));
    }

    /// <summary>Returns whether a value lies between the second smallest and the second largest draw. Among equal draws its place is random.</summary>
    public static bool IsInside(double[] draws, double value, Random random)
    {
        var below = draws.Count(draw => draw < value);
        var place = below + random.Next(draws.Count(draw => draw == value) + 1);
        return place >= 2 && place <= draws.Length - 2;
    }

    /// <summary>Returns the places of the draws of each row.</summary>
    private static int[][] RowsOf(TextTable drawn)
    {
        var numbers = drawn[ImputedRowWriter.DrawColumn];
        return
        [
            .. numbers
                .Index()
                .GroupBy(row => row.Item)
                .SelectMany(draw => draw.Select((row, place) => (Row: place, Place: row.Index)))
                .GroupBy(pair => pair.Row)
                .OrderBy(row => row.Key)
                .Select(row => row.Select(pair => pair.Place).ToArray()),
        ];
    }
}
