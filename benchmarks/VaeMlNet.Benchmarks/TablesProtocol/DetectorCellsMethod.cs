namespace VaeMlNet.Benchmarks;

/// <summary>
/// The detector of the tool at its defaults: whether it scores test rows above the same rows with one change. "Unseen" replaces a category of
/// each row by a text that the training rows lack, and "emptied" removes half of the cells of each row.
/// </summary>
internal sealed class DetectorCellsMethod : ITableMethod
{
    private const int MostRows = 3000;
    private const double EmptiedShare = 0.5;
    private const string UnseenText = "never seen";

    /// <inheritdoc />
    public string Name => "vaemlnet_detector";

    /// <inheritdoc />
    public SortedDictionary<string, double> Measure(ProtocolSplit split, string folder)
    {
        var model = Path.Combine(folder, "model");
        string[] ignored = split.Table.Ignored.Length > 0 ? [$"--ignore={string.Join(',', split.Table.Ignored)}"] : [];
        SortedDictionary<string, double> metrics = new()
        {
            ["export_seconds"] = VaemlnetMethod.Run([
                "export",
                "--model=detector",
                $"--data={split.TrainingPath}",
                $"--seed={split.Seed}",
                $"--out={model}",
                .. ignored,
            ]),
        };
        Random random = new(split.Seed);
        var usual = split.Test.Rows([.. Enumerable.Range(0, Math.Min(MostRows, split.Test.RowCount))]);
        var scores = Score(model, usual, folder, "usual");
        metrics["auroc_emptied"] = Auroc(scores, Score(model, Empty(split, usual, random), folder, "emptied"));
        if (WithUnseen(split, usual, random) is { } unseen)
        {
            metrics["auroc_unseen"] = Auroc(scores, Score(model, unseen, folder, "unseen"));
        }

        return metrics;
    }

    private static TextTable Empty(ProtocolSplit split, TextTable rows, Random random)
    {
        var modeled = split.Table.ColumnNames.ToHashSet();
        return rows with
        {
            Columns =
            [
                .. rows.Names.Zip(
                    rows.Columns,
                    (name, cells) =>
                        modeled.Contains(name)
                            ? Array.ConvertAll(cells, cell => random.NextDouble() < EmptiedShare ? "" : cell)
                            : cells
                ),
            ],
        };
    }

    /// <summary>Returns the rows with an unseen text in one category each; null without a category of texts.</summary>
    private static TextTable? WithUnseen(ProtocolSplit split, TextTable rows, Random random)
    {
        // A category of numbers may be a column of numbers for the tool.
        int[] categories =
        [
            .. split
                .Table.Columns.Where(column =>
                    !column.IsNumber && split.Training[column.Name].Any(cell => IsText(cell))
                )
                .Select(column => Array.IndexOf(rows.Names, column.Name)),
        ];
        if (categories.Length == 0)
        {
            return null;
        }

        var cells = Array.ConvertAll(rows.Columns, column => (string[])column.Clone());
        for (var row = 0; row < rows.RowCount; row++)
        {
            cells[categories[random.Next(categories.Length)]][row] = UnseenText;
        }

        return rows with
        {
            Columns = cells,
        };
    }

    private static bool IsText(string cell) => cell.Length > 0 && double.IsNaN(TableCoder.Number(cell));

    private static float[] Score(string model, TextTable rows, string folder, string name)
    {
        var data = Path.Combine(folder, $"{name}.csv");
        var scores = Path.Combine(folder, $"{name}-scores.csv");
        rows.Write(data);
        VaemlnetMethod.Run(["score", model, $"--data={data}", $"--out={scores}"]);
        return Array.ConvertAll(TextTable.Read(scores)["Score"], cell => (float)TableCoder.Number(cell));
    }

    private static double Auroc(float[] usual, float[] changed) =>
        RankingQuality
            .Compute(
                [.. usual, .. changed],
                [.. Enumerable.Repeat(false, usual.Length), .. Enumerable.Repeat(true, changed.Length)]
            )
            .AreaUnderRoc;
}
