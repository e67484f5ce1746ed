namespace VaeMlNet.Cli;

/// <summary>Writes model folders of baselines.</summary>
internal static class BaselineExport
{
    private static readonly Dictionary<string, VaeBaselineMethod> Methods = new()
    {
        ["knn"] = VaeBaselineMethod.NearestNeighbors,
        ["mahalanobis"] = VaeBaselineMethod.Mahalanobis,
        ["iforest"] = VaeBaselineMethod.IsolationForest,
        ["ecod"] = VaeBaselineMethod.Ecod,
    };

    /// <summary>Gets the names of the methods, which are those of the verb <c>compare</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Methods.Keys];

    /// <summary>Fits a method, writes the folder, and prints what it learned from.</summary>
    /// <exception cref="CommandException">The rows cannot be used.</exception>
    public static void Write(
        string method,
        CsvTableView rows,
        string folder,
        VaeBaselineOptions options,
        CommandContext context
    )
    {
        var manifest = context.Terminal.RunWithBar(
            $"fitting {method}",
            _ =>
                VaeBaseline.Export(
                    rows,
                    rows.ColumnNames,
                    folder,
                    options with
                    {
                        Method = Methods[method],
                    },
                    context.CancellationToken
                )
        );
        rows.UnknownTextWarnings().ToList().ForEach(context.Terminal.Warn);
        var bytes = new FileInfo(Path.Combine(folder, "scorer.onnx")).Length;
        context.Terminal.WriteLine(
            FormattableString.Invariant(
                $"{method} learned from {manifest.Training.Rows} rows; scorer.onnx has {bytes / 1e6:0.00} MB"
            )
        );
        context.Terminal.WriteLine($"model folder: {folder}");
    }
}
